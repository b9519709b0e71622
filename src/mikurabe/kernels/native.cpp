// The inner loops in C++, as the Python module mikurabe.kernels._native. The specification of each is its NumPy
// twin: blur.py, moments.py, ssim.py.
//
// Arguments arrive checked (native.py does that, with the twins' own checks), so nothing here raises for what
// a user can cause. The interpreter lock is released while a kernel works.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <string>

#include "blur.hpp"
#include "moments.hpp"
#include "ssim.hpp"

namespace mikurabe {

std::string simd() {
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

template <class T>
void bind(nb::module_ &module) {
    module.def("moments", &moments<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert());
    module.def("window_stats", &window_stats<T>, nb::arg("plane").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("mean").noconvert(), nb::arg("variance").noconvert());
    module.def("ssim_map", &ssim_map<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("c1"), nb::arg("c2"), nb::arg("covariance_scale"), nb::arg("out").noconvert());
    module.def("ssim_mean", &ssim_mean<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("c1"), nb::arg("c2"), nb::arg("covariance_scale"));
}

}  // namespace mikurabe

NB_MODULE(_native, module) {
    module.doc() = "The inner loops in C++; mikurabe.kernels.native is the way in.";
    module.def("simd", &mikurabe::simd);
    module.def("blur_float32", &mikurabe::blur_float32, nanobind::arg("plane").noconvert(),
               nanobind::arg("taps").noconvert(), nanobind::arg("out").noconvert());
    mikurabe::bind<std::uint8_t>(module);
    mikurabe::bind<std::uint16_t>(module);
    mikurabe::bind<float>(module);
    mikurabe::bind<double>(module);
}
