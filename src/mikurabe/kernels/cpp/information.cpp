// How much of the information in one plane arrives in another. The specification is information.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bindings.hpp"
#include "lanes.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Columns of windows that are worked on at a time: the rows under a window then stay in the nearest cache.
constexpr Index kStrip = 64;

// b, b * b and a * b, whose windowed sums are all that is needed of a candidate.
constexpr int kKinds = 3;
constexpr int kLanes = 8;

struct Row {
    double *kinds[kKinds];
};

template <class T>
MIKURABE_INLINE void product_row(const T *a, Index step_a, const T *b, Index step_b, Index n, double scale,
                                 double shift_a, double shift_b, const Row &out) {
    double *MIKURABE_RESTRICT plain = out.kinds[0], *MIKURABE_RESTRICT square = out.kinds[1],
                              *MIKURABE_RESTRICT product = out.kinds[2];
    for (Index i = 0; i < n; ++i) {
        const double x = static_cast<double>(a[i * step_a]) * scale - shift_a;
        const double y = static_cast<double>(b[i * step_b]) * scale - shift_b;
        plain[i] = y;
        square[i] = y * y;
        product[i] = x * y;
    }
}

#define MIKURABE_ROWS(T)                                                                                       \
    MIKURABE_WIDE void products(const T *a, Index step_a, const T *b, Index step_b, Index n, double scale,     \
                                double shift_a, double shift_b, const Row &out) {                              \
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

// Weighted sums of symmetric windows: the middle, then pair after pair outwards. N is the number of taps where the
// compiler knows it (the sums then stay in registers), else 0; x(k) points to what the k-th tap weighs.
template <Index N, class At>
MIKURABE_INLINE void sum_pairs(At at, const double *taps, Index n, Index count, double *MIKURABE_RESTRICT out) {
    if constexpr (N > 0) {
        constexpr Index radius = N / 2;
        const double *x[N];
        double tap[radius + 1];
        for (Index k = 0; k < N; ++k) x[k] = at(k);
        for (Index k = 0; k <= radius; ++k) tap[k] = taps[radius + k];
        for (Index i = 0; i < count; ++i) {
            double sum = tap[0] * x[radius][i];
#pragma GCC unroll 8
            for (Index k = 1; k <= radius; ++k) sum += tap[k] * (x[radius - k][i] + x[radius + k][i]);
            out[i] = sum;
        }
    } else {
        const Index radius = n / 2;
        for (Index i = 0; i < count; ++i) out[i] = taps[radius] * at(radius)[i];
        for (Index k = 1; k <= radius; ++k) {
            const double *before = at(radius - k), *after = at(radius + k);
            for (Index i = 0; i < count; ++i) out[i] += taps[radius + k] * (before[i] + after[i]);
        }
    }
}

template <Index N>
MIKURABE_INLINE void sum_windows(const Row *rows, const double *taps, Index n, Index count, const Row &down,
                                 const Row &along) {
    for (int kind = 0; kind < kKinds; ++kind) {
        sum_pairs<N>([&](Index k) { return rows[k].kinds[kind]; }, taps, n, count + n - 1, down.kinds[kind]);
        const double *sums = down.kinds[kind];
        sum_pairs<N>([&](Index k) { return sums + k; }, taps, n, count, along.kinds[kind]);
    }
}

MIKURABE_WIDE void windowed(const Row *rows, const double *taps, Index n, Index count, const Row &down,
                            const Row &along) {
    switch (n) {
        case 3: return sum_windows<3>(rows, taps, n, count, down, along);
        case 5: return sum_windows<5>(rows, taps, n, count, down, along);
        case 9: return sum_windows<9>(rows, taps, n, count, down, along);
        case 17: return sum_windows<17>(rows, taps, n, count, down, along);
        default: return sum_windows<0>(rows, taps, n, count, down, along);
    }
}

struct Guards {
    double shift_a, noise, flat;
};

// By what each place multiplies 2^information: 1 + g² s_a / (v + noise). Places beyond ``n`` up to a multiple of 4 are 1.
MIKURABE_WIDE void factors(const Row &sums, const double *mean_a, const double *variance_a, const Guards &guards,
                           Index n, double *out) {
    for (Index i = 0; i < n; i += 4) {
        Four mean, square, product, first, spread_a;
        load(mean, sums.kinds[0] + i);
        load(square, sums.kinds[1] + i);
        load(product, sums.kinds[2] + i);
        load(first, mean_a + i);
        load(spread_a, variance_a + i);
        Four spread_b = square - mean * mean;
        raise(spread_b, 0.0);
        const Four covariance = product - (first - guards.shift_a) * mean;
        Four gain = covariance / (spread_a + guards.flat);
        raise(gain, 0.0);
        clear_below(gain, spread_a, guards.flat);
        clear_below(gain, spread_b, guards.flat);
        Four other = spread_b - gain * covariance;
        raise(other, guards.flat);
        store(gain * gain * spread_a / (other + guards.noise) + 1.0, out + i);
    }
}

// The logarithm of a product of many factors of at least 1, without a logarithm for each: eight running products,
// from which the exponents are taken out after every factor's turn.
struct Products {
    double product[kLanes] = {1, 1, 1, 1, 1, 1, 1, 1};
    std::int64_t exponent[kLanes] = {};

    double log2() const {
        double exponents = 0, rest = 0;
        for (int lane = 0; lane < kLanes; ++lane) {
            exponents += static_cast<double>(exponent[lane]);
            rest += std::log2(product[lane]);
        }
        return exponents + rest;
    }
};

// ``x`` has kStrip factors.
MIKURABE_WIDE void multiply(const double *x, Products &products) {
    for (Index i = 0; i < kStrip; i += kLanes) {
        for (int lane = 0; lane < kLanes; ++lane) products.product[lane] *= x[i + lane];
        std::int64_t bits[kLanes];
        std::memcpy(bits, products.product, sizeof bits);
        for (int lane = 0; lane < kLanes; ++lane) {
            // An infinite product or a NaN, whose exponent is 1024, stays one.
            const std::int64_t exponent = ((bits[lane] >> 52) & 0x7ff) - 1023;
            const std::int64_t taken = exponent == 1024 ? 0 : exponent;
            products.exponent[lane] += taken;
            bits[lane] -= taken * (std::int64_t{1} << 52);
        }
        std::memcpy(products.product, bits, sizeof bits);
    }
}

template <class T>
double information_arrived(PlaneArgument<T> first, PlaneArgument<T> second, double scale, StatsArgument mean_a,
                           StatsArgument variance_a, TapsArgument taps, double noise, double flat) {
    nb::gil_scoped_release unlocked;
    const Plane<T> a(first), b(second);
    const Index n = static_cast<Index>(taps.size());
    const Index rows = a.height - n + 1, columns = a.width - n + 1;
    const Guards guards{static_cast<double>(*a.data) * scale, noise, flat};
    const double shift_b = static_cast<double>(*b.data) * scale;

    const Index room = kStrip + n - 1;
    std::vector<double> memory(static_cast<std::size_t>(kKinds * (n + 2) * room));
    const auto row_at = [&](Index slot) {
        double *start = memory.data() + slot * kKinds * room;
        return Row{{start, start + room, start + 2 * room}};
    };
    std::vector<Row> under(static_cast<std::size_t>(n));
    // The last few columns of the reference's statistics, with what makes four of them.
    double rest[2][4], values[kStrip];
    Products information;
    for (Index x = 0; x < columns; x += kStrip) {
        const Index count = std::min(kStrip, columns - x), fours = count / 4 * 4;
        for (Index y = 0; y < a.height; ++y) {
            products(a.data + y * a.row + x * a.column, a.column, b.data + y * b.row + x * b.column, b.column,
                     count + n - 1, scale, guards.shift_a, shift_b, row_at(y % n));
            const Index row = y - n + 1;
            if (row < 0) continue;
            for (Index k = 0; k < n; ++k) under[static_cast<std::size_t>(k)] = row_at((row + k) % n);
            const Row down = row_at(n), along = row_at(n + 1);
            windowed(under.data(), taps.data(), n, count, down, along);
            const double *mean = mean_a.data() + row * columns + x, *variance = variance_a.data() + row * columns + x;
            factors(along, mean, variance, guards, fours, values);
            if (fours < count) {
                for (Index i = 0; i < 4; ++i) {
                    const Index at = std::min(fours + i, count - 1);
                    rest[0][i] = mean[at];
                    rest[1][i] = variance[at];
                }
                const Row last{{along.kinds[0] + fours, along.kinds[1] + fours, along.kinds[2] + fours}};
                factors(last, rest[0], rest[1], guards, 4, values + fours);
            }
            std::fill(values + count, values + kStrip, 1.0);
            multiply(values, information);
        }
    }
    return information.log2();
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
