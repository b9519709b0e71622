// Windowed mean, variance and structural similarity of two planes. The specification is ssim.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "bindings.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Columns of the result that are worked on at a time, so that the rows under a window stay in the cache.
constexpr Index kStrip = 512;

// Columns whose sums are kept beside each other where the number of taps is not known to the compiler.
constexpr Index kTile = 32;

template <class T>
MIKURABE_INLINE void widen_row(const T *x, Index step, Index n, double shift, double *MIKURABE_RESTRICT out) {
    if (step == 1) {
        for (Index i = 0; i < n; ++i) out[i] = static_cast<double>(x[i]) - shift;
    } else {
        for (Index i = 0; i < n; ++i) out[i] = static_cast<double>(x[i * step]) - shift;
    }
}

template <class T>
MIKURABE_INLINE void subtract_row(const T *a, Index step_a, const T *b, Index step_b, Index n, double shift,
                                  double *MIKURABE_RESTRICT out) {
    if (step_a == 1 && step_b == 1) {
        for (Index i = 0; i < n; ++i) out[i] = (static_cast<double>(a[i]) - static_cast<double>(b[i])) - shift;
    } else {
        for (Index i = 0; i < n; ++i)
            out[i] = (static_cast<double>(a[i * step_a]) - static_cast<double>(b[i * step_b])) - shift;
    }
}

#define MIKURABE_ROWS(T)                                                                                       \
    MIKURABE_WIDE void widen(const T *x, Index step, Index n, double shift, double *out) {                     \
        widen_row(x, step, n, shift, out);                                                                     \
    }                                                                                                          \
    MIKURABE_WIDE void subtract(const T *a, Index step_a, const T *b, Index step_b, Index n, double shift,     \
                                double *out) {                                                                 \
        subtract_row(a, step_a, b, step_b, n, shift, out);                                                     \
    }
MIKURABE_ROWS(std::uint8_t)
MIKURABE_ROWS(std::uint16_t)
MIKURABE_ROWS(float)
MIKURABE_ROWS(double)
#undef MIKURABE_ROWS

// The sums down the columns of x and of x * x, for all columns. N is the number of taps where it is known to
// the compiler (the sums then stay in registers), else 0. Both give the same bits.
template <Index N>
MIKURABE_INLINE void sum_down(const double *const *rows, const double *taps, Index n, Index columns,
                              double *MIKURABE_RESTRICT first, double *MIKURABE_RESTRICT second) {
    if constexpr (N > 0) {
        const double *row[N];
        double tap[N];
        for (Index k = 0; k < N; ++k) row[k] = rows[k], tap[k] = taps[k];
        for (Index i = 0; i < columns; ++i) {
            double x = row[0][i];
            double sum = tap[0] * x, squares = tap[0] * (x * x);
#pragma GCC unroll 16
            for (Index k = 1; k < N; ++k) {
                x = row[k][i];
                sum += tap[k] * x;
                squares += tap[k] * (x * x);
            }
            first[i] = sum;
            second[i] = squares;
        }
    } else {
        for (Index start = 0; start < columns; start += kTile) {
            const Index count = std::min(kTile, columns - start);
            double sum[kTile], squares[kTile];
            for (Index i = 0; i < count; ++i) {
                const double x = rows[0][start + i];
                sum[i] = taps[0] * x;
                squares[i] = taps[0] * (x * x);
            }
            for (Index k = 1; k < n; ++k) {
                const double *row = rows[k] + start;
                for (Index i = 0; i < count; ++i) {
                    const double x = row[i];
                    sum[i] += taps[k] * x;
                    squares[i] += taps[k] * (x * x);
                }
            }
            for (Index i = 0; i < count; ++i) first[start + i] = sum[i], second[start + i] = squares[i];
        }
    }
}

MIKURABE_WIDE void down(const double *const *rows, const double *taps, Index n, Index columns, double *first,
                        double *second) {
    switch (n) {
        case 7: return sum_down<7>(rows, taps, n, columns, first, second);
        case 8: return sum_down<8>(rows, taps, n, columns, first, second);
        case 11: return sum_down<11>(rows, taps, n, columns, first, second);
        default: return sum_down<0>(rows, taps, n, columns, first, second);
    }
}

// The sums along the rows of what down() gave, turned into mean and variance.
template <Index N>
MIKURABE_INLINE void sum_along(const double *MIKURABE_RESTRICT first, const double *MIKURABE_RESTRICT second,
                               const double *taps, Index n, Index columns, double *MIKURABE_RESTRICT mean,
                               double *MIKURABE_RESTRICT variance) {
    if constexpr (N > 0) {
        double tap[N];
        for (Index k = 0; k < N; ++k) tap[k] = taps[k];
        for (Index i = 0; i < columns; ++i) {
            double sum = tap[0] * first[i], squares = tap[0] * second[i];
#pragma GCC unroll 16
            for (Index k = 1; k < N; ++k) {
                sum += tap[k] * first[i + k];
                squares += tap[k] * second[i + k];
            }
            mean[i] = sum;
            variance[i] = squares - sum * sum;
        }
    } else {
        for (Index i = 0; i < columns; ++i) mean[i] = taps[0] * first[i], variance[i] = taps[0] * second[i];
        for (Index k = 1; k < n; ++k) {
            for (Index i = 0; i < columns; ++i) {
                mean[i] += taps[k] * first[i + k];
                variance[i] += taps[k] * second[i + k];
            }
        }
        for (Index i = 0; i < columns; ++i) variance[i] -= mean[i] * mean[i];
    }
    // Rounding may take a variance of 0 just below it; a NaN stays one.
    for (Index i = 0; i < columns; ++i) variance[i] = 0.0 > variance[i] ? 0.0 : variance[i];
}

MIKURABE_WIDE void along(const double *first, const double *second, const double *taps, Index n, Index columns,
                         double *mean, double *variance) {
    switch (n) {
        case 7: return sum_along<7>(first, second, taps, n, columns, mean, variance);
        case 8: return sum_along<8>(first, second, taps, n, columns, mean, variance);
        case 11: return sum_along<11>(first, second, taps, n, columns, mean, variance);
        default: return sum_along<0>(first, second, taps, n, columns, mean, variance);
    }
}

// Fills one strip's row of each channel with float64: fill(row, column, count, channel, out) for the pixels
// inside the plane; those outside are copied from their mirror images.
//
// Then walks down the strip: emit(y, x, count, mean, variance) gets pointers per channel, at every row of windows.
template <int Channels, class Fill, class Emit>
void walk(Index height, Index width, const Window &window, Fill fill, Emit emit) {
    const Index n = window.n, before = window.before();
    const Index rows = window.places(height), columns = window.places(width);
    const Index room = std::min(kStrip, columns) + n - 1;
    std::vector<double> ring(static_cast<std::size_t>(Channels * n * room));
    std::vector<double> sums(static_cast<std::size_t>(4 * Channels * room));
    std::vector<const double *> under(static_cast<std::size_t>(n));
    const auto slot = [&](int channel, Index place) { return ring.data() + (channel * n + place % n) * room; };
    const auto part = [&](int kind, int channel) { return sums.data() + (kind * Channels + channel) * room; };

    for (Index x = 0; x < columns; x += kStrip) {
        const Index count = std::min(kStrip, columns - x);
        const Index first = x - before, last = first + count + n - 1;  // columns of the plane, some outside it
        const Index inside = std::max<Index>(first, 0), outside = std::min(last, width);
        const auto read = [&](Index place) {
            const Index y = place - before;
            const Index row = (y >= 0 && y < height) ? y : reflected(y, height);
            for (int channel = 0; channel < Channels; ++channel) {
                double *out = slot(channel, place);
                fill(row, inside, outside - inside, channel, out + (inside - first));
                for (Index c = first; c < inside; ++c) fill(row, reflected(c, width), 1, channel, out + (c - first));
                for (Index c = outside; c < last; ++c) fill(row, reflected(c, width), 1, channel, out + (c - first));
            }
        };
        for (Index place = 0; place < n - 1; ++place) read(place);
        for (Index y = 0; y < rows; ++y) {
            read(y + n - 1);
            std::array<const double *, Channels> mean, variance;
            for (int channel = 0; channel < Channels; ++channel) {
                for (Index k = 0; k < n; ++k) under[static_cast<std::size_t>(k)] = slot(channel, y + k);
                down(under.data(), window.taps, n, count + n - 1, part(0, channel), part(1, channel));
                along(part(0, channel), part(1, channel), window.taps, n, count, part(2, channel), part(3, channel));
                mean[channel] = part(2, channel);
                variance[channel] = part(3, channel);
            }
            emit(y, x, count, mean, variance);
        }
    }
}

Window window_of(const TapsArgument &taps, bool reflect) {
    return Window{taps.data(), static_cast<Index>(taps.size()), reflect};
}

template <class T>
void window_stats(PlaneArgument<T> plane, TapsArgument taps, bool reflect, Result mean_out, Result variance_out) {
    nb::gil_scoped_release unlocked;
    const Plane<T> x(plane);
    const Window window = window_of(taps, reflect);
    const Index columns = window.places(x.width);
    const double shift = static_cast<double>(*x.data);
    walk<1>(
        x.height, x.width, window,
        [&](Index row, Index column, Index count, int, double *out) {
            widen(x.data + row * x.row + column * x.column, x.column, count, shift, out);
        },
        [&](Index row, Index column, Index count, const auto &mean, const auto &variance) {
            double *to = mean_out.data() + row * columns + column;
            for (Index i = 0; i < count; ++i) to[i] = mean[0][i] + shift;
            std::copy_n(variance[0], count, variance_out.data() + row * columns + column);
        });
}

struct Constants {
    double c1, c2, scale;
};

MIKURABE_WIDE void similarity(const double *MIKURABE_RESTRICT mean_a, const double *MIKURABE_RESTRICT variance_a,
                              const double *MIKURABE_RESTRICT mean_b, const double *MIKURABE_RESTRICT variance_b,
                              const double *MIKURABE_RESTRICT mean_d, const double *MIKURABE_RESTRICT variance_d,
                              double shift_b, double shift_d, Constants k, Index n, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const double a = mean_a[i], b = mean_b[i] + shift_b, d = mean_d[i] + shift_d;
        const double luminance = 1.0 - d * d / (a * a + b * b + k.c1);
        const double both = k.scale * (variance_a[i] + variance_b[i]);
        out[i] = luminance * (1.0 - k.scale * variance_d[i] / (both + k.c2));
    }
}

MIKURABE_WIDE void add_to(const double *MIKURABE_RESTRICT row, Index n, double *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; ++i) sums[i] += row[i];
}

// Hands out every row of the map, a strip at a time: take(y, x, count, values).
template <class T, class Take>
void similarities(const Plane<T> &a, const Plane<T> &b, const double *mean_a, const double *variance_a,
                  const Window &window, Constants constants, Take take) {
    const Index columns = window.places(a.width);
    const double shift_b = static_cast<double>(*b.data);
    const double shift_d = static_cast<double>(*a.data) - shift_b;
    std::vector<double> values(static_cast<std::size_t>(std::min(kStrip, columns)));
    walk<2>(
        a.height, a.width, window,
        [&](Index row, Index column, Index count, int channel, double *out) {
            const T *from_a = a.data + row * a.row + column * a.column;
            const T *from_b = b.data + row * b.row + column * b.column;
            if (channel == 0)
                widen(from_b, b.column, count, shift_b, out);
            else
                subtract(from_a, a.column, from_b, b.column, count, shift_d, out);
        },
        [&](Index row, Index column, Index count, const auto &mean, const auto &variance) {
            const Index at = row * columns + column;
            similarity(mean_a + at, variance_a + at, mean[0], variance[0], mean[1], variance[1], shift_b, shift_d,
                       constants, count, values.data());
            take(row, column, count, values.data());
        });
}

template <class T>
void ssim_map(PlaneArgument<T> a, PlaneArgument<T> b, StatsArgument mean_a, StatsArgument variance_a, TapsArgument taps,
              bool reflect, double c1, double c2, double scale, Result out) {
    nb::gil_scoped_release unlocked;
    const Window window = window_of(taps, reflect);
    const Plane<T> plane_a(a), plane_b(b);
    const Index columns = window.places(plane_a.width);
    similarities(plane_a, plane_b, mean_a.data(), variance_a.data(), window, {c1, c2, scale},
                 [&](Index row, Index column, Index count, const double *values) {
                     std::copy_n(values, count, out.data() + row * columns + column);
                 });
}

template <class T>
double ssim_mean(PlaneArgument<T> a, PlaneArgument<T> b, StatsArgument mean_a, StatsArgument variance_a,
                 TapsArgument taps, bool reflect, double c1, double c2, double scale) {
    nb::gil_scoped_release unlocked;
    const Window window = window_of(taps, reflect);
    const Plane<T> plane_a(a), plane_b(b);
    const Index rows = window.places(plane_a.height), columns = window.places(plane_a.width);
    std::vector<double> sums(static_cast<std::size_t>(columns));
    similarities(plane_a, plane_b, mean_a.data(), variance_a.data(), window, {c1, c2, scale},
                 [&](Index, Index column, Index count, const double *values) {
                     add_to(values, count, sums.data() + column);
                 });
    double total = 0;
    for (const double sum : sums) total += sum;
    return total / (static_cast<double>(rows) * static_cast<double>(columns));
}

template <class T>
void bind(nb::module_ &module) {
    module.def("window_stats", &window_stats<T>, nb::arg("plane").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("mean").noconvert(), nb::arg("variance").noconvert());
    module.def("ssim_map", &ssim_map<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("c1"), nb::arg("c2"), nb::arg("covariance_scale"), nb::arg("out").noconvert());
    module.def("ssim_mean", &ssim_mean<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("c1"), nb::arg("c2"), nb::arg("covariance_scale"));
}

}  // namespace

void bind_ssim(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
