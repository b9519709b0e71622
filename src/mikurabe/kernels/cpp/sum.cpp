// Sums of float32 in float64.

#include "sum.hpp"

namespace mikurabe {

namespace {

constexpr Index kTogether = 32;

MIKURABE_WIDEST void add_together(const float *MIKURABE_RESTRICT x, Index n, double *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; i += kTogether)
        for (Index k = 0; k < kTogether; ++k) sums[k] += static_cast<double>(x[i + k]);
}

}  // namespace

void Sum::add(const float *x, Index n) {
    static_assert(kSums == kTogether);
    const Index whole = n / kSums * kSums;
    add_together(x, whole, sums_);
    for (Index i = whole; i < n; ++i) sums_[i - whole] += static_cast<double>(x[i]);
}

double Sum::total() const {
    double total = 0;
    for (const double sum : sums_) total += sum;
    return total;
}

}  // namespace mikurabe
