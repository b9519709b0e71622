// Pictures resampled by weights along each axis. The specification is resampling.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bindings.hpp"
#include "lanes.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// So many new rows are made beside each other, one per lane: along the columns they are then added up at once.
constexpr Index kRows = 4;

// sums[i] += weight * (x[i] - base[i])
template <class T>
MIKURABE_INLINE void add_row(const T *MIKURABE_RESTRICT x, const double *MIKURABE_RESTRICT base, Index n, double weight,
                             double *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; ++i) sums[i] += weight * (static_cast<double>(x[i]) - base[i]);
}

// The same for four rows, one after the other.
template <class T>
MIKURABE_INLINE void add_four_rows(const T *const *rows, const double *weights, const double *MIKURABE_RESTRICT base,
                                   Index n, double *MIKURABE_RESTRICT sums) {
    const T *MIKURABE_RESTRICT x0 = rows[0], *MIKURABE_RESTRICT x1 = rows[1];
    const T *MIKURABE_RESTRICT x2 = rows[2], *MIKURABE_RESTRICT x3 = rows[3];
    const double w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3];
    for (Index i = 0; i < n; ++i) {
        double sum = sums[i];
        sum += w0 * (static_cast<double>(x0[i]) - base[i]);
        sum += w1 * (static_cast<double>(x1[i]) - base[i]);
        sum += w2 * (static_cast<double>(x2[i]) - base[i]);
        sum += w3 * (static_cast<double>(x3[i]) - base[i]);
        sums[i] = sum;
    }
}

#define MIKURABE_ADD(T)                                                                                        \
    MIKURABE_WIDEST void add(const T *x, const double *base, Index n, double weight, double *sums) {           \
        add_row(x, base, n, weight, sums);                                                                     \
    }                                                                                                          \
    MIKURABE_WIDEST void add_four(const T *const *rows, const double *weights, const double *base, Index n,    \
                                  double *sums) {                                                              \
        add_four_rows(rows, weights, base, n, sums);                                                           \
    }
MIKURABE_ADD(std::uint8_t)
MIKURABE_ADD(std::uint16_t)
MIKURABE_ADD(float)
MIKURABE_ADD(double)
#undef MIKURABE_ADD

MIKURABE_WIDE void interleave(const double *MIKURABE_RESTRICT sums, Index n, double *MIKURABE_RESTRICT lanes) {
    for (Index i = 0; i < n; ++i)
        for (Index lane = 0; lane < kRows; ++lane) lanes[i * kRows + lane] = sums[lane * n + i];
}

struct Axis {
    const std::int64_t *places;
    const double *weights;
    Index count, taps;
};

// The new columns of so many rows, lanes beside each other: (columns, channels, lanes).
template <Index Channels>
MIKURABE_INLINE void add_up(const double *MIKURABE_RESTRICT lanes, const Axis &columns,
                            double *MIKURABE_RESTRICT out) {
    for (Index j = 0; j < columns.count; ++j) {
        Four sums[Channels] = {};
        for (Index k = j * columns.taps; k < (j + 1) * columns.taps; ++k) {
            const double *from = lanes + columns.places[k] * Channels * kRows, weight = columns.weights[k];
            for (Index c = 0; c < Channels; ++c) {
                Four values;
                load(values, from + c * kRows);
                sums[c] = sums[c] + values * weight;
            }
        }
        for (Index c = 0; c < Channels; ++c) store(sums[c], out + (j * Channels + c) * kRows);
    }
}

MIKURABE_WIDE void across_one(const double *lanes, const Axis &columns, double *out) { add_up<1>(lanes, columns, out); }
MIKURABE_WIDE void across_three(const double *lanes, const Axis &columns, double *out) {
    add_up<3>(lanes, columns, out);
}

template <class T>
using Volume = nb::ndarray<const T, nb::ndim<3>, nb::device::cpu>;
using Places = nb::ndarray<const std::int64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Weights = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

Axis axis_of(const Places &places, const Weights &weights) {
    return {places.data(), weights.data(), static_cast<Index>(places.shape(0)), static_cast<Index>(places.shape(1))};
}

template <class T>
void resampled(Volume<T> pixels, Places row_places, Weights row_weights, Places column_places, Weights column_weights,
               nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu> base,
               nb::ndarray<double, nb::ndim<3>, nb::c_contig, nb::device::cpu> out) {
    nb::gil_scoped_release unlocked;
    const Axis rows = axis_of(row_places, row_weights), columns = axis_of(column_places, column_weights);
    const Index width = static_cast<Index>(pixels.shape(1)), channels = static_cast<Index>(pixels.shape(2));
    const Index length = width * channels, pixel = pixels.stride(1), channel = pixels.stride(2);
    const bool packed = (channels == 1 || channel == 1) && (width == 1 || pixel == channels);
    std::vector<T> copy(packed ? 0 : static_cast<std::size_t>(length));
    std::vector<double> sums(static_cast<std::size_t>(kRows * length)), lanes(sums.size());
    std::vector<double> across(static_cast<std::size_t>(columns.count * channels * kRows));
    const auto row_of = [&](Index y) {
        const T *from = pixels.data() + y * pixels.stride(0);
        if (packed) return from;
        for (Index x = 0; x < width; ++x)
            for (Index c = 0; c < channels; ++c)
                copy[static_cast<std::size_t>(x * channels + c)] = from[x * pixel + c * channel];
        return static_cast<const T *>(copy.data());
    };
    // Four rows together, where they need not be copied first.
    const auto add_taps = [&](Index first, double *to) {
        const T *under[4];
        double weights[4];
        Index count = 0;
        for (Index k = first; k < first + rows.taps; ++k) {
            if (rows.weights[k] == 0) continue;
            under[count] = row_of(rows.places[k]);
            weights[count++] = rows.weights[k];
            if (count == 4) add_four(under, weights, base.data(), length, to);
            if (!packed) add(under[0], base.data(), length, weights[0], to);
            if (count == 4 || !packed) count = 0;
        }
        for (Index k = 0; k < count; ++k) add(under[k], base.data(), length, weights[k], to);
    };
    for (Index top = 0; top < rows.count; top += kRows) {
        const Index many = std::min(kRows, rows.count - top);
        std::fill(sums.begin(), sums.end(), 0.0);
        for (Index i = 0; i < many; ++i)
            add_taps((top + i) * rows.taps, sums.data() + i * length);
        interleave(sums.data(), length, lanes.data());
        if (channels == 1)
            across_one(lanes.data(), columns, across.data());
        else
            across_three(lanes.data(), columns, across.data());
        for (Index c = 0; c < channels; ++c)
            for (Index i = 0; i < many; ++i) {
                double *to = out.data() + (c * rows.count + top + i) * columns.count;
                for (Index j = 0; j < columns.count; ++j)
                    to[j] = across[static_cast<std::size_t>((j * channels + c) * kRows + i)];
            }
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("resampled", &resampled<T>, nb::arg("pixels").noconvert(), nb::arg("row_places").noconvert(),
               nb::arg("row_weights").noconvert(), nb::arg("column_places").noconvert(),
               nb::arg("column_weights").noconvert(), nb::arg("base").noconvert(), nb::arg("out").noconvert());
}

}  // namespace

void bind_resampling(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
