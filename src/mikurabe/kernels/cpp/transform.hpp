// The discrete Fourier transform of eight series at a time, one in each lane.

#pragma once

#include <memory>
#include <vector>

#include "wide.hpp"

namespace mikurabe {

// Real and imaginary parts of one term of the eight series.
struct alignas(64) Term {
    double real[8], imaginary[8];
};

// Uninitialised.
using Terms = std::unique_ptr<Term[]>;
inline Terms terms(Index count) { return Terms(new Term[static_cast<std::size_t>(count)]); }

// X_k = sum over j of x_j exp(+2 pi i j k / n), not divided by n. The work is O(n log n) for every n.
class Transform {
  public:
    explicit Transform(Index n);

    // How many terms ``run`` works on beside the result.
    Index room() const { return room_; }

    // Term j is x[j * apart]. ``out`` may be neither x nor the room; x may be the room where its terms are not apart.
    void run(const Term *x, Index apart, Term *out, Term *room) const;

  private:
    // Blocks of radix * part terms each become ``radix`` blocks of ``part`` terms, in place.
    struct Pass {
        Index radix, part, blocks;
        std::vector<double> turns;  // cosine and sine, for each place in a part and each leg but the first
    };

    Index n_, room_;
    std::vector<Pass> passes_;
    std::vector<Index> places_;  // where in the result the terms belong that the passes leave
    // Bluestein's, where n has a large prime factor: a convolution with a chirp, of a length that has none.
    std::vector<double> chirp_, response_;
    std::vector<Transform> longer_;

    static void pass(const Pass &pass, const Term *x, Index apart, Term *out, const Index *places);
    void run_passes(const Term *x, Index apart, Term *out, Term *room) const;
};

}  // namespace mikurabe
