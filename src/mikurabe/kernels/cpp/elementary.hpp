// Elementary functions in single precision out of + - * / and bit casts alone, in one fixed order: the same bits on
// every machine and with every width of SIMD, and loops that call them are vectorised. The specification, with the
// bounds of error, is elementary.py.

#pragma once

#include <cstdint>
#include <cstring>

#include "wide.hpp"

namespace mikurabe {

MIKURABE_INLINE std::int32_t bits_of(float x) {
    std::int32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    return bits;
}

MIKURABE_INLINE float float_of(std::int32_t bits) {
    float x;
    std::memcpy(&x, &bits, sizeof x);
    return x;
}

// The polynomial whose lowest coefficient comes first: by pairs, so that fewer operations wait for each other.
MIKURABE_INLINE float polynomial(float, float, float a) { return a; }
MIKURABE_INLINE float polynomial(float x, float, float a, float b) { return a + b * x; }

template <class... Rest>
MIKURABE_INLINE float polynomial(float x, float square, float a, float b, Rest... rest) {
    return (a + b * x) + square * polynomial(x, square, rest...);
}

template <class... Rest>
MIKURABE_INLINE float series(float x, Rest... coefficients) {
    return polynomial(x, x * x, coefficients...);
}

// The cube root of x >= 0.
MIKURABE_INLINE float cube_root(float x) {
    // A third of the exponent by way of the bits: 1 / cbrt(x) to 3.5 %.
    const float seed = float_of(static_cast<std::int32_t>(static_cast<float>(bits_of(x)) * -0.333333343f + 1.41990042e9f));
    const float root = x * seed * seed;
    const float rest = 1.0f - root * seed;
    // (1 - rest)^(-2/3)
    return root + root * (rest * series(rest, 0.666666746f, 0.555535853f, 0.493780851f, 0.458642125f, 0.430337816f));
}

// One over the square root of x > 0; of 0 a finite number.
MIKURABE_INLINE float inverse_root(float x) {
    // Half of the exponent by way of the bits: to 3.5 %.
    const float seed = float_of(0x5f3759df - (bits_of(x) >> 1));
    const float rest = 1.0f - x * seed * seed;
    // (1 - rest)^(-1/2)
    return seed + seed * (rest * series(rest, 0.5f, 0.375f, 0.3125f, 0.2734375f, 0.24609375f));
}

// The binary logarithm of x > 0; of 0 -127.
MIKURABE_INLINE float log2(float x) {
    const std::int32_t bits = bits_of(x);
    // So that the fraction lies between 2/3 and 4/3.
    const std::int32_t exponent = (bits - 0x3f2aaaab) >> 23;
    const float fraction = float_of(bits - exponent * (1 << 23));
    const float ratio = (fraction - 1.0f) / (fraction + 1.0f);
    const float square = ratio * ratio;
    // 2 artanh(ratio) / ln 2
    return static_cast<float>(exponent) + ratio * series(square, 2.88539004f, 0.961802244f, 0.576393843f, 0.439106792f);
}

// 2 to the power of x, for x up to 127; below -126 that of -126.
MIKURABE_INLINE float exp2(float x) {
    x = x > -126.0f ? x : -126.0f;
    const std::int32_t whole = static_cast<std::int32_t>(x + 127.5f) - 127;
    const float rest = x - static_cast<float>(whole);
    const float above = rest * series(rest, 0.693147004f, 0.240222424f, 0.0555073358f, 0.00967151299f, 0.00132647273f);
    return (1.0f + above) * float_of((whole + 127) * (1 << 23));
}

// base to the exponent, for a base >= 0; 0 to the power of 0 is 1.
MIKURABE_INLINE float power(float base, float exponent) {
    const float raised = mikurabe::exp2(exponent * mikurabe::log2(base));
    const float of_nothing = exponent == 0.0f ? 1.0f : 0.0f;
    return base > 0.0f ? raised : of_nothing;
}

}  // namespace mikurabe
