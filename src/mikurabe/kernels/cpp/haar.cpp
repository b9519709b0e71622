// How alike the Haar wavelet coefficients of two pictures are. The specification is haar.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "bindings.hpp"
#include "lanes.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Places that are worked on at a time, and the columns around them that their windows see: three before, four after,
// and some more, so that sums of neighbours need no end of their own.
constexpr Index kColumns = 240;
constexpr Index kBefore = 4;
constexpr Index kPitch = kColumns + 16;

// Rows that a window of the third scale sees.
constexpr Index kRing = 8;

constexpr int kScales = 3;
constexpr int kLanes = 8;

template <class T>
using CubeArgument = nb::ndarray<const T, nb::ndim<3>, nb::device::cpu>;
template <class T>
using SumsArgument = nb::ndarray<const T, nb::ndim<3>, nb::c_contig, nb::device::cpu>;
template <class T>
using SumsResult = nb::ndarray<T, nb::ndim<3>, nb::c_contig, nb::device::cpu>;
using MixingArgument = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

// ---------------------------------------------------------------------------------------- sums of channels

template <class T, class Sum>
MIKURABE_INLINE void add_rows(const T *above, const T *below, Index n, Sum *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = static_cast<Sum>(static_cast<Sum>(above[i]) + static_cast<Sum>(below[i]));
}

// Three channels beside each other become three rows of sums of two neighbours.
template <class Sum>
MIKURABE_INLINE void part_channels(const Sum *x, Index n, Sum *MIKURABE_RESTRICT red, Sum *MIKURABE_RESTRICT green,
                                   Sum *MIKURABE_RESTRICT blue) {
    for (Index i = 0; i < n; ++i) {
        red[i] = static_cast<Sum>(x[6 * i] + x[6 * i + 3]);
        green[i] = static_cast<Sum>(x[6 * i + 1] + x[6 * i + 4]);
        blue[i] = static_cast<Sum>(x[6 * i + 2] + x[6 * i + 5]);
    }
}

template <class Sum>
MIKURABE_INLINE void add_neighbours(const Sum *x, Index n, Sum *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = static_cast<Sum>(x[2 * i] + x[2 * i + 1]);
}

#define MIKURABE_ADD(T, SUM)                                                                                   \
    MIKURABE_WIDE void add(const T *above, const T *below, Index n, SUM *out) { add_rows(above, below, n, out); }
MIKURABE_ADD(std::uint8_t, std::uint16_t)
MIKURABE_ADD(std::uint16_t, std::uint32_t)
MIKURABE_ADD(float, double)
MIKURABE_ADD(double, double)
#undef MIKURABE_ADD

#define MIKURABE_PART(SUM)                                                                                     \
    MIKURABE_WIDE void part(const SUM *x, Index n, SUM *red, SUM *green, SUM *blue) {                          \
        part_channels(x, n, red, green, blue);                                                                 \
    }                                                                                                          \
    MIKURABE_WIDE void pairs(const SUM *x, Index n, SUM *out) { add_neighbours(x, n, out); }
MIKURABE_PART(std::uint16_t)
MIKURABE_PART(std::uint32_t)
MIKURABE_PART(double)
#undef MIKURABE_PART

template <class T, class Sum>
void channel_sums(CubeArgument<T> pixels, bool halve, SumsResult<Sum> out) {
    nb::gil_scoped_release unlocked;
    const Index height = static_cast<Index>(pixels.shape(0)), width = static_cast<Index>(pixels.shape(1));
    const Index channels = static_cast<Index>(pixels.shape(2));
    const Index down = static_cast<Index>(pixels.stride(0)), right = static_cast<Index>(pixels.stride(1));
    const Index deep = static_cast<Index>(pixels.stride(2));
    const Index rows = static_cast<Index>(out.shape(1)), columns = static_cast<Index>(out.shape(2));
    if (!halve) {
        for (Index channel = 0; channel < channels; ++channel)
            for (Index y = 0; y < rows; ++y)
                for (Index x = 0; x < columns; ++x)
                    out.data()[(channel * rows + y) * columns + x] =
                        static_cast<Sum>(pixels.data()[y * down + x * right + channel * deep]);
        return;
    }
    const bool dense = deep == 1 && right == channels;
    const Index length = width * channels, room = 2 * columns * channels;
    std::vector<T> copies[2] = {std::vector<T>(static_cast<std::size_t>(dense ? 0 : length)),
                                std::vector<T>(static_cast<std::size_t>(length))};
    // What stands beyond an odd width stays 0.
    std::vector<Sum> sums(static_cast<std::size_t>(room));
    const auto row_of = [&](Index y, std::vector<T> &copy) {
        const T *row = pixels.data() + y * down;
        if (dense) return row;
        for (Index x = 0; x < width; ++x)
            for (Index channel = 0; channel < channels; ++channel)
                copy[static_cast<std::size_t>(x * channels + channel)] = row[x * right + channel * deep];
        return static_cast<const T *>(copy.data());
    };
    for (Index y = 0; y < rows; ++y) {
        const T *above = row_of(2 * y, copies[0]);
        if (2 * y + 1 == height) std::fill(copies[1].begin(), copies[1].end(), T{0});
        const T *below = 2 * y + 1 < height ? row_of(2 * y + 1, copies[1]) : copies[1].data();
        add(above, below, length, sums.data());
        Sum *to = out.data() + y * columns;
        if (channels == 3)
            part(sums.data(), columns, to, to + rows * columns, to + 2 * rows * columns);
        else
            pairs(sums.data(), columns, to);
    }
}

// ------------------------------------------------------------------------------------------------- likeness

template <class Sum>
MIKURABE_INLINE void mix_row(const Sum *x, Index apart, int channels, const double *weights, Index n,
                             double *MIKURABE_RESTRICT out) {
    if (channels == 3) {
        const Sum *green = x + apart, *blue = x + 2 * apart;
        for (Index i = 0; i < n; ++i)
            out[i] = weights[0] * static_cast<double>(x[i]) + weights[1] * static_cast<double>(green[i]) +
                     weights[2] * static_cast<double>(blue[i]);
    } else {
        for (Index i = 0; i < n; ++i) out[i] = weights[0] * static_cast<double>(x[i]);
    }
}

#define MIKURABE_MIX(SUM)                                                                                      \
    MIKURABE_WIDE void mix(const SUM *x, Index apart, int channels, const double *weights, Index n, double *out) { \
        mix_row(x, apart, channels, weights, n, out);                                                          \
    }
MIKURABE_MIX(std::uint16_t)
MIKURABE_MIX(std::uint32_t)
MIKURABE_MIX(double)
#undef MIKURABE_MIX

// One picture's rows around those that are worked on: the luminance, its sums of 2 and of 4 rows, and the chroma.
struct Rows {
    double plain[kRing][kPitch], twos[kRing][kPitch], fours[kRing][kPitch];
    double chroma[2][2][kPitch];

    double *at(double (*ring)[kPitch], Index y) { return ring[(y + kRing) % kRing]; }
};

// Sizes of the coefficients of one row: across rows, then across columns, of each scale; and of the chroma.
struct Details {
    double sizes[2][kScales][kPitch];
    double chroma[2][kPitch];
};

MIKURABE_WIDE void add_to(const double *MIKURABE_RESTRICT a, const double *MIKURABE_RESTRICT b, Index n,
                          double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = a[i] + b[i];
}

// Half a window's rows below and above the middle, seen from kBefore columns before the first place. ``reach`` is half
// the window's width.
template <Index Reach>
MIKURABE_INLINE void window_row(const double *MIKURABE_RESTRICT above, const double *MIKURABE_RESTRICT below, Index n,
                                double *MIKURABE_RESTRICT across_rows, double *MIKURABE_RESTRICT across_columns) {
    double difference[kPitch], sum[kPitch];
    const Index wide = n + 2 * kBefore;
    for (Index i = 0; i < wide; ++i) {
        difference[i] = below[i] - above[i];
        sum[i] = below[i] + above[i];
    }
    if constexpr (Reach > 1) {
        for (Index i = 0; i + 1 < wide; ++i) {
            difference[i] = difference[i] + difference[i + 1];
            sum[i] = sum[i] + sum[i + 1];
        }
    }
    if constexpr (Reach > 2) {
        for (Index i = 0; i + 3 < wide; ++i) {
            difference[i] = difference[i] + difference[i + 2];
            sum[i] = sum[i] + sum[i + 2];
        }
    }
    const double *left = difference + kBefore - Reach + 1, *right = difference + kBefore + 1;
    const double *left_sum = sum + kBefore - Reach + 1, *right_sum = sum + kBefore + 1;
    constexpr double scale = 0.5 / Reach;
    for (Index i = 0; i < n; ++i) {
        across_rows[i] = std::fabs(left[i] + right[i]) * scale;
        across_columns[i] = std::fabs(right_sum[i] - left_sum[i]) * scale;
    }
}

MIKURABE_WIDE void detail_rows(Rows &rows, Index y, Index n, bool coloured, Details &out) {
    window_row<1>(rows.at(rows.plain, y), rows.at(rows.plain, y + 1), n, out.sizes[0][0], out.sizes[1][0]);
    window_row<2>(rows.at(rows.twos, y - 1), rows.at(rows.twos, y + 1), n, out.sizes[0][1], out.sizes[1][1]);
    window_row<4>(rows.at(rows.fours, y - 3), rows.at(rows.fours, y + 1), n, out.sizes[0][2], out.sizes[1][2]);
    if (!coloured) return;
    for (int plane = 0; plane < 2; ++plane) {
        const double *above = rows.chroma[plane][y % 2] + kBefore, *below = rows.chroma[plane][(y + 1) % 2] + kBefore;
        double *MIKURABE_RESTRICT to = out.chroma[plane];
        for (Index i = 0; i < n; ++i)
            to[i] = std::fabs((above[i] + below[i]) + (above[i + 1] + below[i + 1])) * 0.25;
    }
}

struct Logistic {
    double constant, slope, faint;
};

// Both pictures' pairs of coefficients: what is missed, one division for two similarities.
MIKURABE_INLINE void missed(const double *a1, const double *b1, const double *a2, const double *b2, double constant,
                            Four &out) {
    Four a, b, c, d;
    load(a, a1);
    load(b, b1);
    load(c, a2);
    load(d, b2);
    const Four fine = a * a + b * b + constant, coarse = c * c + d * d + constant;
    a = a - b;
    c = c - d;
    out = (a * a * coarse + c * c * fine) / (fine * coarse * 2.0);
}

// exp(x) - 1 for 0 <= x <= 5: the series for a sixteenth, then (1 + u)**2 - 1 = u (u + 2) four times over. It is
// exactly 0 for 0, and keeps its digits near it.
MIKURABE_INLINE void rise(Four &x) {
    const Four z = x * 0.0625;
    Four sum = z * (1.0 / 479001600.0) + 1.0 / 39916800.0;
    sum = sum * z + 1.0 / 3628800.0;
    sum = sum * z + 1.0 / 362880.0;
    sum = sum * z + 1.0 / 40320.0;
    sum = sum * z + 1.0 / 5040.0;
    sum = sum * z + 1.0 / 720.0;
    sum = sum * z + 1.0 / 120.0;
    sum = sum * z + 1.0 / 24.0;
    sum = sum * z + 1.0 / 6.0;
    sum = sum * z + 0.5;
    sum = sum * z + 1.0;
    sum = sum * z;
    for (int doubling = 0; doubling < 4; ++doubling) sum = sum * (sum + 2.0);
    x = sum;
}

// Weights, and weights times losses over faint / (1 + faint), of one row: one division for all three similarities.
template <bool Coloured>
MIKURABE_INLINE void lose(const Details &a, const Details &b, const Logistic &by, Index n, double *losses,
                          double *weights) {
    constexpr int kinds = Coloured ? 3 : 2;
    for (Index i = 0; i < n; i += 4) {
        Four rising[kinds], below[kinds], weight[kinds], other;
        for (int direction = 0; direction < 2; ++direction) {
            const auto &first = a.sizes[direction], &second = b.sizes[direction];
            missed(first[0] + i, second[0] + i, first[1] + i, second[1] + i, by.constant, rising[direction]);
            load(weight[direction], first[2] + i);
            load(other, second[2] + i);
            larger(weight[direction], other);
        }
        if constexpr (Coloured) {
            missed(a.chroma[0] + i, b.chroma[0] + i, a.chroma[1] + i, b.chroma[1] + i, by.constant, rising[2]);
            weight[2] = (weight[0] + weight[1]) * 0.5;
        }
        for (int kind = 0; kind < kinds; ++kind) {
            rising[kind] = rising[kind] * by.slope;
            rise(rising[kind]);
            below[kind] = rising[kind] * by.faint + (1.0 + by.faint);
            rising[kind] = rising[kind] * weight[kind];
        }
        Four loss = rising[0] * below[1] + rising[1] * below[0], line = below[0] * below[1];
        Four total = weight[0] + weight[1];
        if constexpr (Coloured) {
            loss = loss * below[2] + rising[2] * line;
            line = line * below[2];
            total = total + weight[2];
        }
        store(loss / line, losses + i);
        store(total, weights + i);
    }
}

MIKURABE_WIDE void lose_row(const Details &a, const Details &b, const Logistic &by, Index n, bool coloured,
                            double *losses, double *weights) {
    if (coloured)
        lose<true>(a, b, by, n, losses, weights);
    else
        lose<false>(a, b, by, n, losses, weights);
}

// The sum of a row in eight lanes, which are added up in order.
MIKURABE_WIDE double sum_row(const double *x, Index n) {
    double lanes[kLanes] = {};
    Index i = 0;
    for (; i + kLanes <= n; i += kLanes)
        for (int lane = 0; lane < kLanes; ++lane) lanes[lane] += x[i + lane];
    for (int lane = 0; i < n; ++i, ++lane) lanes[lane] += x[i];
    double sum = 0;
    for (int lane = 0; lane < kLanes; ++lane) sum += lanes[lane];
    return sum;
}

template <class Sum>
struct Source {
    const Sum *data;
    Index height, width;
    int channels;

    // One mixed row of the columns from ``first`` on, with zeros beyond the border.
    void read(Index y, Index first, const double *weights, double *out) const {
        const Index start = std::max<Index>(first, 0), stop = std::min(first + kPitch, width);
        if (y < 0 || y >= height) return std::fill_n(out, kPitch, 0.0), void();
        std::fill(out, out + (start - first), 0.0);
        mix(data + y * width + start, height * width, channels, weights, stop - start, out + (start - first));
        std::fill(out + (stop - first), out + kPitch, 0.0);
    }

    // The luminance's row y and the sums that it completes, and the chroma's row y - 3.
    void advance(Index y, Index first, const double *mixing, bool coloured, Rows &rows) const {
        read(y, first, mixing, rows.at(rows.plain, y));
        add_to(rows.at(rows.plain, y - 1), rows.at(rows.plain, y), kPitch, rows.at(rows.twos, y - 1));
        add_to(rows.at(rows.twos, y - 3), rows.at(rows.twos, y - 1), kPitch, rows.at(rows.fours, y - 3));
        if (!coloured || y < 3) return;
        for (int plane = 0; plane < 2; ++plane)
            read(y - 3, first, mixing + (plane + 1) * channels, rows.chroma[plane][(y - 3) % 2]);
    }
};

template <class Sum>
nb::tuple haar_losses(SumsArgument<Sum> first, SumsArgument<Sum> second, MixingArgument mixing, double constant,
                      double slope) {
    double losses = 0, weights = 0;
    {
        nb::gil_scoped_release unlocked;
        const Index height = static_cast<Index>(first.shape(1)), width = static_cast<Index>(first.shape(2));
        const int channels = static_cast<int>(first.shape(0));
        const Source<Sum> sources[2] = {{first.data(), height, width, channels}, {second.data(), height, width, channels}};
        const bool coloured = mixing.shape(0) == 3;
        const Logistic by{constant, slope, std::exp(-slope)};
        const auto rows = std::make_unique<Rows[]>(2);
        const auto details = std::make_unique<Details[]>(2);
        double lost[kColumns], weight[kColumns];
        for (Index x = 0; x < width; x += kColumns) {
            const Index count = std::min(kColumns, width - x), fours = (count + 3) / 4 * 4;
            std::fill_n(&rows[0], 2, Rows{});
            for (Index y = 0; y < height + 4; ++y) {
                for (int picture = 0; picture < 2; ++picture) {
                    sources[picture].advance(y, x - kBefore, mixing.data(), coloured, rows[picture]);
                    if (y >= 4) detail_rows(rows[picture], y - 4, fours, coloured, details[picture]);
                }
                if (y < 4) continue;
                lose_row(details[0], details[1], by, fours, coloured, lost, weight);
                losses += sum_row(lost, count);
                weights += sum_row(weight, count);
            }
        }
        losses *= by.faint / (1.0 + by.faint);
    }
    return nb::make_tuple(losses, weights);
}

template <class T, class Sum>
void bind_sums(nb::module_ &module) {
    module.def("channel_sums", &channel_sums<T, Sum>, nb::arg("pixels").noconvert(), nb::arg("halve"),
               nb::arg("out").noconvert());
}

template <class Sum>
void bind_losses(nb::module_ &module) {
    module.def("haar_losses", &haar_losses<Sum>, nb::arg("sums_a").noconvert(), nb::arg("sums_b").noconvert(),
               nb::arg("mixing").noconvert(), nb::arg("constant"), nb::arg("slope"));
}

}  // namespace

void bind_haar(nb::module_ &module) {
    bind_sums<std::uint8_t, std::uint16_t>(module);
    bind_sums<std::uint16_t, std::uint32_t>(module);
    bind_sums<float, double>(module);
    bind_sums<double, double>(module);
    bind_losses<std::uint16_t>(module);
    bind_losses<std::uint32_t>(module);
    bind_losses<double>(module);
}

}  // namespace mikurabe
