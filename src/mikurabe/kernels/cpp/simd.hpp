// Which SIMD this processor has, where the loader's choice (wide.hpp) is not enough.

#pragma once

namespace mikurabe {

// Whether MIKURABE_AVX512 functions may run here; false too where they were compiled without AVX-512.
bool has_avx512();

// The widest SIMD that the kernels use here, in words.
const char *simd();

}  // namespace mikurabe
