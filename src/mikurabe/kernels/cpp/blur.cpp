// The float32 blur that equals OpenCV's in every bit. The specification is blur.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <vector>

#include "bindings.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Columns up to these multiples are added with one rounding, the rest with two: see blur.py.
constexpr Index kFusedAlongRows = 4;
constexpr Index kFusedDownColumns = 8;

// total += tap * x, rounded once: the product of two floats is exact as a double.
MIKURABE_WIDE void add_fused(const float *x, float tap, Index n, float *MIKURABE_RESTRICT total) {
    const double wide = tap;
    for (Index i = 0; i < n; ++i)
        total[i] = static_cast<float>(static_cast<double>(total[i]) + wide * static_cast<double>(x[i]));
}

// The same, where product and sum are rounded each.
MIKURABE_WIDE void add_plain(const float *x, float tap, Index n, float *MIKURABE_RESTRICT total) {
    for (Index i = 0; i < n; ++i) {
        const float product = tap * x[i];
        total[i] = total[i] + product;
    }
}

MIKURABE_WIDE void scale_row(const float *x, float tap, Index n, float *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = tap * x[i];
}

MIKURABE_WIDE void add_rows(const float *a, const float *b, Index n, float *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = a[i] + b[i];
}

void add_row(const float *x, float tap, Index n, Index fused, float *total) {
    add_fused(x, tap, fused, total);
    add_plain(x + fused, tap, n - fused, total + fused);
}

void blur_float32(const nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu> &plane,
                         const nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu> &taps,
                         const nb::ndarray<float, nb::ndim<2>, nb::c_contig, nb::device::cpu> &out) {
    nb::gil_scoped_release unlocked;
    const Index height = static_cast<Index>(plane.shape(0)), width = static_cast<Index>(plane.shape(1));
    const Index n = static_cast<Index>(taps.shape(0)), radius = n / 2;
    const Index fused_along = width / kFusedAlongRows * kFusedAlongRows;
    const Index fused_down = width / kFusedDownColumns * kFusedDownColumns;
    const float *tap = taps.data();

    // As many finished rows as the window is high: row y lies in slot y % n.
    std::vector<float> ring(static_cast<std::size_t>(n * width)), padded(static_cast<std::size_t>(width + 2 * radius)),
        pair(static_cast<std::size_t>(width));
    const auto finished = [&](Index y) { return ring.data() + reflected(y, height) % n * width; };
    Index done = 0;
    for (Index y = 0; y < height; ++y) {
        for (; done <= std::min(y + radius, height - 1); ++done) {
            const float *row = plane.data() + done * width;
            std::copy(row, row + width, padded.begin() + radius);
            for (Index i = 1; i <= radius; ++i) {
                padded[static_cast<std::size_t>(radius - i)] = row[reflected(-i, width)];
                padded[static_cast<std::size_t>(radius + width - 1 + i)] = row[reflected(width - 1 + i, width)];
            }
            float *sum = ring.data() + done % n * width;
            if (width == 1) {
                sum[0] = row[0];
                continue;
            }
            scale_row(padded.data(), tap[0], width, sum);
            for (Index k = 1; k < n; ++k) add_row(padded.data() + k, tap[k], width, fused_along, sum);
        }
        float *result = out.data() + y * width;
        if (height == 1) {
            std::copy(finished(y), finished(y) + width, result);
            continue;
        }
        scale_row(finished(y), tap[radius], width, result);
        for (Index k = 1; k <= radius; ++k) {
            add_rows(finished(y + k), finished(y - k), width, pair.data());
            add_row(pair.data(), tap[radius + k], width, fused_down, result);
        }
    }
}

}  // namespace

void bind_blur(nb::module_ &module) {
    module.def("blur_float32", &blur_float32, nb::arg("plane").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("out").noconvert());
}

}  // namespace mikurabe
