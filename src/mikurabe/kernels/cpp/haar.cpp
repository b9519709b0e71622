// How alike the Haar wavelet coefficients of two pictures are. The specification is haar.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "bindings.hpp"
#include "lanes.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Places that are worked on at a time, and the columns around them that their windows see: three before, four after.
// All rows that a row of places sees then lie in the nearest cache.
constexpr Index kColumns = 120;
constexpr Index kBefore = 4;
constexpr Index kPitch = kColumns + 8;

// Rows that a window of the third scale sees.
constexpr Index kRing = 8;

constexpr int kLanes = 8;

// Rows between the one that is worked on and the one that is asked for.
constexpr Index kAhead = 4;

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

// One plane mixed from the one channel, or as many as there are from three.
template <class Sum>
MIKURABE_INLINE void mix_rows(const Sum *x, Index apart, const double *weights, Index n,
                              double *MIKURABE_RESTRICT plain, double *MIKURABE_RESTRICT first, double *MIKURABE_RESTRICT second) {
    if (apart == 0) {
        for (Index i = 0; i < n; ++i) plain[i] = weights[0] * static_cast<double>(x[i]);
        return;
    }
    for (Index i = 0; i < n; ++i) {
        const double red = static_cast<double>(x[i]), green = static_cast<double>(x[i + apart]);
        const double blue = static_cast<double>(x[i + 2 * apart]);
        plain[i] = weights[0] * red + weights[1] * green + weights[2] * blue;
        first[i] = weights[3] * red + weights[4] * green + weights[5] * blue;
        second[i] = weights[6] * red + weights[7] * green + weights[8] * blue;
    }
}

#define MIKURABE_MIX(SUM)                                                                                       \
    MIKURABE_WIDE void mix(const SUM *x, Index apart, const double *weights, Index n, double *plain,            \
                           double *first, double *second) {                                                     \
        mix_rows(x, apart, weights, n, plain, first, second);                                                   \
    }
MIKURABE_MIX(std::uint16_t)
MIKURABE_MIX(std::uint32_t)
MIKURABE_MIX(double)
#undef MIKURABE_MIX

// Sums of four places: those ``apart`` columns from each other in two rows.
MIKURABE_WIDE void box_row(const double *above, const double *below, Index apart, double *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < kPitch; i += 4) {
        Four a, b, c, d;
        load(a, above + i);
        load(b, below + i);
        load(c, above + i + apart);
        load(d, below + i + apart);
        store((a + b) + (c + d), out + i);
    }
}

// One picture's rows around those that are worked on: the luminance, its sums over 2 x 2 and over 4 x 4 places to the
// right and below, and the chroma's two planes.
class Rows {
  public:
    enum Kind { kPlain, kTwos, kFours, kFirst, kSecond, kKinds };

    double *at(int kind, Index y) { return memory_.data() + (kind * kRing + (y + kRing) % kRing) * kPitch; }
    void clear() { std::fill(memory_.begin(), memory_.end(), 0.0); }

  private:
    // Sums of neighbours read a little beyond the last row.
    std::vector<double> memory_ = std::vector<double>(kKinds * kRing * kPitch + kBefore);
};

// A window's quarters: the rows of the upper two and of the lower two, and how far the right ones are from the left.
struct Quarters {
    const double *above, *below;
    Index apart;

    // The sizes of the differences between lower and upper half, and between right and left half.
    MIKURABE_INLINE void sizes(Index i, Four &across_rows, Four &across_columns) const {
        Four a, b, c, d;
        load(a, above + i);
        load(b, above + i + apart);
        load(c, below + i);
        load(d, below + i + apart);
        across_rows = (c - a) + (d - b);
        across_columns = (b + d) - (a + c);
        unsign(across_rows);
        unsign(across_columns);
    }
};

// What one picture shows of one row: the windows of the three scales, and the chroma's places.
struct View {
    Quarters scales[3], chroma[2];

    View(Rows &rows, Index y) {
        const auto quarters = [&](int kind, Index half) {
            return Quarters{rows.at(kind, y + 1 - half) + kBefore + 1 - half, rows.at(kind, y + 1) + kBefore + 1 - half,
                            half};
        };
        scales[0] = quarters(Rows::kPlain, 1);
        scales[1] = quarters(Rows::kTwos, 2);
        scales[2] = quarters(Rows::kFours, 4);
        chroma[0] = quarters(Rows::kFirst, 1);
        chroma[1] = quarters(Rows::kSecond, 1);
    }
};

// Half the slope of the logistic function, and the hyperbolic tangent of that. With l(t) = (1 + tanh(t / 2)) / 2 and
// the addition theorem, the loss is (1 - top**2) / 2 times T / (1 - top T) with T = tanh(half m).
struct Logistic {
    double constant, half, top;
};

// What is missed by two pairs of coefficients, with one division. Coefficients are sums that are not divided by the
// window's size: the constants are multiplied by its square instead, and the quotients are the same.
MIKURABE_INLINE void missed(const Four &a1, const Four &b1, double constant1, const Four &a2, const Four &b2,
                            double constant2, Four &out) {
    const Four fine = a1 * a1 + b1 * b1 + constant1, coarse = a2 * a2 + b2 * b2 + constant2;
    const Four d1 = a1 - b1, d2 = a2 - b2;
    out = (d1 * d1 * coarse + d2 * d2 * fine) / (fine * coarse * 2.0);
}

// The size of the chroma's mean over 2 x 2, times 4.
MIKURABE_INLINE void chroma_of(const Quarters &quarters, Index i, Four &out) {
    Four a, b, c, d;
    load(a, quarters.above + i);
    load(b, quarters.above + i + 1);
    load(c, quarters.below + i);
    load(d, quarters.below + i + 1);
    out = (a + c) + (b + d);
    unsign(out);
}

// tanh(x) = above / below for 0 <= x <= 2.1, to 5e-16 of it: Lambert's continued fraction to its 11th term.
MIKURABE_INLINE void bend(const Four &x, Four &above, Four &below) {
    const Four t = x * x;
    above = x * (((((t + 2145.0) * t + 675675.0) * t + 64324260.0) * t + 1964187225.0) * t + 13749310575.0);
    below = ((((t * 66.0 + 45045.0) * t + 7567560.0) * t + 413513100.0) * t + 6547290750.0) * t + 13749310575.0;
}

// Weights times 8, and those times losses over (1 - top**2) / 2, of one row: one division for all similarities.
template <bool Coloured>
MIKURABE_INLINE void lose(const View &a, const View &b, const Logistic &by, Index n, double *losses,
                          double *weights) {
    constexpr int kinds = Coloured ? 3 : 2;
    for (Index i = 0; i < n; i += 4) {
        Four first[3][2], second[3][2], rising[kinds], below[kinds], weight[kinds];
        for (int scale = 0; scale < 3; ++scale) {
            a.scales[scale].sizes(i, first[scale][0], first[scale][1]);
            b.scales[scale].sizes(i, second[scale][0], second[scale][1]);
        }
        for (int direction = 0; direction < 2; ++direction) {
            missed(first[0][direction], second[0][direction], by.constant * 4, first[1][direction],
                   second[1][direction], by.constant * 16, rising[direction]);
            weight[direction] = first[2][direction];
            larger(weight[direction], second[2][direction]);
        }
        if constexpr (Coloured) {
            chroma_of(a.chroma[0], i, first[0][0]);
            chroma_of(b.chroma[0], i, second[0][0]);
            chroma_of(a.chroma[1], i, first[0][1]);
            chroma_of(b.chroma[1], i, second[0][1]);
            missed(first[0][0], second[0][0], by.constant * 16, first[0][1], second[0][1], by.constant * 16, rising[2]);
            weight[2] = (weight[0] + weight[1]) * 0.5;
        }
        for (int kind = 0; kind < kinds; ++kind) {
            Four above;
            bend(rising[kind] * by.half, above, below[kind]);
            below[kind] = below[kind] - above * by.top;
            rising[kind] = above * weight[kind];
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

MIKURABE_WIDE void lose_row(const View &a, const View &b, const Logistic &by, Index n, bool coloured, double *losses,
                            double *weights) {
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

    // Reads row y of the columns from ``left`` on, with zeros beyond the border, and adds up the boxes it completes.
    void advance(Index y, Index left, const double *mixing, Rows &rows) const {
        double *planes[3] = {rows.at(Rows::kPlain, y), rows.at(Rows::kFirst, y), rows.at(Rows::kSecond, y)};
        const Index start = std::max<Index>(left, 0), stop = y < height ? std::min(left + kPitch, width) : start;
        for (double *plane : planes) {
            std::fill(plane, plane + (start - left), 0.0);
            std::fill(plane + (stop - left), plane + kPitch, 0.0);
        }
        // Each row of a large picture lies on a page of its own, which is slow to find.
        if (y + kAhead < height)
            for (int channel = 0; channel < channels; ++channel)
                fetch(data + (channel * height + y + kAhead) * width + start, std::min(left + kPitch, width) - start);
        if (start < stop)
            mix(data + y * width + start, channels == 3 ? height * width : 0, mixing, stop - start,
                planes[0] + (start - left), planes[1] + (start - left), planes[2] + (start - left));
        box_row(rows.at(Rows::kPlain, y - 1), rows.at(Rows::kPlain, y), 1, rows.at(Rows::kTwos, y - 1));
        box_row(rows.at(Rows::kTwos, y - 3), rows.at(Rows::kTwos, y - 1), 2, rows.at(Rows::kFours, y - 3));
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
        const Source<Sum> sources[2] = {{first.data(), height, width, channels},
                                        {second.data(), height, width, channels}};
        const int planes = static_cast<int>(mixing.shape(0));
        const Logistic by{constant, slope / 2, std::tanh(slope / 2)};
        Rows rows[2];
        double lost[kColumns], weight[kColumns];
        for (Index x = 0; x < width; x += kColumns) {
            const Index count = std::min(kColumns, width - x), fours = (count + 3) / 4 * 4;
            for (Rows &each : rows) each.clear();
            for (Index y = 0; y < height + 4; ++y) {
                for (int picture = 0; picture < 2; ++picture)
                    sources[picture].advance(y, x - kBefore, mixing.data(), rows[picture]);
                if (y < 4) continue;
                lose_row(View(rows[0], y - 4), View(rows[1], y - 4), by, fours, planes == 3, lost, weight);
                losses += sum_row(lost, count);
                weights += sum_row(weight, count);
            }
        }
        losses *= (1.0 - by.top * by.top) / 2 / 8;
        weights /= 8;
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
