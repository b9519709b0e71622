// Planes of half the size. The specification is halves.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bindings.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Sums of two neighbours above and two below, in that order; integers are summed as such, which is exact.
template <class T, class Sum>
MIKURABE_INLINE void mean_row(const T *above, const T *below, Index n, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const Sum sum = static_cast<Sum>(static_cast<Sum>(static_cast<Sum>(above[2 * i]) + above[2 * i + 1]) +
                                         below[2 * i]) + below[2 * i + 1];
        out[i] = static_cast<double>(sum) / 4;
    }
}

// Levels of one row, or of its even and its odd columns apart.
template <class T>
MIKURABE_INLINE void level_row(const T *x, Index step, Index n, double scale, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = static_cast<double>(x[i * step]) * scale;
}

#define MIKURABE_ROWS(T, SUM)                                                                                  \
    MIKURABE_WIDE void means(const T *above, const T *below, Index n, double *out) {                           \
        mean_row<T, SUM>(above, below, n, out);                                                                \
    }                                                                                                          \
    MIKURABE_WIDE void leveled(const T *x, Index n, double scale, double *out) { level_row(x, 1, n, scale, out); }
MIKURABE_ROWS(std::uint8_t, std::int32_t)
MIKURABE_ROWS(std::uint16_t, std::int32_t)
MIKURABE_ROWS(float, double)
MIKURABE_ROWS(double, double)
#undef MIKURABE_ROWS

MIKURABE_WIDE void add_scaled(const double *MIKURABE_RESTRICT x, double tap, Index n, double *MIKURABE_RESTRICT sum) {
    for (Index i = 0; i < n; ++i) sum[i] += tap * x[i];
}

MIKURABE_WIDE void scale_by(const double *MIKURABE_RESTRICT x, double tap, Index n, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = tap * x[i];
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

template <class T>
void halved(PlaneArgument<T> plane, Result out) {
    nb::gil_scoped_release unlocked;
    const Plane<T> x(plane);
    const Index rows = static_cast<Index>(out.shape(0)), columns = static_cast<Index>(out.shape(1));
    const std::size_t room = x.column == 1 ? 0 : static_cast<std::size_t>(x.width);
    std::vector<T> copies[2] = {std::vector<T>(room), std::vector<T>(room)};
    for (Index y = 0; y < rows; ++y) {
        const T *above = dense(x, 2 * y, copies[0]), *below = dense(x, std::min(2 * y + 1, x.height - 1), copies[1]);
        double *to = out.data() + y * columns;
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
    std::vector<double> ring(static_cast<std::size_t>(n * x.width)), sum(static_cast<std::size_t>(x.width));
    std::vector<double> halves[2] = {std::vector<double>(sum.size()), std::vector<double>(sum.size())};
    Index read = 0;
    for (Index y = 0; y < rows; ++y) {
        for (; read < 2 * y + n; ++read) leveled(dense(x, read, copy), x.width, scale, ring.data() + read % n * x.width);
        for (Index k = 0; k < n; ++k) {
            const double *row = ring.data() + (2 * y + k) % n * x.width;
            if (k == 0)
                scale_by(row, taps.data()[k], x.width, sum.data());
            else
                add_scaled(row, taps.data()[k], x.width, sum.data());
        }
        part(sum.data(), x.width, halves[0].data(), halves[1].data());
        double *to = out.data() + y * columns;
        scale_by(halves[0].data(), taps.data()[0], columns, to);
        for (Index k = 1; k < n; ++k) add_scaled(halves[k % 2].data() + k / 2, taps.data()[k], columns, to);
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("halved", &halved<T>, nb::arg("plane").noconvert(), nb::arg("out").noconvert());
    module.def("half_blurred", &half_blurred<T>, nb::arg("plane").noconvert(), nb::arg("scale"),
               nb::arg("taps").noconvert(), nb::arg("out").noconvert());
}

}  // namespace

void bind_halves(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
