#include "simd.hpp"

namespace mikurabe {

bool has_avx512() {
#if defined(MIKURABE_HAS_AVX512_CLONES)
    static const bool has =
        __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return has;
#else
    return false;
#endif
}

const char *simd() {
    if (has_avx512()) return "AVX-512";
#if defined(MIKURABE_HAS_TARGET_CLONES)
    if (__builtin_cpu_supports("avx2")) return "AVX2";
#endif
#if defined(__AVX2__)
    return "AVX2";
#elif defined(__SSE2__) || defined(_M_X64)
    return "SSE2";
#elif defined(__ARM_NEON) || defined(_M_ARM64)
    return "NEON";
#else
    return "no SIMD";
#endif
}

}  // namespace mikurabe
