// What SSIM in single precision is made of, for one pair of pictures and for a stack of them.

#pragma once

#include <nanobind/ndarray.h>

#include <vector>

#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

using SingleArgument = nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using SingleResult = nb::ndarray<float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using SingleTaps = nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

namespace {

// The window's weights from the middle outwards.
struct Taps {
    std::vector<float> half;

    explicit Taps(const float *taps, Index n) : half(taps + n / 2, taps + n) {}
    Index radius() const { return static_cast<Index>(half.size()) - 1; }
    Index n() const { return 2 * radius() + 1; }
};

MIKURABE_INLINE float variance_of(float squares, float mean) {
    const float variance = squares - mean * mean;
    // Rounding may take a variance of 0 just below it; a NaN stays one.
    return 0.0f > variance ? 0.0f : variance;
}

// The terms of the similarity of two windows.
struct Compared {
    float shared, contrast, products, brightness;

    MIKURABE_INLINE float similarity() const { return products * shared / (brightness * contrast); }
};

MIKURABE_INLINE Compared compared(float mean_a, float variance_a, float mean_b, float squares_b, float squares_d,
                                  float shift_a, float shift_b, float low, float high) {
    const float variance_b = variance_of(squares_b, mean_b);
    const float variance_d = variance_of(squares_d, mean_a - mean_b);
    const float a = mean_a + shift_a, b = mean_b + shift_b;
    const float contrast = variance_a + variance_b + high;
    return {contrast - variance_d, contrast, 2.0f * (a * b) + low, a * a + b * b + low};
}

}  // namespace

}  // namespace mikurabe
