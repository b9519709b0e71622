// The inner loops in C++, as the Python module mikurabe.kernels._native: each file beside this one is one noun, and
// its specification is the NumPy twin of the same name one folder up.
//
// Arguments arrive checked (kernels/native/ does that, with the twins' own checks), so nothing here raises for what
// a user can cause. The interpreter lock is released while a kernel works.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <string>

#include "bindings.hpp"
#include "simd.hpp"

NB_MODULE(_native, module) {
    module.doc() = "The inner loops in C++; mikurabe.kernels.native is the way in.";
    module.def("simd", &mikurabe::simd);
    mikurabe::bind_area(module);
    mikurabe::bind_blocks(module);
    mikurabe::bind_blur(module);
    mikurabe::bind_boxes(module);
    mikurabe::bind_changes(module);
    mikurabe::bind_colour(module);
    mikurabe::bind_content(module);
    mikurabe::bind_commonest(module);
    mikurabe::bind_counts(module);
    mikurabe::bind_distance(module);
    mikurabe::bind_flip(module);
    mikurabe::bind_flow(module);
    mikurabe::bind_haar(module);
    mikurabe::bind_halves(module);
    mikurabe::bind_information(module);
    mikurabe::bind_light(module);
    mikurabe::bind_luma(module);
    mikurabe::bind_maps(module);
    mikurabe::bind_moments(module);
    mikurabe::bind_pixels(module);
    mikurabe::bind_png(module);
    mikurabe::bind_png_files(module);
    mikurabe::bind_resampling(module);
    mikurabe::bind_shadows(module);
    mikurabe::bind_single(module);
    mikurabe::bind_single_stack(module);
    mikurabe::bind_slopes(module);
    mikurabe::bind_smoothing(module);
    mikurabe::bind_ssim(module);
    mikurabe::bind_stack(module);
    mikurabe::bind_waves(module);
}
