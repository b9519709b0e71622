// Elementary functions in double precision out of + - * / and bit casts alone, so that loops that call them are
// vectorised and give the same bits on every machine. The logarithm is within 1e-15, relative; a power within that and
// 3e-16 for each octave that it is away from 1.

#pragma once

#include <cstdint>
#include <cstring>

#include "wide.hpp"

namespace mikurabe {

MIKURABE_INLINE std::uint64_t bits64_of(double x) {
    std::uint64_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    return bits;
}

MIKURABE_INLINE double double_of(std::uint64_t bits) {
    double x;
    std::memcpy(&x, &bits, sizeof x);
    return x;
}

MIKURABE_INLINE double polynomial64(double, double, double a) { return a; }
MIKURABE_INLINE double polynomial64(double x, double, double a, double b) { return a + b * x; }

// The lowest coefficient comes first: by pairs, so that fewer operations wait for each other.
template <class... Rest>
MIKURABE_INLINE double polynomial64(double x, double square, double a, double b, Rest... rest) {
    return (a + b * x) + square * polynomial64(x, square, rest...);
}

// The binary logarithm of a normal x > 0.
MIKURABE_INLINE double log2_64(double x) {
    // So that the fraction lies between 2/3 and 4/3; the exponent is moved above 0, and into a double by its bits.
    const std::uint64_t bits = bits64_of(x), raised = (bits - 0x3fe5555555555555u + 0x4000000000000000u) >> 52;
    const double fraction = double_of(bits - (raised << 52) + 0x4000000000000000u);
    const double exponent = double_of(raised | 0x4330000000000000u) - (4503599627370496.0 + 1024.0);
    const double ratio = (fraction - 1.0) / (fraction + 1.0), square = ratio * ratio;
    // 2 artanh(ratio) / ln 2
    const double above = ratio * polynomial64(square, square * square, 2.0 / 1, 2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9,
                                              2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21);
    return exponent + above * 1.4426950408889634;
}

// 2 to the power of x, for x up to 1023; below -1022 that of -1022.
MIKURABE_INLINE double exp2_64(double x) {
    x = x > -1022.0 ? x : -1022.0;
    constexpr double kWhole = 6755399441055744.0;  // 1.5 * 2^52: what is added to it is rounded to a whole number
    const double moved = x + kWhole;
    const double rest = (x - (moved - kWhole)) * 0.6931471805599453;
    const double power =
        polynomial64(rest, rest * rest, 1.0, 1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040,
                     1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0);
    return power * double_of((bits64_of(moved) - bits64_of(kWhole) + 1023) << 52);
}

// base to an exponent above 0, for a base >= 0 that is 0 or normal.
MIKURABE_INLINE double power64(double base, double exponent) {
    const double raised = exp2_64(exponent * log2_64(base > 0.0 ? base : 1.0));
    return base > 0.0 ? raised : 0.0;
}

}  // namespace mikurabe
