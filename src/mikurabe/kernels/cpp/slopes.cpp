// How unevenly two planes differ in steepness. The specification is slopes.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "bindings.hpp"
#include "boxes.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

constexpr Index kLanes = 8;

// Three rows of box sums, each between two zeros, give one row of squared slopes; slopes of whole numbers are exact.
template <class Sum, class Real>
MIKURABE_INLINE void square_row(const Sum *MIKURABE_RESTRICT above, const Sum *MIKURABE_RESTRICT here,
                                const Sum *MIKURABE_RESTRICT below, Index n, Real *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const Sum right = ((above[i + 2] + here[i + 2]) + below[i + 2]) - ((above[i] + here[i]) + below[i]);
        const Sum down = ((below[i] + below[i + 1]) + below[i + 2]) - ((above[i] + above[i + 1]) + above[i + 2]);
        const Real x = static_cast<Real>(right), y = static_cast<Real>(down);
        out[i] = x * x + y * y;
    }
}

MIKURABE_WIDE void squares(const std::int32_t *above, const std::int32_t *here, const std::int32_t *below, Index n,
                           float *out) {
    square_row(above, here, below, n, out);
}
MIKURABE_WIDE void squares(const double *above, const double *here, const double *below, Index n, double *out) {
    square_row(above, here, below, n, out);
}

template <class Real>
MIKURABE_INLINE void unlike_row(const Real *MIKURABE_RESTRICT a, const Real *MIKURABE_RESTRICT b, Index n,
                                Real constant, Real masking, Real *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const Real product = std::sqrt(a[i] * b[i]), both = a[i] + b[i];
        out[i] = (both - Real(2) * product) / ((both - masking * product) + constant);
    }
}

MIKURABE_WIDE void unlike(const float *a, const float *b, Index n, float constant, float masking, float *out) {
    unlike_row(a, b, n, constant, masking, out);
}
MIKURABE_WIDE void unlike(const double *a, const double *b, Index n, double constant, double masking, double *out) {
    unlike_row(a, b, n, constant, masking, out);
}

double total(const double *lanes) {
    double sum = 0;
    for (Index lane = 0; lane < kLanes; ++lane) sum += lanes[lane];
    return sum;
}

// One row's sum of the values (Power 1) or of the squares (Power 2) of what is above `base`, in lanes.
template <int Power, class Real>
MIKURABE_INLINE void sum_lanes(const Real *MIKURABE_RESTRICT x, Index n, double base, double *MIKURABE_RESTRICT lanes) {
    double sums[kLanes] = {};
    const auto term = [base](Real value) {
        const double d = static_cast<double>(value) - base;
        return Power == 1 ? d : d * d;
    };
    Index i = 0;
    for (; i + kLanes <= n; i += kLanes)
        for (Index lane = 0; lane < kLanes; ++lane) sums[lane] += term(x[i + lane]);
    for (Index lane = 0; i < n; ++i, ++lane) sums[lane] += term(x[i]);
    for (Index lane = 0; lane < kLanes; ++lane) lanes[lane] = sums[lane];
}

MIKURABE_WIDE void sum_row(const float *x, Index n, double *lanes) { sum_lanes<1>(x, n, 0, lanes); }
MIKURABE_WIDE void sum_row(const double *x, Index n, double *lanes) { sum_lanes<1>(x, n, 0, lanes); }
MIKURABE_WIDE void sum_squares(const float *x, Index n, double mean, double *lanes) { sum_lanes<2>(x, n, mean, lanes); }
MIKURABE_WIDE void sum_squares(const double *x, Index n, double mean, double *lanes) { sum_lanes<2>(x, n, mean, lanes); }

// Mean and sum of squared deviations, rows joined to what was before (Chan, Golub & LeVeque 1983).
struct Deviation {
    double count = 0, mean = 0, squares = 0;

    template <class Real>
    void add(const Real *x, Index n) {
        double lanes[kLanes];
        const double more = static_cast<double>(n);
        sum_row(x, n, lanes);
        const double row_mean = total(lanes) / more;
        sum_squares(x, n, row_mean, lanes);
        const double apart = row_mean - mean, all = count + more;
        squares = (squares + total(lanes)) + apart * apart * (count * more / all);
        mean += apart * (more / all);
        count = all;
    }
};

// The squared slopes of one plane, row by row, from a ring of three rows of box sums.
template <class T>
class Slopes {
  public:
    // 8 and 16-bit sums of up to 8 x 8 pixels, times 6, fit 32 bits.
    using Sum = std::conditional_t<std::is_integral_v<T>, std::int32_t, double>;
    using Real = std::conditional_t<std::is_integral_v<T>, float, double>;

    Slopes(const Plane<T> &plane, Index factor)
        : boxes_({plane.data, plane.row, plane.column, 1, plane.height, plane.width, 1}, factor, 0),
          height_(boxes_.height()), width_(boxes_.width()), apart_(width_ + 2),
          rows_(static_cast<std::size_t>(3 * apart_)) {
        boxes_.read(0, slot(0) + 1, 0);
    }

    Index height() const { return height_; }
    Index width() const { return width_; }

    // Row y, to be asked for from 0 on.
    void row(Index y, Real *out) {
        Sum *below = slot(y + 1);
        if (y + 1 < height_)
            boxes_.read(y + 1, below + 1, 0);
        else
            std::fill_n(below, apart_, Sum(0));
        squares(slot(y + 2), slot(y), below, width_, out);
    }

  private:
    Sum *slot(Index y) { return rows_.data() + (y % 3) * apart_; }

    BoxRows<T> boxes_;
    Index height_, width_, apart_;
    std::vector<Sum> rows_;
};

template <class T>
using Squares = nb::ndarray<typename Slopes<T>::Real, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
template <class T>
using KeptSquares = nb::ndarray<const typename Slopes<T>::Real, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

template <class T>
void slope_squares(PlaneArgument<T> plane, Index factor, Squares<T> out) {
    nb::gil_scoped_release unlocked;
    Slopes<T> slopes(Plane<T>(plane), factor);
    for (Index y = 0; y < slopes.height(); ++y) slopes.row(y, out.data() + y * slopes.width());
}

template <class T>
double slope_deviation(KeptSquares<T> kept, PlaneArgument<T> plane, Index factor, double constant, double masking) {
    using Real = typename Slopes<T>::Real;
    nb::gil_scoped_release unlocked;
    Slopes<T> slopes(Plane<T>(plane), factor);
    const Index width = slopes.width();
    std::vector<Real> squares(static_cast<std::size_t>(width)), values(static_cast<std::size_t>(width));
    Deviation deviation;
    for (Index y = 0; y < slopes.height(); ++y) {
        slopes.row(y, squares.data());
        unlike(kept.data() + y * width, squares.data(), width, static_cast<Real>(constant), static_cast<Real>(masking),
               values.data());
        deviation.add(values.data(), width);
    }
    return std::sqrt(deviation.squares / deviation.count);
}

template <class T>
void bind(nb::module_ &module) {
    module.def("slope_squares", &slope_squares<T>, nb::arg("plane").noconvert(), nb::arg("factor"),
               nb::arg("out").noconvert());
    module.def("slope_deviation", &slope_deviation<T>, nb::arg("squares").noconvert(), nb::arg("plane").noconvert(),
               nb::arg("factor"), nb::arg("constant"), nb::arg("masking"));
}

}  // namespace

void bind_slopes(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
