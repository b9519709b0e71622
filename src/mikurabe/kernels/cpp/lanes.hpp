// Four and eight float64 beside each other, for the few loops that the compiler does not widen by itself. Every operation is that
// of each lane alone, so the results are the same bits as without.

#pragma once

#include <cmath>
#include <cstring>

#include "wide.hpp"

namespace mikurabe {

#if defined(__GNUC__)
// The compiler's own vectors: several registers or one, as the width of SIMD has it.
using Four = double __attribute__((vector_size(32)));
using Eight = double __attribute__((vector_size(64)));
#else
template <int N>
struct Lanes {
    double at[N];
    double &operator[](int i) { return at[i]; }
    double operator[](int i) const { return at[i]; }
};
using Four = Lanes<4>;
using Eight = Lanes<8>;

#define MIKURABE_LANES(OPERATOR)                                                                      \
    template <int N>                                                                                  \
    MIKURABE_INLINE Lanes<N> operator OPERATOR(const Lanes<N> &a, const Lanes<N> &b) {                \
        Lanes<N> result;                                                                              \
        for (int i = 0; i < N; ++i) result.at[i] = a.at[i] OPERATOR b.at[i];                          \
        return result;                                                                                \
    }                                                                                                 \
    template <int N>                                                                                  \
    MIKURABE_INLINE Lanes<N> operator OPERATOR(const Lanes<N> &a, double b) {                         \
        Lanes<N> result;                                                                              \
        for (int i = 0; i < N; ++i) result.at[i] = a.at[i] OPERATOR b;                                \
        return result;                                                                                \
    }
MIKURABE_LANES(+)
MIKURABE_LANES(-)
MIKURABE_LANES(*)
MIKURABE_LANES(/)
#undef MIKURABE_LANES
#endif

// The sizes of the lanes; the lanes but nowhere below a floor, where a NaN stays one; 0 where others are below a floor.
#if defined(__GNUC__)
using FourBits = long long __attribute__((vector_size(32)));
MIKURABE_INLINE void unsign(Four &lanes) {
    FourBits bits;
    std::memcpy(&bits, &lanes, sizeof bits);
    bits &= 0x7fffffffffffffffLL;
    std::memcpy(&lanes, &bits, sizeof bits);
}
MIKURABE_INLINE void raise(Four &lanes, double floor) {
    lanes = lanes < floor ? Four{floor, floor, floor, floor} : lanes;
}
MIKURABE_INLINE void larger(Four &lanes, const Four &others) { lanes = lanes < others ? others : lanes; }
MIKURABE_INLINE void clear_below(Four &lanes, const Four &others, double floor) {
    lanes = others < floor ? Four{} : lanes;
}
#else
MIKURABE_INLINE void unsign(Four &lanes) {
    for (double &x : lanes.at) x = std::fabs(x);
}
MIKURABE_INLINE void raise(Four &lanes, double floor) {
    for (double &x : lanes.at) x = x < floor ? floor : x;
}
MIKURABE_INLINE void larger(Four &lanes, const Four &others) {
    for (int i = 0; i < 4; ++i) lanes.at[i] = lanes.at[i] < others.at[i] ? others.at[i] : lanes.at[i];
}
MIKURABE_INLINE void clear_below(Four &lanes, const Four &others, double floor) {
    for (int i = 0; i < 4; ++i) lanes.at[i] = others.at[i] < floor ? 0.0 : lanes.at[i];
}
#endif

// Through references, as vectors are passed to functions otherwise on every width of SIMD.
MIKURABE_INLINE void load(Four &lanes, const double *from) { std::memcpy(&lanes, from, sizeof(Four)); }
MIKURABE_INLINE void load(Eight &lanes, const double *from) { std::memcpy(&lanes, from, sizeof(Eight)); }
MIKURABE_INLINE void store(const Four &lanes, double *to) { std::memcpy(to, &lanes, sizeof(Four)); }
MIKURABE_INLINE void store(const Eight &lanes, double *to) { std::memcpy(to, &lanes, sizeof(Eight)); }

// Rows of four become columns.
MIKURABE_INLINE void transpose(Four *rows) {
#if defined(__GNUC__) && !defined(__clang__)
    // The upper halves of two rows beside each other, then the lower ones; then even and odd lanes.
    const FourBits upper = {0, 1, 4, 5}, lower = {2, 3, 6, 7}, even = {0, 4, 2, 6}, odd = {1, 5, 3, 7};
    const Four a = __builtin_shuffle(rows[0], rows[2], upper), b = __builtin_shuffle(rows[1], rows[3], upper);
    const Four c = __builtin_shuffle(rows[0], rows[2], lower), d = __builtin_shuffle(rows[1], rows[3], lower);
    rows[0] = __builtin_shuffle(a, b, even);
    rows[1] = __builtin_shuffle(a, b, odd);
    rows[2] = __builtin_shuffle(c, d, even);
    rows[3] = __builtin_shuffle(c, d, odd);
#else
    for (int i = 0; i < 4; ++i)
        for (int k = 0; k < i; ++k) {
            const double x = rows[i][k];
            rows[i][k] = rows[k][i];
            rows[k][i] = x;
        }
#endif
}

}  // namespace mikurabe
