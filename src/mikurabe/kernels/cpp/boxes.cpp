// Pictures averaged over boxes. The specification is boxes.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstdint>

#include "bindings.hpp"
#include "boxes.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

MIKURABE_WIDE void scale(double *x, Index n, double area, double factor) {
    for (Index i = 0; i < n; ++i) x[i] = x[i] / area * factor;
}

template <class T>
void box_means(nb::ndarray<const T, nb::ndim<3>, nb::device::cpu> pixels, Index factor, double times,
               nb::ndarray<double, nb::ndim<3>, nb::c_contig, nb::device::cpu> out) {
    nb::gil_scoped_release unlocked;
    const auto stride = [&](std::size_t axis) { return static_cast<Index>(pixels.stride(axis)); };
    const auto length = [&](std::size_t axis) { return static_cast<Index>(pixels.shape(axis)); };
    BoxRows<T> boxes({pixels.data(), stride(0), stride(1), stride(2), length(0), length(1), length(2)}, factor,
                     (factor - 1) / 2);
    const Index height = boxes.height(), width = boxes.width(), apart = height * width;
    const double area = static_cast<double>(factor) * static_cast<double>(factor);
    for (Index i = 0; i < height; ++i) {
        double *row = out.data() + i * width;
        boxes.read(i, row, apart);
        for (Index channel = 0; channel < length(2); ++channel) scale(row + channel * apart, width, area, times);
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("box_means", &box_means<T>, nb::arg("pixels").noconvert(), nb::arg("factor"), nb::arg("times"),
               nb::arg("out").noconvert());
}

}  // namespace

void bind_boxes(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
