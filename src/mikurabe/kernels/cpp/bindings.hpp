// What each file adds to the module: one function per noun, called in native.cpp.

#pragma once

#include <nanobind/nanobind.h>

namespace mikurabe {

namespace nb = nanobind;

void bind_area(nb::module_ &module);
void bind_blocks(nb::module_ &module);
void bind_blur(nb::module_ &module);
void bind_boxes(nb::module_ &module);
void bind_changes(nb::module_ &module);
void bind_colour(nb::module_ &module);
void bind_content(nb::module_ &module);
void bind_commonest(nb::module_ &module);
void bind_counts(nb::module_ &module);
void bind_distance(nb::module_ &module);
void bind_flip(nb::module_ &module);
void bind_flow(nb::module_ &module);
void bind_haar(nb::module_ &module);
void bind_halves(nb::module_ &module);
void bind_information(nb::module_ &module);
void bind_light(nb::module_ &module);
void bind_luma(nb::module_ &module);
void bind_maps(nb::module_ &module);
void bind_moments(nb::module_ &module);
void bind_pixels(nb::module_ &module);
void bind_png(nb::module_ &module);
void bind_png_files(nb::module_ &module);
void bind_resampling(nb::module_ &module);
void bind_shadows(nb::module_ &module);
void bind_single(nb::module_ &module);
void bind_single_stack(nb::module_ &module);
void bind_slopes(nb::module_ &module);
void bind_smoothing(nb::module_ &module);
void bind_ssim(nb::module_ &module);
void bind_stack(nb::module_ &module);
void bind_waves(nb::module_ &module);

}  // namespace mikurabe
