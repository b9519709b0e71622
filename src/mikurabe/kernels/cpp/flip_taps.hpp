// FLIP's filters: sums over pairs of pixels at the same distance, the nearest pair first. The specification is flip.py.

#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <vector>

#include "wide.hpp"

namespace mikurabe {

// From the middle outwards; of two Gaussians one after the other.
struct Taps {
    std::vector<float> weights;
    Index radius;

    const float *second() const { return weights.data() + radius + 1; }
};

template <class Array>
Taps taps_of(const Array &array) {
    const Index last = static_cast<Index>(array.shape(array.ndim() - 1));
    return {std::vector<float>(array.data(), array.data() + array.size()), last - 1};
}

// Down the columns, from column x on: rows[k] is the row k below, for k from -radius to radius.
struct Rows {
    const float *const *rows;
    Index x;
};

// Along a row x[i + k] is used likewise.
void blur_down(const Rows &rows, const Taps &taps, Index n, float *out);
void blur_along(const float *x, const Taps &taps, Index n, float *out);

// One row blurred by two Gaussians; two rows blurred by one of two Gaussians each, and added.
void blur_down_twice(const Rows &rows, const Taps &taps, Index n, float *first, float *second);
void blur_along_both(const float *first, const float *second, const Taps &taps, Index n, float *out);

// The blur across the detectors and both detectors; both detectors alone.
void detect_down(const Rows &rows, const Taps &smooth, const Taps &edge, const Taps &point, Index n,
                 float *smoothed, float *edges, float *points);
void detect_along(const float *x, const Taps &edge, const Taps &point, Index n, float *edges, float *points);

}  // namespace mikurabe
