// How far each pixel's levels are from one colour, and sums over square cells. The specification is distance.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bindings.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

template <class T>
MIKURABE_INLINE T apart(T a, T b) {
    return static_cast<T>(std::max(a, b) - std::min(a, b));
}

template <class T>
MIKURABE_INLINE void gray_distance(const T *MIKURABE_RESTRICT x, Index n, T level, T *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = apart(x[i], level);
}

template <class T>
MIKURABE_INLINE void colour_distance(const T *MIKURABE_RESTRICT x, Index n, T red, T green, T blue,
                                     T *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i)
        out[i] = std::max(std::max(apart(x[3 * i], red), apart(x[3 * i + 1], green)), apart(x[3 * i + 2], blue));
}

// Sums down the columns of the rows of a cell; the caller sees to it that they are not too many.
template <class T>
MIKURABE_INLINE void add_down(const T *MIKURABE_RESTRICT x, Index n, std::uint32_t *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; ++i) sums[i] += x[i];
}

#define MIKURABE_DISTANCES(T)                                                                        \
    MIKURABE_WIDE void distances(const T *x, Index n, T level, T *out) { gray_distance(x, n, level, out); } \
    MIKURABE_WIDE void distances(const T *x, Index n, T red, T green, T blue, T *out) {              \
        colour_distance(x, n, red, green, blue, out);                                                \
    }
MIKURABE_DISTANCES(std::uint8_t)
MIKURABE_DISTANCES(std::uint16_t)
MIKURABE_DISTANCES(float)
MIKURABE_DISTANCES(double)
#undef MIKURABE_DISTANCES

MIKURABE_WIDE void add_row(const std::uint8_t *x, Index n, std::uint32_t *sums) { add_down(x, n, sums); }
MIKURABE_WIDE void add_row(const std::uint16_t *x, Index n, std::uint32_t *sums) { add_down(x, n, sums); }

template <class T>
void distance_from(const nb::ndarray<const T, nb::ndim<3>, nb::c_contig, nb::device::cpu> &pixels,
                   const nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu> &colour,
                   const nb::ndarray<T, nb::ndim<2>, nb::c_contig, nb::device::cpu> &out) {
    nb::gil_scoped_release unlocked;
    const Index n = static_cast<Index>(pixels.shape(0) * pixels.shape(1));
    const T *level = colour.data();
    if (colour.shape(0) == 1)
        distances(pixels.data(), n, level[0], out.data());
    else
        distances(pixels.data(), n, level[0], level[1], level[2], out.data());
}

template <class T>
void cell_sums(const nb::ndarray<const T, nb::ndim<2>, nb::c_contig, nb::device::cpu> &plane, Index side,
               const nb::ndarray<std::uint64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu> &out) {
    nb::gil_scoped_release unlocked;
    const Index height = static_cast<Index>(plane.shape(0)), width = static_cast<Index>(plane.shape(1));
    const Index columns = static_cast<Index>(out.shape(1));
    // So many rows of 16 bits fit a sum of 32 bits.
    constexpr Index kRows = 1 << 16;
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(width));
    for (Index y = 0; y < height;) {
        std::fill(sums.begin(), sums.end(), 0);
        const Index cell = y / side;
        const Index stop = std::min({height, (cell + 1) * side, y + kRows});
        for (; y < stop; ++y) add_row(plane.data() + y * width, width, sums.data());
        std::uint64_t *row = out.data() + cell * columns;
        for (Index column = 0; column < columns; ++column) {
            std::uint64_t sum = 0;
            for (Index x = column * side; x < std::min(width, (column + 1) * side); ++x) sum += sums[static_cast<std::size_t>(x)];
            row[column] += sum;
        }
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("distance_from", &distance_from<T>, nb::arg("pixels").noconvert(), nb::arg("colour").noconvert(),
               nb::arg("out").noconvert());
}

template <class T>
void bind_sums(nb::module_ &module) {
    module.def("cell_sums", &cell_sums<T>, nb::arg("plane").noconvert(), nb::arg("side"), nb::arg("out").noconvert());
}

}  // namespace

void bind_distance(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
    bind_sums<std::uint8_t>(module);
    bind_sums<std::uint16_t>(module);
}

}  // namespace mikurabe
