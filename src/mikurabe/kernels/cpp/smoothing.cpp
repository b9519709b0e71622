// A plane under a symmetric window, in single precision. The specification is smoothing.py; both agree in every bit.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "aligned.hpp"
#include "bindings.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Columns that are worked on at a time: the rows under the window stay in a core's second cache, and what strips have
// in common, one radius on either side, is little beside them.
constexpr Index kStrip = 4096;

// Columns for which it is known whether all is 0 there: most of a dot plot's ink is, and needs no sums.
constexpr Index kCell = 32;

// Pairs of pixels that are added to the sums at a time, which then stay in registers meanwhile: the more the better, and
// all of them for a sigma of 3.
constexpr Index kMany = 12, kSome = 4;

// Floats in a line of the cache.
constexpr Index kLine = 16;

// How many floats apart the rows of the ring lie: never nearly a multiple of 4096 bytes, where all of them would
// compete for the same few places of the first cache.
Index room_for(Index columns) {
    constexpr Index page = 1024, apart = 112;
    return columns + (apart + page - columns % page) % page;
}

// Which pixel stands at a place outside the side: mirrored with the edge repeated, as often as needed.
Index mirrored(Index place, Index length) {
    const Index period = 2 * length;
    Index folded = place % period;
    if (folded < 0) folded += period;
    return std::min(folded, period - 1 - folded);
}

MIKURABE_INLINE void note_ink(const float *MIKURABE_RESTRICT x, Index n, Index row, Index *MIKURABE_RESTRICT inked) {
    const auto is_inked = [&](const float *cell, Index columns) {
        int some = 0;
        for (Index i = 0; i < columns; ++i) some |= cell[i] != 0.0f;
        return some != 0;
    };
    Index at = 0;
    for (; at + kCell <= n; at += kCell)
        if (is_inked(x + at, kCell)) inked[at / kCell] = row;
    if (at < n && is_inked(x + at, n - at)) inked[at / kCell] = row;
}

// Writes a row of scaled levels, and the row's number for every cell in which any of them is not 0.
#define MIKURABE_SCALED(T)                                                                                        \
    MIKURABE_WIDEST void scaled(const T *x, Index step, Index n, double scale, float *MIKURABE_RESTRICT out,      \
                                Index row, Index *MIKURABE_RESTRICT inked) {                                      \
        if (step == 1)                                                                                            \
            for (Index i = 0; i < n; ++i) out[i] = static_cast<float>(static_cast<double>(x[i]) * scale);         \
        else                                                                                                      \
            for (Index i = 0; i < n; ++i) out[i] = static_cast<float>(static_cast<double>(x[i * step]) * scale);  \
        note_ink(out, n, row, inked);                                                                             \
    }
MIKURABE_SCALED(std::uint8_t)
MIKURABE_SCALED(std::uint16_t)
MIKURABE_SCALED(float)
MIKURABE_SCALED(double)
#undef MIKURABE_SCALED

// Two places that have one weight.
struct Pair {
    const float *before, *after;
    float weight;
};

template <Index N>
MIKURABE_INLINE void add_pairs(const Pair *pairs, Index n, float *MIKURABE_RESTRICT total) {
    Pair pair[N];
    for (Index k = 0; k < N; ++k) pair[k] = pairs[k];
    for (Index i = 0; i < n; ++i) {
        float sum = total[i];
#pragma GCC unroll 12
        for (Index k = 0; k < N; ++k) sum += pair[k].weight * (pair[k].before[i] + pair[k].after[i]);
        total[i] = sum;
    }
}

// Columns whose sums stay in registers while all pairs are added: where the rows lie is then looked up once for them.
constexpr Index kAtOnce = 32;

// The same from nothing, and the middle after them.
template <Index N, Index Columns>
MIKURABE_INLINE void add_all_at(const Pair *pairs, const float *middle, float weight, Index at,
                                float *MIKURABE_RESTRICT total) {
    float sum[Columns] = {};
#pragma GCC unroll 12
    for (Index k = 0; k < N; ++k) {
        const float *before = pairs[k].before + at, *after = pairs[k].after + at, by = pairs[k].weight;
        for (Index i = 0; i < Columns; ++i) sum[i] += by * (before[i] + after[i]);
    }
    for (Index i = 0; i < Columns; ++i) total[at + i] = sum[i] + weight * middle[at + i];
}

template <Index N>
MIKURABE_INLINE void add_all(const Pair *pairs, const float *middle, float weight, Index n,
                             float *MIKURABE_RESTRICT total) {
    Index at = 0;
    for (; at + kAtOnce <= n; at += kAtOnce) add_all_at<N, kAtOnce>(pairs, middle, weight, at, total);
    for (; at + 8 <= n; at += 8) add_all_at<N, 8>(pairs, middle, weight, at, total);
    for (; at < n; ++at) add_all_at<N, 1>(pairs, middle, weight, at, total);
}

// The weighted sum of all pairs in their order, and of the middle.
MIKURABE_WIDEST void weigh(const Pair *pairs, Index count, const float *middle, float weight, Index n,
                         float *MIKURABE_RESTRICT total) {
    if (count == kMany) return add_all<kMany>(pairs, middle, weight, n, total);
    std::fill_n(total, n, 0.0f);
    for (; count >= kMany; count -= kMany, pairs += kMany) add_pairs<kMany>(pairs, n, total);
    for (; count >= kSome; count -= kSome, pairs += kSome) add_pairs<kSome>(pairs, n, total);
    for (; count > 0; --count, ++pairs) add_pairs<1>(pairs, n, total);
    for (Index i = 0; i < n; ++i) total[i] += weight * middle[i];
}

// The window's weights from the middle outwards.
struct Taps {
    std::vector<float> half;

    Taps(const float *taps, Index n) : half(taps + n / 2, taps + n) {}
    Index radius() const { return static_cast<Index>(half.size()) - 1; }
};

// Calls work(from, count) for every run of columns whose cells are wanted, blank(from, count) for every other.
template <class Wanted, class Work, class Blank>
void in_runs(Index columns, const Wanted &wanted, const Work &work, const Blank &blank) {
    const Index cells = (columns + kCell - 1) / kCell;
    for (Index cell = 0; cell < cells;) {
        const bool is_wanted = wanted(cell);
        Index stop = cell + 1;
        while (stop < cells && wanted(stop) == is_wanted) ++stop;
        const Index from = cell * kCell, count = std::min(columns, stop * kCell) - from;
        if (is_wanted)
            work(from, count);
        else
            blank(from, count);
        cell = stop;
    }
}

// The columns from start to stop of the result.
template <class T>
void smooth_strip(const Plane<T> &plane, double scale, const Taps &taps, Index start, Index stop, float *out) {
    const Index radius = taps.radius(), height = plane.height;
    // The columns that the window sees, those mirrored at the border included.
    const Index low = std::max<Index>(0, start - radius), high = std::min(plane.width, stop + radius);
    const Index columns = high - low, count = stop - start, cells = (columns + kCell - 1) / kCell;
    // The rows under the window, row y in slot y % slots.
    const Index slots = std::min(2 * radius + 1, height), room = room_for(columns);
    Aligned<float> ring(static_cast<std::size_t>(slots * room));
    const auto slot = [&](Index y) { return ring.data() + mirrored(y, height) % slots * room; };
    // Sums down the columns from start - radius to stop + radius.
    const Index before = radius + low - start, gap = (kLine - before % kLine) % kLine;
    Aligned<float> sums(static_cast<std::size_t>(gap + count + 2 * radius));
    float *const down = sums.data() + gap, *const inner = down + before;
    std::vector<Pair> pairs(static_cast<std::size_t>(radius));
    // The last row in which a cell was not blank; whether its sums are.
    std::vector<Index> inked(static_cast<std::size_t>(cells), -radius - 1);
    std::vector<char> summed(static_cast<std::size_t>(cells));

    Index read = 0;
    for (Index y = 0; y < height; ++y) {
        for (; read <= std::min(y + radius, height - 1); ++read) {
            const T *from = plane.data + read * plane.row + low * plane.column;
            scaled(from, plane.column, columns, scale, slot(read), read, inked.data());
        }
        for (Index cell = 0; cell < cells; ++cell)
            summed[static_cast<std::size_t>(cell)] = inked[static_cast<std::size_t>(cell)] >= y - radius;
        in_runs(
            columns, [&](Index cell) { return summed[static_cast<std::size_t>(cell)] != 0; },
            [&](Index from, Index n) {
                for (Index k = radius; k > 0; --k)
                    pairs[static_cast<std::size_t>(radius - k)] = {slot(y - k) + from, slot(y + k) + from,
                                                                   taps.half[static_cast<std::size_t>(k)]};
                weigh(pairs.data(), radius, slot(y) + from, taps.half[0], n, inner + from);
            },
            [&](Index from, Index n) { std::fill_n(inner + from, n, 0.0f); });
        for (Index x = start - radius; x < low; ++x) inner[x - low] = inner[mirrored(x, plane.width) - low];
        for (Index x = high; x < stop + radius; ++x) inner[x - low] = inner[mirrored(x, plane.width) - low];
        float *result = out + y * plane.width + start;
        // Whether any column that the windows of a cell see has sums, of those left of it and right of it too.
        const auto sees = [&](Index cell) {
            const Index first = std::max<Index>(0, start + cell * kCell - radius - low) / kCell;
            const Index last = std::min(columns - 1, start + (cell + 1) * kCell - 1 + radius - low) / kCell;
            return std::any_of(summed.begin() + first, summed.begin() + last + 1, [](char is) { return is != 0; });
        };
        in_runs(
            count, sees,
            [&](Index from, Index n) {
                const float *middle = down + radius + from;
                for (Index k = radius; k > 0; --k)
                    pairs[static_cast<std::size_t>(radius - k)] = {middle - k, middle + k,
                                                                   taps.half[static_cast<std::size_t>(k)]};
                weigh(pairs.data(), radius, middle, taps.half[0], n, result + from);
            },
            [&](Index from, Index n) { std::fill_n(result + from, n, 0.0f); });
    }
}

template <class T>
void smoothed(PlaneArgument<T> plane, double scale,
              const nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu> &weights,
              const nb::ndarray<float, nb::ndim<2>, nb::c_contig, nb::device::cpu> &out) {
    nb::gil_scoped_release unlocked;
    const Plane<T> x(plane);
    const Taps taps(weights.data(), static_cast<Index>(weights.size()));
    const Index strip = std::max(kStrip, 4 * taps.radius());
    for (Index start = 0; start < x.width; start += strip)
        smooth_strip(x, scale, taps, start, std::min(start + strip, x.width), out.data());
}

template <class T>
void bind(nb::module_ &module) {
    module.def("smoothed", &smoothed<T>, nb::arg("plane").noconvert(), nb::arg("scale"), nb::arg("taps").noconvert(),
               nb::arg("out").noconvert());
}

}  // namespace

void bind_smoothing(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
