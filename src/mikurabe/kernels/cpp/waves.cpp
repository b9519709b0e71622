// Waves of several scales, what their phases agree on, and medians. The specification is waves.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bindings.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Complex numbers come as pairs of doubles beside each other.
template <int Axes>
using Given = nb::ndarray<const double, nb::ndim<Axes>, nb::c_contig, nb::device::cpu>;
// Rows have no gaps, but may lie apart.
template <class T>
using Waves = nb::ndarray<T, nb::ndim<3>, nb::device::cpu>;
template <int Axes>
using Wanted = nb::ndarray<double, nb::ndim<Axes>, nb::c_contig, nb::device::cpu>;

MIKURABE_WIDE void turn(const double *MIKURABE_RESTRICT spectrum, const double *MIKURABE_RESTRICT angular, Index n,
                        double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        out[2 * i] = spectrum[2 * i] * angular[i];
        out[2 * i + 1] = spectrum[2 * i + 1] * angular[i];
    }
}

void filtered(Given<2> spectrum, Given<2> angular, Given<3> radial, Waves<double> out) {
    nb::gil_scoped_release unlocked;
    const Index width = static_cast<Index>(angular.shape(1)), height = static_cast<Index>(angular.shape(0));
    const Index scales = static_cast<Index>(radial.shape(0)), plane = height * width;
    std::vector<double> row(static_cast<std::size_t>(2 * width));
    for (Index y = 0; y < height; ++y) {
        turn(spectrum.data() + 2 * y * width, angular.data() + y * width, width, row.data());
        for (Index s = 0; s < scales; ++s)
            turn(row.data(), radial.data() + s * plane + y * width, width,
                 out.data() + s * out.stride(0) + y * out.stride(1));
    }
}

// So many places at a time stay in the fastest cache.
constexpr Index kPlaces = 256;

struct Block {
    double even[kPlaces], odd[kPlaces];
};

MIKURABE_WIDE void start(const double *MIKURABE_RESTRICT wave, Index n, Block *MIKURABE_RESTRICT total,
                         double *MIKURABE_RESTRICT amplitude, double *MIKURABE_RESTRICT power) {
    for (Index i = 0; i < n; ++i) {
        const double even = wave[2 * i], odd = wave[2 * i + 1], square = even * even + odd * odd;
        total->even[i] = even;
        total->odd[i] = odd;
        power[i] = square;
        amplitude[i] = std::sqrt(square);
    }
}

MIKURABE_WIDE void add(const double *MIKURABE_RESTRICT wave, Index n, Block *MIKURABE_RESTRICT total,
                       double *MIKURABE_RESTRICT amplitude) {
    for (Index i = 0; i < n; ++i) {
        const double even = wave[2 * i], odd = wave[2 * i + 1];
        total->even[i] += even;
        total->odd[i] += odd;
        amplitude[i] += std::sqrt(even * even + odd * odd);
    }
}

MIKURABE_WIDE void direct(Block *MIKURABE_RESTRICT total, Index n, double least) {
    for (Index i = 0; i < n; ++i) {
        const double even = total->even[i], odd = total->odd[i];
        const double length = std::sqrt(even * even + odd * odd) + least;
        total->even[i] = even / length;
        total->odd[i] = odd / length;
    }
}

MIKURABE_INLINE double agreement(double even, double odd, double mean_even, double mean_odd) {
    return (even * mean_even + odd * mean_odd) - std::fabs(even * mean_odd - odd * mean_even);
}

MIKURABE_WIDE void agree(const double *MIKURABE_RESTRICT wave, Index n, const Block *MIKURABE_RESTRICT mean, bool first,
                         double *MIKURABE_RESTRICT found) {
    if (first)
        for (Index i = 0; i < n; ++i) found[i] = agreement(wave[2 * i], wave[2 * i + 1], mean->even[i], mean->odd[i]);
    else
        for (Index i = 0; i < n; ++i) found[i] += agreement(wave[2 * i], wave[2 * i + 1], mean->even[i], mean->odd[i]);
}

void phase_energy(Waves<const double> waves, double least, Wanted<2> found, Wanted<2> amplitude, Wanted<2> power) {
    nb::gil_scoped_release unlocked;
    const Index scales = static_cast<Index>(waves.shape(0));
    const Index height = static_cast<Index>(found.shape(0)), width = static_cast<Index>(found.shape(1));
    Block block;
    for (Index y = 0; y < height; ++y) {
        for (Index x = 0; x < width; x += kPlaces) {
            const Index n = std::min(kPlaces, width - x), at = y * width + x;
            const auto wave = [&](Index s) { return waves.data() + s * waves.stride(0) + y * waves.stride(1) + 2 * x; };
            start(wave(0), n, &block, amplitude.data() + at, power.data() + at);
            for (Index s = 1; s < scales; ++s) add(wave(s), n, &block, amplitude.data() + at);
            direct(&block, n, least);
            for (Index s = 0; s < scales; ++s) agree(wave(s), n, &block, s == 0, found.data() + at);
        }
    }
}

// Numbers that are at least 0 stand in the order of their bits. The leading bits are counted first: only those values
// that share them with a middle one are then put in order.
constexpr int kLeading = 14;

std::uint64_t bits_of(double value) {
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

double median(Given<1> values) {
    nb::gil_scoped_release unlocked;
    const std::size_t n = values.shape(0), upper = n / 2;
    const double *x = values.data();
    std::vector<std::size_t> counts(std::size_t{1} << kLeading);
    for (std::size_t i = 0; i < n; ++i) ++counts[bits_of(x[i]) >> (64 - kLeading)];
    std::size_t below = 0, bin = 0;
    while (below + counts[bin] <= upper) below += counts[bin++];
    std::vector<double> middle;
    middle.reserve(counts[bin]);
    double largest_below = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t leading = bits_of(x[i]) >> (64 - kLeading);
        if (leading == bin)
            middle.push_back(x[i]);
        else if (leading < bin)
            largest_below = std::max(largest_below, x[i]);
    }
    const auto at = middle.begin() + static_cast<std::ptrdiff_t>(upper - below);
    std::nth_element(middle.begin(), at, middle.end());
    if (n % 2) return *at;
    const double lower = at == middle.begin() ? largest_below : *std::max_element(middle.begin(), at);
    return (lower + *at) / 2;
}

}  // namespace

void bind_waves(nb::module_ &module) {
    module.def("filtered", &filtered, nb::arg("spectrum").noconvert(), nb::arg("angular").noconvert(),
               nb::arg("radial").noconvert(), nb::arg("out").noconvert());
    module.def("phase_energy", &phase_energy, nb::arg("waves").noconvert(), nb::arg("least"),
               nb::arg("found").noconvert(), nb::arg("amplitude").noconvert(), nb::arg("power").noconvert());
    module.def("median", &median, nb::arg("values").noconvert());
}

}  // namespace mikurabe
