// The sum of many float32, in float64: 32 running sums, so that one order holds for every width of SIMD.

#pragma once

#include "wide.hpp"

namespace mikurabe {

class Sum {
  public:
    void add(const float *x, Index n);
    double total() const;

  private:
    static constexpr Index kSums = 32;
    double sums_[kSums] = {};
};

}  // namespace mikurabe
