// How a function is compiled once per width of SIMD, and the integer that indexes pixels.
//
// The same bits on every machine: no fused multiply-add, no fast-math, and every sum has one fixed order,
// which no width of SIMD changes. Wide loops run over columns, or over eight running sums that are added up
// in order at the end. MIKURABE_WIDE makes an AVX2 and a plain version of a function; the loader picks one.
// MIKURABE_WIDEST adds one for AVX-512: worth its room where arithmetic takes the time, not memory (CIEDE2000 gains a
// third, SSIM in single precision a fifth, but only where rows begin with a line of the cache: aligned.hpp).
// MIKURABE_AVX512 makes that version alone, for whoever asks has_avx512() (simd.hpp) first: where vectors of eight
// float64 are best there and bad everywhere else.

#pragma once

#include <cstddef>

#if defined(MIKURABE_HAS_TARGET_CLONES)
#define MIKURABE_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define MIKURABE_WIDE
#endif

#if defined(MIKURABE_HAS_AVX512_CLONES)
#define MIKURABE_WIDEST __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#define MIKURABE_AVX512 __attribute__((target("arch=x86-64-v4")))
#else
#define MIKURABE_WIDEST MIKURABE_WIDE
#define MIKURABE_AVX512
#endif

// What a wide function calls must be compiled into each of its versions.
#if defined(_MSC_VER)
#define MIKURABE_INLINE __forceinline
#define MIKURABE_RESTRICT __restrict
#else
#define MIKURABE_INLINE inline __attribute__((always_inline))
#define MIKURABE_RESTRICT __restrict__
#endif

namespace mikurabe {

using Index = std::ptrdiff_t;

// Asks for numbers that are read soon.
template <class T>
MIKURABE_INLINE void fetch(const T *x, Index n) {
#if defined(__GNUC__)
    const char *bytes = reinterpret_cast<const char *>(x);
    for (Index i = 0; i < n * static_cast<Index>(sizeof(T)); i += 64) __builtin_prefetch(bytes + i);
#else
    (void)x, (void)n;
#endif
}

}  // namespace mikurabe
