// Maps of how alike two planes are, place by place. The specification is maps.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "bindings.hpp"
#include "elementary64.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

template <int Axes>
using Given = nb::ndarray<const double, nb::ndim<Axes>, nb::c_contig, nb::device::cpu>;
template <int Axes>
using Wanted = nb::ndarray<double, nb::ndim<Axes>, nb::c_contig, nb::device::cpu>;

// So many places at a time stay in the fastest cache.
constexpr Index kPlaces = 512;

MIKURABE_WIDEST void alike(const double *MIKURABE_RESTRICT a, const double *MIKURABE_RESTRICT b, double constant,
                           Index n, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i)
        out[i] = (2.0 * a[i] * b[i] + constant) / (a[i] * a[i] + b[i] * b[i] + constant);
}

void likeness(Given<1> first, Given<1> second, double constant, Wanted<1> out) {
    nb::gil_scoped_release unlocked;
    alike(first.data(), second.data(), constant, static_cast<Index>(first.size()), out.data());
}

MIKURABE_WIDEST void raise_row(const double *MIKURABE_RESTRICT x, double exponent, double negative, Index n,
                               double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = power64(std::fabs(x[i]), exponent) * (x[i] < 0.0 ? negative : 1.0);
}

void real_power(Given<1> values, double exponent, double negative, Wanted<1> out) {
    nb::gil_scoped_release unlocked;
    raise_row(values.data(), exponent, negative, static_cast<Index>(values.size()), out.data());
}

MIKURABE_WIDEST void mix(const double *MIKURABE_RESTRICT red, Index apart, const double *MIKURABE_RESTRICT weights,
                         Index n, double *MIKURABE_RESTRICT out) {
    const double r = weights[0], g = weights[1], b = weights[2];
    for (Index i = 0; i < n; ++i) out[i] = r * red[i] + g * red[i + apart] + b * red[i + 2 * apart];
}

void mixture(Given<2> channels, Given<1> weights, Wanted<1> out) {
    nb::gil_scoped_release unlocked;
    const Index n = static_cast<Index>(channels.shape(1));
    mix(channels.data(), n, weights.data(), n, out.data());
}

// From three rows, each with one 0 before it and one behind it.
MIKURABE_WIDEST void slope_lengths(const double *MIKURABE_RESTRICT above, const double *MIKURABE_RESTRICT here,
                                   const double *MIKURABE_RESTRICT below, double middle, double side, Index n,
                                   double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const double right = (middle * here[i + 2] + side * (above[i + 2] + below[i + 2])) -
                             (middle * here[i] + side * (above[i] + below[i]));
        const double down = (middle * below[i + 1] + side * (below[i] + below[i + 2])) -
                            (middle * above[i + 1] + side * (above[i] + above[i + 2]));
        out[i] = std::sqrt(right * right + down * down);
    }
}

void steepness(Given<2> plane, double middle, double side, Wanted<2> out) {
    nb::gil_scoped_release unlocked;
    const Index height = static_cast<Index>(plane.shape(0)), width = static_cast<Index>(plane.shape(1));
    std::vector<double> rows(static_cast<std::size_t>(3 * (width + 2)));
    const auto row = [&](Index y) { return rows.data() + (y + 3) % 3 * (width + 2); };
    const auto read = [&](Index y) {
        if (y < height)
            std::copy_n(plane.data() + y * width, width, row(y) + 1);
        else
            std::fill_n(row(y) + 1, width, 0.0);
    };
    read(0);
    for (Index y = 0; y < height; ++y) {
        read(y + 1);
        slope_lengths(row(y - 1), row(y), row(y + 1), middle, side, width, out.data() + y * width);
    }
}

// IEC 61966-2-1, of levels 0..255.
MIKURABE_INLINE double light_of(double level) {
    const double share = level / 255.0;
    const double curved = power64((share + 0.055) / 1.055, 2.4), straight = share / 12.92;
    return share > 0.04045 ? curved : straight;
}

MIKURABE_INLINE double curve(double share) {
    const double root = power64(share, 1.0 / 3.0), foot = (903.3 * share + 16.0) / 116.0;
    return share > 0.008856 ? root : foot;
}

struct Run {
    double red[kPlaces], green[kPlaces], blue[kPlaces];
};

MIKURABE_WIDEST void light_run(const double *MIKURABE_RESTRICT levels, Index n, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = light_of(levels[i]);
}

MIKURABE_WIDEST void mix_run(const Run &MIKURABE_RESTRICT light, const double *MIKURABE_RESTRICT weights, Index n,
                             double *MIKURABE_RESTRICT out) {
    const double r = weights[0], g = weights[1], b = weights[2];
    for (Index i = 0; i < n; ++i) out[i] = curve(r * light.red[i] + g * light.green[i] + b * light.blue[i]);
}

MIKURABE_WIDEST void lab_run(const Run &MIKURABE_RESTRICT curved, Index n, double *MIKURABE_RESTRICT lightness,
                             double *MIKURABE_RESTRICT a, double *MIKURABE_RESTRICT b) {
    for (Index i = 0; i < n; ++i) {
        const double x = curved.red[i], y = curved.green[i], z = curved.blue[i];
        lightness[i] = 116.0 * y - 16.0;
        a[i] = 500.0 * (x - y);
        b[i] = 200.0 * (y - z);
    }
}

void lab_of_levels(Given<2> levels, Given<2> mixing, Wanted<2> out) {
    nb::gil_scoped_release unlocked;
    const Index plane = static_cast<Index>(levels.shape(1));
    Run light, curved;
    for (Index at = 0; at < plane; at += kPlaces) {
        const Index n = std::min(kPlaces, plane - at);
        const double *x = levels.data() + at;
        light_run(x, n, light.red);
        light_run(x + plane, n, light.green);
        light_run(x + 2 * plane, n, light.blue);
        mix_run(light, mixing.data(), n, curved.red);
        mix_run(light, mixing.data() + 3, n, curved.green);
        mix_run(light, mixing.data() + 6, n, curved.blue);
        double *to = out.data() + at;
        lab_run(curved, n, to, to + plane, to + 2 * plane);
    }
}

struct Stretch {
    double low, span;
    MIKURABE_INLINE double operator()(double x) const { return (x - low) / span; }
};

MIKURABE_WIDEST void salience_row(const double *MIKURABE_RESTRICT passed, Index apart, const double *MIKURABE_RESTRICT a,
                                  const double *MIKURABE_RESTRICT b, Stretch of_a, Stretch of_b, double exponent,
                                  const double *MIKURABE_RESTRICT centre, Index n, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const double first = passed[i], second = passed[i + apart], third = passed[i + 2 * apart];
        const double strength = std::sqrt(first * first + second * second + third * third);
        const double warm_a = of_a(a[i]), warm_b = of_b(b[i]);
        const double cold = exp2_64(exponent * (warm_a * warm_a + warm_b * warm_b));
        out[i] = strength * centre[i] * (1.0 - cold);
    }
}

void salience(Given<2> passed, Given<2> lab, Given<1> centre, double low_a, double span_a, double low_b, double span_b,
              double exponent, Wanted<1> out) {
    nb::gil_scoped_release unlocked;
    const Index plane = static_cast<Index>(centre.size());
    salience_row(passed.data(), plane, lab.data() + plane, lab.data() + 2 * plane, {low_a, span_a}, {low_b, span_b},
                 exponent, centre.data(), plane, out.data());
}

}  // namespace

void bind_maps(nb::module_ &module) {
    module.def("likeness", &likeness, nb::arg("first").noconvert(), nb::arg("second").noconvert(),
               nb::arg("constant"), nb::arg("out").noconvert());
    module.def("real_power", &real_power, nb::arg("values").noconvert(), nb::arg("exponent"), nb::arg("negative"),
               nb::arg("out").noconvert());
    module.def("mixture", &mixture, nb::arg("channels").noconvert(), nb::arg("weights").noconvert(),
               nb::arg("out").noconvert());
    module.def("steepness", &steepness, nb::arg("plane").noconvert(), nb::arg("middle"), nb::arg("side"),
               nb::arg("out").noconvert());
    module.def("lab_of_levels", &lab_of_levels, nb::arg("levels").noconvert(), nb::arg("mixing").noconvert(),
               nb::arg("out").noconvert());
    module.def("salience", &salience, nb::arg("passed").noconvert(), nb::arg("lab").noconvert(),
               nb::arg("centre").noconvert(), nb::arg("low_a"), nb::arg("span_a"), nb::arg("low_b"),
               nb::arg("span_b"), nb::arg("exponent"), nb::arg("out").noconvert());
}

}  // namespace mikurabe
