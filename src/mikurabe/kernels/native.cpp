// The inner loops in C++. The specification of each is its NumPy twin: moments.py, ssim.py.
//
// Arguments arrive checked (native.py does that, with the twins' own checks), so nothing here raises for what
// a user can cause. The interpreter lock is released while a kernel works.
//
// The same bits on every machine: no fused multiply-add, no fast-math, and every sum has one fixed order,
// which no width of SIMD changes. Wide loops run over columns, or over eight running sums that are added up
// in order at the end. MIKURABE_WIDE makes an AVX2 and a plain version of a function; the loader picks one.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#if defined(MIKURABE_HAS_TARGET_CLONES)
#define MIKURABE_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define MIKURABE_WIDE
#endif

// What a wide function calls must be compiled into each of its versions.
#if defined(_MSC_VER)
#define MIKURABE_INLINE __forceinline
#define MIKURABE_RESTRICT __restrict
#else
#define MIKURABE_INLINE inline __attribute__((always_inline))
#define MIKURABE_RESTRICT __restrict__
#endif

namespace nb = nanobind;

namespace mikurabe {

using Index = std::ptrdiff_t;

// ---------------------------------------------------------------------------------------------- moments

// Small enough that sums of 8-bit products fit 32 bits: 4096 * 255 * 255 < 2^32.
constexpr Index kBlock = 4096;
constexpr int kSums = 7;  // a, b, aa, bb, ab, dd, |d|
constexpr int kLanes = 8;

// Hands out the elements of an array of up to three axes in their logical order, a block at a time, so that
// sums do not depend on how the array lies in memory.
template <class T>
class Blocks {
  public:
    explicit Blocks(const nb::ndarray<const T, nb::device::cpu> &array) : data_(array.data()) {
        const int axes = static_cast<int>(array.ndim());
        for (int i = 0; i < axes; ++i) {
            shape_[3 - axes + i] = static_cast<Index>(array.shape(i));
            stride_[3 - axes + i] = static_cast<Index>(array.stride(i));
        }
        Index expected = 1;
        for (int i = 2; i >= 0; --i) {
            contiguous_ = contiguous_ && (shape_[i] == 1 || stride_[i] == expected);
            expected *= shape_[i];
        }
    }

    const T *next(Index count) {
        if (contiguous_) {
            const T *block = data_ + done_;
            done_ += count;
            return block;
        }
        for (Index filled = 0; filled < count;) {
            const Index run = std::min(count - filled, shape_[2] - at_[2]);
            const T *from = data_ + at_[0] * stride_[0] + at_[1] * stride_[1] + at_[2] * stride_[2];
            for (Index i = 0; i < run; ++i) buffer_[filled + i] = from[i * stride_[2]];
            filled += run;
            at_[2] += run;
            for (int axis = 2; axis > 0 && at_[axis] == shape_[axis]; --axis) {
                at_[axis] = 0;
                ++at_[axis - 1];
            }
        }
        return buffer_.data();
    }

  private:
    const T *data_;
    std::array<Index, 3> shape_{1, 1, 1}, stride_{0, 0, 0}, at_{0, 0, 0};
    bool contiguous_ = true;
    Index done_ = 0;
    std::array<T, kBlock> buffer_;
};

using WholeSums = std::array<std::uint64_t, kSums>;
using FloatSums = std::array<double, kSums>;

// One block's sums are added to the totals. 16-bit totals are exact up to 2^32 elements, which native.py
// checks: 2^32 * 65535^2 < 2^64.
MIKURABE_WIDE void add_block(const std::uint8_t *a, const std::uint8_t *b, Index n, WholeSums &totals) {
    std::int32_t sum_a = 0, sum_b = 0, sum_aa = 0, sum_bb = 0, sum_ab = 0, sum_dd = 0, sum_abs = 0;
    for (Index i = 0; i < n; ++i) {
        const std::int16_t x = a[i], y = b[i];
        const std::int16_t d = static_cast<std::int16_t>(x - y);
        sum_a += x;
        sum_b += y;
        sum_aa += x * x;
        sum_bb += y * y;
        sum_ab += x * y;
        sum_dd += d * d;
        sum_abs += d < 0 ? -d : d;
    }
    const std::int32_t block[kSums] = {sum_a, sum_b, sum_aa, sum_bb, sum_ab, sum_dd, sum_abs};
    for (int i = 0; i < kSums; ++i) totals[i] += static_cast<std::uint64_t>(block[i]);
}

MIKURABE_WIDE void add_block(const std::uint16_t *a, const std::uint16_t *b, Index n, WholeSums &totals) {
    std::uint32_t sum_a = 0, sum_b = 0, sum_abs = 0;
    std::uint64_t sum_aa = 0, sum_bb = 0, sum_ab = 0, sum_dd = 0;
    for (Index i = 0; i < n; ++i) {
        const std::uint32_t x = a[i], y = b[i];
        const std::uint32_t d = x < y ? y - x : x - y;
        sum_a += x;
        sum_b += y;
        sum_abs += d;
        sum_aa += static_cast<std::uint64_t>(x) * x;
        sum_bb += static_cast<std::uint64_t>(y) * y;
        sum_ab += static_cast<std::uint64_t>(x) * y;
        sum_dd += static_cast<std::uint64_t>(d) * d;
    }
    const std::uint64_t block[kSums] = {sum_a, sum_b, sum_aa, sum_bb, sum_ab, sum_dd, sum_abs};
    for (int i = 0; i < kSums; ++i) totals[i] += block[i];
}

template <class T>
MIKURABE_INLINE void sum_floats(const T *a, const T *b, Index n, FloatSums &block) {
    double lanes[kSums][kLanes] = {};
    Index i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        for (int lane = 0; lane < kLanes; ++lane) {
            const double x = a[i + lane], y = b[i + lane], d = x - y;
            lanes[0][lane] += x;
            lanes[1][lane] += y;
            lanes[2][lane] += x * x;
            lanes[3][lane] += y * y;
            lanes[4][lane] += x * y;
            lanes[5][lane] += d * d;
            lanes[6][lane] += std::fabs(d);
        }
    }
    for (int lane = 0; i < n; ++i, ++lane) {
        const double x = a[i], y = b[i], d = x - y;
        lanes[0][lane] += x;
        lanes[1][lane] += y;
        lanes[2][lane] += x * x;
        lanes[3][lane] += y * y;
        lanes[4][lane] += x * y;
        lanes[5][lane] += d * d;
        lanes[6][lane] += std::fabs(d);
    }
    for (int sum = 0; sum < kSums; ++sum) {
        block[sum] = 0;
        for (int lane = 0; lane < kLanes; ++lane) block[sum] += lanes[sum][lane];
    }
}

MIKURABE_WIDE void sum_block(const float *a, const float *b, Index n, FloatSums &block) { sum_floats(a, b, n, block); }
MIKURABE_WIDE void sum_block(const double *a, const double *b, Index n, FloatSums &block) { sum_floats(a, b, n, block); }

// Neumaier's compensated sum over the blocks: the number of blocks costs no accuracy.
struct Compensated {
    double sum = 0, lost = 0;
    void add(double x) {
        const double next = sum + x;
        lost += std::fabs(sum) >= std::fabs(x) ? (sum - next) + x : (x - next) + sum;
        sum = next;
    }
    // What was lost has no meaning once the sum is infinite or NaN.
    double total() const { return std::isfinite(sum) ? sum + lost : sum; }
};

template <class T>
nb::tuple moments(nb::ndarray<const T, nb::device::cpu> a, nb::ndarray<const T, nb::device::cpu> b) {
    const Index n = static_cast<Index>(a.size());
    if constexpr (std::is_integral_v<T>) {
        WholeSums totals{};
        {
            nb::gil_scoped_release unlocked;
            Blocks<T> blocks_a(a), blocks_b(b);
            for (Index start = 0; start < n; start += kBlock) {
                const Index count = std::min(kBlock, n - start);
                add_block(blocks_a.next(count), blocks_b.next(count), count, totals);
            }
        }
        return nb::make_tuple(totals[0], totals[1], totals[2], totals[3], totals[4], totals[5], totals[6]);
    } else {
        std::array<Compensated, kSums> totals;
        {
            nb::gil_scoped_release unlocked;
            Blocks<T> blocks_a(a), blocks_b(b);
            FloatSums block;
            for (Index start = 0; start < n; start += kBlock) {
                const Index count = std::min(kBlock, n - start);
                sum_block(blocks_a.next(count), blocks_b.next(count), count, block);
                for (int i = 0; i < kSums; ++i) totals[i].add(block[i]);
            }
        }
        return nb::make_tuple(totals[0].total(), totals[1].total(), totals[2].total(), totals[3].total(),
                              totals[4].total(), totals[5].total(), totals[6].total());
    }
}

// ---------------------------------------------------------------------------------------------- windows

// Columns of the result that are worked on at a time, so that the rows under a window stay in the cache.
constexpr Index kStrip = 512;

// Columns whose sums are kept beside each other where the number of taps is not known to the compiler.
constexpr Index kTile = 32;

template <class T>
struct Plane {
    const T *data;
    Index row, column;  // strides, in elements
    Index height, width;

    explicit Plane(const nb::ndarray<const T, nb::ndim<2>, nb::device::cpu> &array)
        : data(array.data()), row(static_cast<Index>(array.stride(0))), column(static_cast<Index>(array.stride(1))),
          height(static_cast<Index>(array.shape(0))), width(static_cast<Index>(array.shape(1))) {}
};

struct Window {
    const double *taps;
    Index n;
    bool reflect;

    Index before() const { return reflect ? n / 2 : 0; }
    Index places(Index length) const { return reflect ? length : length - n + 1; }
};

// Which pixel stands at a place outside the side: mirrored without repeating the edge, as often as needed.
Index reflected(Index place, Index length) {
    if (length == 1) return 0;
    const Index period = 2 * (length - 1);
    Index folded = place % period;
    if (folded < 0) folded += period;
    return std::min(folded, period - folded);
}

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

template <class T>
using PlaneArgument = nb::ndarray<const T, nb::ndim<2>, nb::device::cpu>;
using TapsArgument = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using StatsArgument = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Result = nb::ndarray<double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

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

// ----------------------------------------------------------------------------------------------- module

std::string simd() {
#if defined(MIKURABE_HAS_TARGET_CLONES)
    if (__builtin_cpu_supports("avx2")) return "AVX2";
#endif
#if defined(__AVX2__)
    return "AVX2";
#elif defined(__SSE2__) || defined(_M_X64)
    return "SSE2";
#elif defined(__ARM_NEON) || defined(_M_ARM64)
    return "NEON";
#else
    return "no SIMD";
#endif
}

template <class T>
void bind(nb::module_ &module) {
    module.def("moments", &moments<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert());
    module.def("window_stats", &window_stats<T>, nb::arg("plane").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("mean").noconvert(), nb::arg("variance").noconvert());
    module.def("ssim_map", &ssim_map<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("c1"), nb::arg("c2"), nb::arg("covariance_scale"), nb::arg("out").noconvert());
    module.def("ssim_mean", &ssim_mean<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("reflect"), nb::arg("c1"), nb::arg("c2"), nb::arg("covariance_scale"));
}

}  // namespace mikurabe

NB_MODULE(_native, module) {
    module.doc() = "The inner loops in C++; mikurabe.kernels.native is the way in.";
    module.def("simd", &mikurabe::simd);
    mikurabe::bind<std::uint8_t>(module);
    mikurabe::bind<std::uint16_t>(module);
    mikurabe::bind<float>(module);
    mikurabe::bind<double>(module);
}
