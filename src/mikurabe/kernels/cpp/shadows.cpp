// What passes between cells, seen from many sides. The specification is shadows.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cmath>
#include <cstdint>

#include "bindings.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// As each sum waits for the one before, several orders and both sets of values go side by side.
template <Index N>
MIKURABE_INLINE void pass(const double *pair, const std::int32_t *orders, const double *gaps, Index cells,
                          double *MIKURABE_RESTRICT work) {
    double before[N][2] = {}, sums[N][2] = {};
    for (Index i = 0; i + 1 < cells; ++i) {
        for (Index k = 0; k < N; ++k) {
            const double *values = pair + 2 * static_cast<Index>(orders[k * cells + i]);
            const double gap = gaps[k * (cells - 1) + i];
            for (Index j = 0; j < 2; ++j) {
                before[k][j] += values[j];
                sums[k][j] += std::fabs(before[k][j]) * gap;
            }
        }
    }
    for (Index k = 0; k < N; ++k)
        for (Index j = 0; j < 2; ++j) work[2 * k + j] = sums[k][j];
}

void passing(const nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu> &pair,
             const nb::ndarray<const std::int32_t, nb::ndim<2>, nb::c_contig, nb::device::cpu> &orders,
             const nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu> &gaps,
             const nb::ndarray<double, nb::ndim<2>, nb::c_contig, nb::device::cpu> &work) {
    nb::gil_scoped_release unlocked;
    const Index cells = static_cast<Index>(pair.shape(0)), angles = static_cast<Index>(orders.shape(0));
    Index k = 0;
    const auto at_once = [&](auto pass_some, Index n) {
        for (; k + n <= angles; k += n)
            pass_some(pair.data(), orders.data() + k * cells, gaps.data() + k * (cells - 1), cells,
                      work.data() + 2 * k);
    };
    at_once(pass<4>, 4);
    at_once(pass<1>, 1);
}

}  // namespace

void bind_shadows(nb::module_ &module) {
    module.def("passing", &passing, nb::arg("pair").noconvert(), nb::arg("orders").noconvert(),
               nb::arg("gaps").noconvert(), nb::arg("work").noconvert());
}

}  // namespace mikurabe
