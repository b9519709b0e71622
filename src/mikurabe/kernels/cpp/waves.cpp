// Waves of several scales, what their phases agree on, and medians. The specification is waves.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bindings.hpp"
#include "lanes.hpp"
#include "transform.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Complex numbers come as pairs of doubles beside each other.
template <int Axes>
using Given = nb::ndarray<const double, nb::ndim<Axes>, nb::c_contig, nb::device::cpu>;
template <int Axes>
using Wanted = nb::ndarray<double, nb::ndim<Axes>, nb::c_contig, nb::device::cpu>;

// The scales of a filter bank, and the directions whose waves go through the transforms together.
constexpr Index kScales = 4, kTogether = 2;
static_assert(kScales * kTogether == 8);

// One row of a spectrum, of which half is given, times the filters of two directions. ``mirrored`` is the row of the
// opposite frequencies, of which the other half is the mirror image.
MIKURABE_WIDE void filter_row(const double *row, const double *mirrored, const double *first, const double *second,
                              const double *radial, Index plane, Index width, Term *out) {
    for (Index x = 0; x < width; ++x) {
        const bool given = x <= width / 2;
        const double *term = given ? row + 2 * x : mirrored + 2 * (width - x);
        const double real = term[0], imaginary = given ? term[1] : -term[1];
        const Four scales = {radial[x], radial[x + plane], radial[x + 2 * plane], radial[x + 3 * plane]};
        store(scales * (real * first[x]), out[x].real);
        store(scales * (real * second[x]), out[x].real + 4);
        store(scales * (imaginary * first[x]), out[x].imaginary);
        store(scales * (imaginary * second[x]), out[x].imaginary + 4);
    }
}

// So many places at a time stay in the fastest cache.
constexpr Index kPlaces = 64;

struct Block {
    double even[kScales][kPlaces], odd[kScales][kPlaces];
};

// One direction's waves of n places, a multiple of four, scale by scale.
MIKURABE_WIDE void take_apart(const Term *waves, int direction, Index n, Block &block) {
    for (Index i = 0; i < n; i += 4) {
        Four even[4], odd[4];
        for (Index k = 0; k < 4; ++k) {
            load(even[k], waves[i + k].real + 4 * direction);
            load(odd[k], waves[i + k].imaginary + 4 * direction);
        }
        transpose(even);
        transpose(odd);
        for (Index s = 0; s < kScales; ++s) {
            store(even[s], block.even[s] + i);
            store(odd[s], block.odd[s] + i);
        }
    }
}

MIKURABE_INLINE double length_of(double even, double odd) { return std::sqrt(even * even + odd * odd); }

MIKURABE_INLINE double agreement(double even, double odd, double mean_even, double mean_odd) {
    return (even * mean_even + odd * mean_odd) - std::fabs(even * mean_odd - odd * mean_even);
}

MIKURABE_WIDEST void agree(const Block &MIKURABE_RESTRICT block, Index n, double least, double *MIKURABE_RESTRICT found,
                           double *MIKURABE_RESTRICT amplitude, double *MIKURABE_RESTRICT power) {
    for (Index i = 0; i < n; ++i) {
        const double e0 = block.even[0][i], e1 = block.even[1][i], e2 = block.even[2][i], e3 = block.even[3][i];
        const double o0 = block.odd[0][i], o1 = block.odd[1][i], o2 = block.odd[2][i], o3 = block.odd[3][i];
        const double square = e0 * e0 + o0 * o0;
        power[i] = square;
        amplitude[i] += std::sqrt(square) + length_of(e1, o1) + length_of(e2, o2) + length_of(e3, o3);
        const double even = e0 + e1 + e2 + e3, odd = o0 + o1 + o2 + o3;
        const double share = 1.0 / (length_of(even, odd) + least);
        const double mean_even = even * share, mean_odd = odd * share;
        found[i] = agreement(e0, o0, mean_even, mean_odd) + agreement(e1, o1, mean_even, mean_odd) +
                   agreement(e2, o2, mean_even, mean_odd) + agreement(e3, o3, mean_even, mean_odd);
    }
}

void wave_energy(Given<2> half, Given<3> angular, Given<3> radial, double least, Wanted<3> found, Wanted<2> amplitude,
                 Wanted<3> power) {
    nb::gil_scoped_release unlocked;
    const Index height = static_cast<Index>(radial.shape(1)), width = static_cast<Index>(radial.shape(2));
    const Index plane = height * width, directions = static_cast<Index>(angular.shape(0));
    const Index half_row = 2 * (width / 2 + 1);
    const Transform along(width), down(height);
    // Rows lie a little apart: places below each other would else fall on each other's cache.
    const Index apart = width + 1;
    const Terms rows = terms(height * apart), waves = terms(height + 3);
    const Terms room = terms(std::max(down.room(), along.room()));
    std::fill_n(waves.get() + height, 3, Term{});
    Block block;
    std::fill_n(amplitude.data(), plane, 0.0);
    for (Index first = 0; first < directions; first += kTogether) {
        const double *angles = angular.data() + first * plane;
        for (Index y = 0; y < height; ++y) {
            const double *row = half.data() + y * half_row;
            const double *mirrored = half.data() + (y == 0 ? 0 : height - y) * half_row;
            const double *one = angles + y * width, *other = one + plane;
            filter_row(row, mirrored, one, other, radial.data() + y * width, plane, width, room.get());
            along.run(room.get(), 1, rows.get() + y * apart, room.get());
        }
        for (Index x = 0; x < width; ++x) {
            down.run(rows.get() + x, apart, waves.get(), room.get());
            for (Index y = 0; y < height; y += kPlaces) {
                const Index n = std::min(kPlaces, height - y), at = x * height + y;
                // The next column's places lie far apart, one in each row.
                if (x + 1 < width)
                    for (Index i = y; i < y + n; ++i) fetch(rows.get() + i * apart + x + 1, 1);
                for (int direction = 0; direction < kTogether; ++direction) {
                    take_apart(waves.get() + y, direction, (n + 3) / 4 * 4, block);
                    const Index to = (first + direction) * plane + at;
                    agree(block, n, least, found.data() + to, amplitude.data() + at, power.data() + to);
                }
            }
        }
    }
}

MIKURABE_WIDEST void shares(const double *MIKURABE_RESTRICT found, Index apart, const double *MIKURABE_RESTRICT limits,
                            Index directions, const double *MIKURABE_RESTRICT amplitude, Index n,
                            double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = 0.0;
    for (Index k = 0; k < directions; ++k) {
        const double limit = limits[k];
        for (Index i = 0; i < n; ++i) {
            const double above = found[k * apart + i] - limit;
            out[i] += above > 0.0 ? above : 0.0;
        }
    }
    for (Index i = 0; i < n; ++i) {
        const double whole = amplitude[i], share = out[i] / (whole > 0.0 ? whole : 1.0);
        out[i] = whole > 0.0 ? share : 0.0;
    }
}

void congruency(Given<3> found, Given<1> limits, Given<2> amplitude, Wanted<2> out) {
    nb::gil_scoped_release unlocked;
    const Index plane = static_cast<Index>(amplitude.size()), directions = static_cast<Index>(limits.size());
    for (Index at = 0; at < plane; at += 1024)
        shares(found.data() + at, plane, limits.data(), directions, amplitude.data() + at,
               std::min<Index>(1024, plane - at), out.data() + at);
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
    module.def("wave_energy", &wave_energy, nb::arg("half").noconvert(), nb::arg("angular").noconvert(),
               nb::arg("radial").noconvert(), nb::arg("least"), nb::arg("found").noconvert(),
               nb::arg("amplitude").noconvert(), nb::arg("power").noconvert());
    module.def("congruency", &congruency, nb::arg("found").noconvert(), nb::arg("limits").noconvert(),
               nb::arg("amplitude").noconvert(), nb::arg("out").noconvert());
    module.def("median", &median, nb::arg("values").noconvert());
}

}  // namespace mikurabe
