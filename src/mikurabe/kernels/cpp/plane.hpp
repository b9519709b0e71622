// A plane as the kernels see it, and the places of a window on it.

#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>

#include "wide.hpp"

namespace mikurabe {

namespace nb = nanobind;

template <class T>
struct Plane {
    const T *data;
    Index row, column;  // strides, in elements
    Index height, width;

    // Rows without gaps.
    Plane(const T *pixels, Index height, Index width)
        : data(pixels), row(width), column(1), height(height), width(width) {}

    explicit Plane(const nb::ndarray<const T, nb::ndim<2>, nb::device::cpu> &array)
        : data(array.data()), row(static_cast<Index>(array.stride(0))), column(static_cast<Index>(array.stride(1))),
          height(static_cast<Index>(array.shape(0))), width(static_cast<Index>(array.shape(1))) {}
};

struct Window {
    const double *taps;
    Index n;
    bool reflect;

    Index before() const { return reflect ? n / 2 : 0; }
    Index places(Index length) const { return reflect ? length : length - n + 1; }
};

// Which pixel stands at a place outside the side: mirrored without repeating the edge, as often as needed.
inline Index reflected(Index place, Index length) {
    if (length == 1) return 0;
    const Index period = 2 * (length - 1);
    Index folded = place % period;
    if (folded < 0) folded += period;
    return std::min(folded, period - folded);
}

template <class T>
using PlaneArgument = nb::ndarray<const T, nb::ndim<2>, nb::device::cpu>;
using TapsArgument = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using StatsArgument = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Result = nb::ndarray<double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

}  // namespace mikurabe
