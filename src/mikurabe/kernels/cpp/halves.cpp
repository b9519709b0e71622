// Planes of half the size. The specification is halves.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bindings.hpp"
#include "lanes.hpp"
#include "plane.hpp"
#include "simd.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Sums of two neighbours above and two below, in that order; integers are summed as such, which is exact.
template <class T, class Sum, class Mean>
MIKURABE_INLINE void mean_row(const T *above, const T *below, Index n, Mean *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const Sum sum = static_cast<Sum>(static_cast<Sum>(static_cast<Sum>(above[2 * i]) + above[2 * i + 1]) +
                                         below[2 * i]) + below[2 * i + 1];
        out[i] = static_cast<Mean>(sum) / 4;
    }
}

// Levels of one row, or of its even and its odd columns apart.
template <class T>
MIKURABE_INLINE void level_row(const T *x, Index step, Index n, double scale, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = static_cast<double>(x[i * step]) * scale;
}

#define MIKURABE_MEANS(T, SUM, MEAN)                                                                           \
    MIKURABE_WIDE void means(const T *above, const T *below, Index n, MEAN *out) {                             \
        mean_row<T, SUM>(above, below, n, out);                                                                \
    }
MIKURABE_MEANS(std::uint8_t, std::int32_t, float)
MIKURABE_MEANS(float, float, float)
#undef MIKURABE_MEANS

#define MIKURABE_ROWS(T, SUM)                                                                                  \
    MIKURABE_WIDE void means(const T *above, const T *below, Index n, double *out) {                           \
        mean_row<T, SUM>(above, below, n, out);                                                                \
    }                                                                                                          \
    MIKURABE_WIDEST void leveled(const T *x, Index n, double scale, double *out) { level_row(x, 1, n, scale, out); }
MIKURABE_ROWS(std::uint8_t, std::int32_t)
MIKURABE_ROWS(std::uint16_t, std::int32_t)
MIKURABE_ROWS(float, double)
MIKURABE_ROWS(double, double)
#undef MIKURABE_ROWS

// Weighted sums of n rows, from the first to the last, in so many lanes from one column on: a few sums at a time, so
// that none waits for another.
template <class Lanes, int Many>
MIKURABE_INLINE void weigh_at(const double *const *rows, const double *taps, Index n, Index at, double *out) {
    constexpr Index width = sizeof(Lanes) / sizeof(double);
    Lanes sums[Many], more;
#pragma GCC unroll 4
    for (int i = 0; i < Many; ++i) {
        load(sums[i], rows[0] + at + i * width);
        sums[i] = sums[i] * taps[0];
    }
    for (Index k = 1; k < n; ++k) {
        const double *row = rows[k] + at, tap = taps[k];
#pragma GCC unroll 4
        for (int i = 0; i < Many; ++i) {
            load(more, row + i * width);
            sums[i] = sums[i] + more * tap;
        }
    }
#pragma GCC unroll 4
    for (int i = 0; i < Many; ++i) store(sums[i], out + at + i * width);
}

// Of whole rows, which have room for eight lanes more than there are columns, as the sums have.
template <class Lanes>
MIKURABE_INLINE void weigh_in(const double *const *rows, const double *taps, Index n, Index count, double *out) {
    constexpr Index width = sizeof(Lanes) / sizeof(double);
    Index at = 0;
    for (; at + 4 * width <= count; at += 4 * width) weigh_at<Lanes, 4>(rows, taps, n, at, out);
    for (; at < count; at += width) weigh_at<Lanes, 1>(rows, taps, n, at, out);
}

MIKURABE_AVX512 void weigh_in_eights(const double *const *rows, const double *taps, Index n, Index count, double *out) {
    weigh_in<Eight>(rows, taps, n, count, out);
}

MIKURABE_WIDE void weigh_in_fours(const double *const *rows, const double *taps, Index n, Index count, double *out) {
    weigh_in<Four>(rows, taps, n, count, out);
}

MIKURABE_WIDE void part(const double *MIKURABE_RESTRICT x, Index n, double *MIKURABE_RESTRICT even,
                        double *MIKURABE_RESTRICT odd) {
    for (Index i = 0; i < n / 2; ++i) {
        even[i] = x[2 * i];
        odd[i] = x[2 * i + 1];
    }
    if (n % 2 != 0) even[n / 2] = x[n - 1];
}

// A row of the plane whose pixels lie beside each other: itself, or a copy.
template <class T>
const T *dense(const Plane<T> &plane, Index y, std::vector<T> &copy) {
    const T *row = plane.data + y * plane.row;
    if (plane.column == 1) return row;
    for (Index i = 0; i < plane.width; ++i) copy[static_cast<std::size_t>(i)] = row[i * plane.column];
    return copy.data();
}

template <class T, class Mean>
void halved(PlaneArgument<T> plane, nb::ndarray<Mean, nb::ndim<2>, nb::c_contig, nb::device::cpu> out) {
    nb::gil_scoped_release unlocked;
    const Plane<T> x(plane);
    const Index rows = static_cast<Index>(out.shape(0)), columns = static_cast<Index>(out.shape(1));
    const std::size_t room = x.column == 1 ? 0 : static_cast<std::size_t>(x.width);
    std::vector<T> copies[2] = {std::vector<T>(room), std::vector<T>(room)};
    for (Index y = 0; y < rows; ++y) {
        const T *above = dense(x, 2 * y, copies[0]), *below = dense(x, std::min(2 * y + 1, x.height - 1), copies[1]);
        Mean *to = out.data() + y * columns;
        means(above, below, x.width / 2, to);
        if (x.width % 2 != 0) {
            const T last[2][2] = {{above[x.width - 1], above[x.width - 1]}, {below[x.width - 1], below[x.width - 1]}};
            means(last[0], last[1], 1, to + columns - 1);
        }
    }
}

template <class T>
void half_blurred(PlaneArgument<T> plane, double scale, TapsArgument taps, Result out) {
    nb::gil_scoped_release unlocked;
    const Plane<T> x(plane);
    const Index n = static_cast<Index>(taps.size());
    const Index rows = static_cast<Index>(out.shape(0)), columns = static_cast<Index>(out.shape(1));
    std::vector<T> copy(x.column == 1 ? 0 : static_cast<std::size_t>(x.width));
    const Index pitch = (x.width + 7) / 8 * 8;
    std::vector<double> ring(static_cast<std::size_t>(n * pitch)), sum(static_cast<std::size_t>(pitch));
    // Even and odd columns apart, with room for what the taps see beyond the last lanes; and the finished row.
    std::vector<double> halves[2] = {std::vector<double>(static_cast<std::size_t>(pitch + n + 8)),
                                     std::vector<double>(static_cast<std::size_t>(pitch + n + 8))};
    std::vector<double> result(static_cast<std::size_t>(pitch));
    std::vector<const double *> under(static_cast<std::size_t>(n));
    const auto weigh = has_avx512() ? weigh_in_eights : weigh_in_fours;
    Index read = 0;
    for (Index y = 0; y < rows; ++y) {
        for (; read < 2 * y + n; ++read) leveled(dense(x, read, copy), x.width, scale, ring.data() + read % n * pitch);
        for (Index k = 0; k < n; ++k) under[static_cast<std::size_t>(k)] = ring.data() + (2 * y + k) % n * pitch;
        weigh(under.data(), taps.data(), n, x.width, sum.data());
        part(sum.data(), x.width, halves[0].data(), halves[1].data());
        for (Index k = 0; k < n; ++k) under[static_cast<std::size_t>(k)] = halves[k % 2].data() + k / 2;
        weigh(under.data(), taps.data(), n, columns, result.data());
        std::copy_n(result.data(), columns, out.data() + y * columns);
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("halved", &halved<T, double>, nb::arg("plane").noconvert(), nb::arg("out").noconvert());
    module.def("half_blurred", &half_blurred<T>, nb::arg("plane").noconvert(), nb::arg("scale"),
               nb::arg("taps").noconvert(), nb::arg("out").noconvert());
}

}  // namespace

void bind_halves(nb::module_ &module) {
    module.def("halved", &halved<std::uint8_t, float>, nb::arg("plane").noconvert(), nb::arg("out").noconvert());
    module.def("halved", &halved<float, float>, nb::arg("plane").noconvert(), nb::arg("out").noconvert());
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
