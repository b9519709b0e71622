// How much of the information in one plane arrives in another. The specification is information.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>
#include <vector>

#include "bindings.hpp"
#include "lanes.hpp"
#include "plane.hpp"
#include "simd.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Places of windows that are worked on at a time, and how far apart the rows of levels under them lie in memory. A
// distance that the compiler knows keeps addresses out of the registers.
constexpr Index kColumns = 128;
constexpr Index kRows = 48;
constexpr Index kMostTaps = 17;
constexpr Index kPitch = kColumns + kMostTaps - 1;

// Rows of windows that are summed at once, and as many columns.
constexpr Index kAtOnce = 8;
static_assert(kRows % kAtOnce == 0 && kColumns % kAtOnce == 0 && kPitch % kAtOnce == 0);

// b, b * b and a * b, whose windowed sums are all that is needed of a candidate.
constexpr int kKinds = 3;
constexpr Index kPlane = (kRows + kMostTaps - 1) * kPitch;
constexpr int kLanes = 8;

template <class T>
MIKURABE_INLINE void product_row(const T *a, Index step_a, const T *b, Index step_b, Index n, double scale,
                                 double shift_a, double shift_b, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const double x = static_cast<double>(a[i * step_a]) * scale - shift_a;
        const double y = static_cast<double>(b[i * step_b]) * scale - shift_b;
        out[i] = y;
        out[i + kPlane] = y * y;
        out[i + 2 * kPlane] = x * y;
    }
}

#define MIKURABE_ROWS(T)                                                                                       \
    MIKURABE_WIDEST void products(const T *a, Index step_a, const T *b, Index step_b, Index n, double scale,     \
                                double shift_a, double shift_b, double *out) {                                 \
        if (step_a == 1 && step_b == 1)                                                                        \
            product_row(a, 1, b, 1, n, scale, shift_a, shift_b, out);                                          \
        else                                                                                                   \
            product_row(a, step_a, b, step_b, n, scale, shift_a, shift_b, out);                                \
    }
MIKURABE_ROWS(std::uint8_t)
MIKURABE_ROWS(std::uint16_t)
MIKURABE_ROWS(float)
MIKURABE_ROWS(double)
#undef MIKURABE_ROWS

// The taps from the middle outwards.
struct Taps {
    double outwards[kMostTaps / 2 + 1];
};

// Weighted sums under eight windows one after the other, ``pitch`` apart, in eight lanes each: the middle, then pair
// after pair outwards. N is the number of taps where the compiler knows it, else 0; Lanes are as many as a register has:
// where eight take two registers, the sums of four windows do not stay in them.
template <class Lanes, Index N>
MIKURABE_INLINE void sum_eight(const double *x, Index pitch, const Taps &taps, Index n, double *out) {
    constexpr Index width = sizeof(Lanes) / sizeof(double);
    const Index radius = (N > 0 ? N : n) / 2;
    for (Index lane = 0; lane < kAtOnce; lane += width)
#pragma GCC unroll 2
        for (Index first = 0; first < kAtOnce; first += 4) {
            const double *middle = x + (first + radius) * pitch + lane;
            Lanes sums[4];
#pragma GCC unroll 4
            for (Index i = 0; i < 4; ++i) {
                load(sums[i], middle + i * pitch);
                sums[i] = sums[i] * taps.outwards[0];
            }
#pragma GCC unroll 8
            for (Index k = 1; k <= radius; ++k) {
#pragma GCC unroll 4
                for (Index i = 0; i < 4; ++i) {
                    Lanes before, after;
                    load(before, middle + (i - k) * pitch);
                    load(after, middle + (i + k) * pitch);
                    sums[i] = sums[i] + (before + after) * taps.outwards[k];
                }
            }
#pragma GCC unroll 4
            for (Index i = 0; i < 4; ++i) store(sums[i], out + (first + i) * kAtOnce + lane);
        }
}

// Eight rows of eight become columns, ``apart`` from each other.
MIKURABE_INLINE void turn(const double *square, double *out, Index apart) {
    for (Index row = 0; row < kAtOnce; row += 4)
        for (Index column = 0; column < kAtOnce; column += 4) {
            Four four[4];
#pragma GCC unroll 4
            for (Index k = 0; k < 4; ++k) load(four[k], square + (row + k) * kAtOnce + column);
            transpose(four);
#pragma GCC unroll 4
            for (Index k = 0; k < 4; ++k) store(four[k], out + (column + k) * apart + row);
        }
}

// Sums under eight rows of windows, from the levels of the first row that they see: down the columns, eight rows beside
// each other in each place, and then along the rows.
struct Sums {
    alignas(64) double down[kPitch * kAtOnce];
    alignas(64) double along[kKinds][kAtOnce][kPitch];
};

template <class Lanes, Index N>
MIKURABE_INLINE void sum_windows(const double *levels, const Taps &taps, Index n, Index count, Sums &sums) {
    alignas(64) double square[kAtOnce * kAtOnce];
    for (int kind = 0; kind < kKinds; ++kind) {
        for (Index i = 0; i < count + n - 1; i += kAtOnce) {
            sum_eight<Lanes, N>(levels + kind * kPlane + i, kPitch, taps, n, square);
            turn(square, sums.down + i * kAtOnce, kAtOnce);
        }
        for (Index i = 0; i < count; i += kAtOnce) {
            sum_eight<Lanes, N>(sums.down + i * kAtOnce, kAtOnce, taps, n, square);
            turn(square, sums.along[kind][0] + i, kPitch);
        }
    }
}

template <class Lanes>
MIKURABE_INLINE void windowed_in(const double *levels, const Taps &taps, Index n, Index count, Sums &sums) {
    switch (n) {
        case 3: return sum_windows<Lanes, 3>(levels, taps, n, count, sums);
        case 5: return sum_windows<Lanes, 5>(levels, taps, n, count, sums);
        case 9: return sum_windows<Lanes, 9>(levels, taps, n, count, sums);
        case 17: return sum_windows<Lanes, 17>(levels, taps, n, count, sums);
        default: return sum_windows<Lanes, 0>(levels, taps, n, count, sums);
    }
}

MIKURABE_AVX512 void windowed_in_eights(const double *levels, const Taps &taps, Index n, Index count, Sums &sums) {
    windowed_in<Eight>(levels, taps, n, count, sums);
}

MIKURABE_WIDE void windowed_in_fours(const double *levels, const Taps &taps, Index n, Index count, Sums &sums) {
    windowed_in<Four>(levels, taps, n, count, sums);
}

struct Guards {
    double shift_a, noise, flat;
};

// By what each place multiplies 2^information, 1 + g² s_a / (v + noise), as what is above and what is below the line. A
// NaN stays one.
MIKURABE_WIDEST void factors(const double *MIKURABE_RESTRICT means, const double *MIKURABE_RESTRICT squares,
                             const double *MIKURABE_RESTRICT products, const double *MIKURABE_RESTRICT mean_a,
                             const double *MIKURABE_RESTRICT variance_a, const Guards &guards, Index n,
                             double *MIKURABE_RESTRICT above, double *MIKURABE_RESTRICT below) {
    const double shift_a = guards.shift_a, noise = guards.noise, flat = guards.flat;
    for (Index i = 0; i < n; ++i) {
        const double mean = means[i], spread_a = variance_a[i];
        double spread_b = squares[i] - mean * mean;
        spread_b = spread_b < 0.0 ? 0.0 : spread_b;
        const double covariance = products[i] - (mean_a[i] - shift_a) * mean;
        double gain = covariance / (spread_a + flat);
        gain = gain < 0.0 ? 0.0 : gain;
        gain = spread_a < flat ? 0.0 : gain;
        gain = spread_b < flat ? 0.0 : gain;
        double other = spread_b - gain * covariance;
        other = other < flat ? flat : other;
        below[i] = other + noise;
        above[i] = below[i] + gain * gain * spread_a;
    }
}

// The product of a row's kColumns factors in eight lanes.
MIKURABE_WIDE void multiply(const double *x, double *lanes) {
    Four left, right, next;
    load(left, x);
    load(right, x + 4);
    for (Index i = kLanes; i < kColumns; i += kLanes) {
        load(next, x + i);
        left = left * next;
        load(next, x + i + 4);
        right = right * next;
    }
    store(left, lanes);
    store(right, lanes + 4);
}

// The logarithm of a product of many factors above 0, without a logarithm for each: eight running products, from
// which the exponents are taken out row after row.
class Products {
  public:
    void multiply_row(const double *x) {
        double lanes[kLanes];
        multiply(x, lanes);
        // A NaN is neither.
        if (std::all_of(lanes, lanes + kLanes, [](double x) { return x < 1e300 && x > 1e-300; })) {
            for (int lane = 0; lane < kLanes; ++lane) take(lane, lanes[lane]);
        } else {
            for (Index i = 0; i < kColumns; ++i) take(static_cast<int>(i % kLanes), x[i]);
        }
    }

    double log2() const {
        double exponents = 0, rest = 0;
        for (int lane = 0; lane < kLanes; ++lane) {
            exponents += static_cast<double>(exponent_[lane]);
            rest += std::log2(product_[lane]);
        }
        return exponents + rest;
    }

  private:
    double product_[kLanes] = {1, 1, 1, 1, 1, 1, 1, 1};
    std::int64_t exponent_[kLanes] = {};

    // An infinity or a NaN stays one.
    void take(int lane, double factor) {
        const double product = product_[lane] * factor;
        std::int64_t bits;
        std::memcpy(&bits, &product, sizeof bits);
        const std::int64_t exponent = ((bits >> 52) & 0x7ff) - 1023, taken = exponent == 1024 ? 0 : exponent;
        exponent_[lane] += taken;
        bits -= taken * (std::int64_t{1} << 52);
        std::memcpy(&product_[lane], &bits, sizeof bits);
    }
};

template <class T>
double information_arrived(PlaneArgument<T> first, PlaneArgument<T> second, double scale, StatsArgument mean_a,
                           StatsArgument variance_a, TapsArgument taps, double noise, double flat) {
    nb::gil_scoped_release unlocked;
    const Plane<T> a(first), b(second);
    const Index n = static_cast<Index>(taps.size());
    const Index rows = a.height - n + 1, columns = a.width - n + 1;
    const Guards guards{static_cast<double>(*a.data) * scale, noise, flat};
    const double shift_b = static_cast<double>(*b.data) * scale;

    std::vector<double> levels(static_cast<std::size_t>(kKinds * kPlane));
    const auto sums = std::make_unique<Sums>();
    const auto windowed = has_avx512() ? windowed_in_eights : windowed_in_fours;
    Taps outwards;
    std::copy(taps.data() + n / 2, taps.data() + n, outwards.outwards);
    alignas(64) double above[kColumns], below[kColumns];
    Products heard, noises;
    for (Index y = 0; y < rows; y += kRows) {
        const Index down = std::min(kRows, rows - y);
        for (Index x = 0; x < columns; x += kColumns) {
            const Index count = std::min(kColumns, columns - x);
            const double *mean = mean_a.data() + y * columns + x, *variance = variance_a.data() + y * columns + x;
            // Nothing arrives where the reference is flat, as the background of a drawing. Floats may hold NaN.
            const auto is_flat = [&](Index row) {
                const double *first = variance + row * columns;
                return std::is_integral_v<T> && std::all_of(first, first + count, [&](double v) { return v < flat; });
            };
            bool shows[kRows] = {};
            for (Index row = 0; row < down; ++row) shows[row] = !is_flat(row);
            if (std::none_of(shows, shows + down, [](bool any) { return any; })) continue;
            for (Index row = 0; row < down + n - 1; ++row)
                products(a.data + (y + row) * a.row + x * a.column, a.column,
                         b.data + (y + row) * b.row + x * b.column, b.column, count + n - 1, scale, guards.shift_a,
                         shift_b, levels.data() + row * kPitch);
            for (Index row = 0; row < down; ++row) {
                const int which = static_cast<int>(row % kAtOnce);
                if (which == 0 && std::any_of(shows + row, shows + row + kAtOnce, [](bool any) { return any; }))
                    windowed(levels.data() + row * kPitch, outwards, n, count, *sums);
                // Each row of a large picture lies on a page of its own, which is slow to find.
                if (row + kAtOnce < down) {
                    fetch(mean + (row + kAtOnce) * columns, count);
                    fetch(variance + (row + kAtOnce) * columns, count);
                }
                if (!shows[row]) continue;
                const Index at = row * columns;
                factors(sums->along[0][which], sums->along[1][which], sums->along[2][which], mean + at, variance + at,
                        guards, count, above, below);
                std::fill(above + count, above + kColumns, 1.0);
                std::fill(below + count, below + kColumns, 1.0);
                heard.multiply_row(above);
                noises.multiply_row(below);
            }
        }
    }
    return heard.log2() - noises.log2();
}

template <class T>
void bind(nb::module_ &module) {
    module.def("information_arrived", &information_arrived<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("scale"), nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(),
               nb::arg("taps").noconvert(), nb::arg("noise"), nb::arg("flat"));
}

}  // namespace

void bind_information(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
