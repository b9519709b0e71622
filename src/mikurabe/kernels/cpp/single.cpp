// Structural similarity in single precision. The specification is single.py; map and twin agree in every bit.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "aligned.hpp"
#include "bindings.hpp"
#include "plane.hpp"
#include "single.hpp"
#include "single_windows.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Columns of the result that are worked on at a time: the rows under a window stay in a core's second cache, and what
// is kept of the reference is read in the order in which it lies, which is worth a third of the time.
constexpr Index kStrip = 8192;

// How many floats apart the rows of a ring lie: nearly a multiple of 4096 bytes, as for pictures 1024 pixels wide, and
// all of them would compete for the same few places of the first cache.
Index room_for(Index columns) {
    constexpr Index page = 1024, apart = 112;
    // Rows of windows are worked on in whole registers.
    columns += 2 * kLanes;
    // All rows of a small picture fit into the first cache, and making room takes as long as the sums.
    if (columns < page / 4) return columns;
    return columns + (apart + page - columns % page) % page;
}

// Columns for which it is known of each row whether the two planes are equal there. Windows that see nothing but
// equal pixels are 1 and need no sums: most of a dot plot is background.
constexpr Index kCell = 64;

// Writes the squares of a cell's differences; tells whether there are any.
template <class T>
MIKURABE_INLINE bool differ_in_cell(const T *MIKURABE_RESTRICT a, Index step, Index n, float shift,
                                    const float *MIKURABE_RESTRICT b, float *MIKURABE_RESTRICT out) {
    if (step == 1)
        for (Index i = 0; i < n; ++i) out[i] = (static_cast<float>(a[i]) - shift) - b[i];
    else
        for (Index i = 0; i < n; ++i) out[i] = (static_cast<float>(a[i * step]) - shift) - b[i];
    int apart = 0;
    for (Index i = 0; i < n; ++i) apart |= out[i] != 0.0f;
    for (Index i = 0; i < n; ++i) out[i] *= out[i];
    return apart != 0;
}

// The same for a row: its number is written for every cell in which there are any.
template <class T>
MIKURABE_INLINE void differ_in_row(const T *a, Index step, Index n, float shift, const float *b, float *out, Index row,
                                   Index *differed) {
    Index at = 0;
    for (; step == 1 && at + kCell <= n; at += kCell)
        if (differ_in_cell(a + at, 1, kCell, shift, b + at, out + at)) differed[at / kCell] = row;
    for (; at < n; at += kCell)
        if (differ_in_cell(a + at * step, step, std::min(kCell, n - at), shift, b + at, out + at))
            differed[at / kCell] = row;
}

#define MIKURABE_SINGLE_ROWS(T)                                                                                    \
    MIKURABE_WIDEST void widen(const T *x, Index step, Index n, float shift, float *MIKURABE_RESTRICT out) {       \
        if (step == 1)                                                                                             \
            for (Index i = 0; i < n; ++i) out[i] = static_cast<float>(x[i]) - shift;                               \
        else                                                                                                       \
            for (Index i = 0; i < n; ++i) out[i] = static_cast<float>(x[i * step]) - shift;                        \
    }                                                                                                              \
    MIKURABE_WIDEST void differ(const T *a, Index step, Index n, float shift, const float *b, float *out, Index y, \
                                Index *differed) {                                                                 \
        differ_in_row(a, step, n, shift, b, out, y, differed);                                                     \
    }
MIKURABE_SINGLE_ROWS(std::uint8_t)
MIKURABE_SINGLE_ROWS(float)
#undef MIKURABE_SINGLE_ROWS

MIKURABE_WIDEST void variances(const float *mean, Index n, float *MIKURABE_RESTRICT squares) {
    for (Index i = 0; i < n; ++i) squares[i] = variance_of(squares[i], mean[i]);
}

struct Constants {
    float low, high, shift_a, shift_b;
};

// The similarity of one row of windows and, where it is wanted, its contrast-structure term alone.
template <bool WithStructure>
MIKURABE_INLINE void similar(const float *MIKURABE_RESTRICT mean_a, const float *MIKURABE_RESTRICT variance_a, Sums s,
                             Constants c, Index n, float *MIKURABE_RESTRICT out, float *MIKURABE_RESTRICT structure) {
    const float *MIKURABE_RESTRICT mean_b = s.mean_b, *MIKURABE_RESTRICT squares_b = s.squares_b,
                *MIKURABE_RESTRICT squares_d = s.squares_d;
    for (Index i = 0; i < n; ++i) {
        const Compared at = compared(mean_a[i], variance_a[i], mean_b[i], squares_b[i], squares_d[i], c.shift_a,
                                     c.shift_b, c.low, c.high);
        out[i] = at.similarity();
        if constexpr (WithStructure) structure[i] = at.shared / at.contrast;
    }
}

MIKURABE_WIDEST void similarity(const float *mean_a, const float *variance_a, Sums s, Constants c, Index n, float *out,
                                float *structure) {
    if (structure == nullptr) return similar<false>(mean_a, variance_a, s, c, n, out, nullptr);
    similar<true>(mean_a, variance_a, s, c, n, out, structure);
}

MIKURABE_WIDEST void add_to(const float *MIKURABE_RESTRICT row, Index n, double *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; ++i) sums[i] += static_cast<double>(row[i]);
}

// The rows under two rows of windows, or one, of one channel: row y lies in slot y % n.
class Ring {
  public:
    Ring(Index n, Index room) : n_(n), room_(room), values_(static_cast<std::size_t>(n * room)) {
        under_.resize(static_cast<std::size_t>(n));
    }
    float *slot(Index y) { return values_.data() + y % n_ * room_; }
    // Pointers to the n rows from y on, a number of columns to the right.
    const float *const *under(Index y, Index right) {
        for (Index k = 0; k < n_; ++k) under_[static_cast<std::size_t>(k)] = slot(y + k) + right;
        return under_.data();
    }

  private:
    Index n_, room_;
    Aligned<float> values_;
    std::vector<const float *> under_;
};

template <class T>
void single_stats(PlaneArgument<T> plane, SingleTaps weights, float shift, SingleResult mean_out,
                  SingleResult variance_out) {
    nb::gil_scoped_release unlocked;
    const Plane<T> x(plane);
    const Taps taps(weights.data(), static_cast<Index>(weights.size()));
    const Index n = taps.n(), rows = x.height - n + 1, columns = x.width - n + 1;
    const Index room = room_for(std::min(kStrip, columns) + n - 1);
    Ring ring(n, room);
    Aligned<float> down(static_cast<std::size_t>(2 * room));
    for (Index start = 0; start < columns; start += kStrip) {
        const Index count = std::min(kStrip, columns - start);
        const auto read = [&](Index y) {
            widen(x.data + y * x.row + start * x.column, x.column, count + n - 1, shift, ring.slot(y));
        };
        for (Index y = 0; y < n - 1; ++y) read(y);
        for (Index y = 0; y < rows; ++y) {
            read(y + n - 1);
            float *mean = mean_out.data() + y * columns + start, *squares = variance_out.data() + y * columns + start;
            windows_of_one(ring.under(y, 0), taps.half.data(), taps.radius(), count, down.data(), room, mean, squares);
            variances(mean, count, squares);
        }
    }
}

// Hands out every row of the map, a strip at a time: take(y, x, count, values, structure). The last is that of the
// contrast-structure terms, where it was asked for.
template <class T, class Take>
void similarities(const Plane<T> &a, const Plane<T> &b, const float *mean_a, const float *variance_a, const Taps &taps,
                  Constants constants, bool with_structure, Take take) {
    const Index n = taps.n(), rows = a.height - n + 1, columns = a.width - n + 1;
    const Index room = room_for(std::min(kStrip, columns) + n - 1);
    const Index cells = (room + kCell - 1) / kCell;
    const bool alike = constants.shift_a == constants.shift_b;
    // One row more than a window has: two rows of windows are worked on at a time.
    const bool in_pairs = taps.radius() == kUsualRadius;
    Ring ring_b(n + 1, room), ring_dd(n + 1, room);
    // Down to which row the planes have differed last, in each cell of columns.
    std::vector<Index> differed(static_cast<std::size_t>(cells));
    Aligned<float> down(static_cast<std::size_t>(6 * room)), sums(static_cast<std::size_t>(6 * room)),
        values(static_cast<std::size_t>(2 * room)), structure(static_cast<std::size_t>(with_structure ? 2 * room : 0));
    const Sums upper{sums.data(), sums.data() + room, sums.data() + 2 * room};
    const Sums lower{sums.data() + 3 * room, sums.data() + 4 * room, sums.data() + 5 * room};
    for (Index start = 0; start < columns; start += kStrip) {
        const Index count = std::min(kStrip, columns - start);
        std::fill(differed.begin(), differed.end(), -n);
        const auto read = [&](Index y) {
            float *row_b = ring_b.slot(y), *row_dd = ring_dd.slot(y);
            widen(b.data + y * b.row + start * b.column, b.column, count + n - 1, constants.shift_b, row_b);
            const T *from = a.data + y * a.row + start * a.column;
            differ(from, a.column, count + n - 1, constants.shift_a, row_b, row_dd, y, differed.data());
        };
        // Whether any window of a cell, at row y, sees a pixel that differs: its own columns and the next n - 1.
        const auto sees = [&](Index cell, Index y) {
            if (!alike) return true;
            const Index last = std::min((cell * kCell + kCell - 1 + n - 1) / kCell, (count + n - 2) / kCell);
            for (Index each = cell; each <= last; ++each)
                if (differed[static_cast<std::size_t>(each)] >= y) return true;
            return false;
        };
        for (Index y = 0; y < n - 1; ++y) read(y);
        for (Index y = 0, together; y < rows; y += together) {
            together = in_pairs && y + 1 < rows ? 2 : 1;
            for (Index k = 0; k < together; ++k) read(y + k + n - 1);
            const Index own = (count + kCell - 1) / kCell;
            for (Index cell = 0; cell < own;) {
                const bool seen = sees(cell, y);
                Index stop = cell + 1;
                while (stop < own && sees(stop, y) == seen) ++stop;
                const Index from = cell * kCell, places = std::min(count, stop * kCell) - from;
                cell = stop;
                if (!seen) {
                    for (Index k = 0; k < together; ++k) {
                        std::fill_n(values.data() + k * room + from, places, 1.0f);
                        if (with_structure) std::fill_n(structure.data() + k * room + from, places, 1.0f);
                    }
                    continue;
                }
                const float *const *under_b = ring_b.under(y, from), *const *under_dd = ring_dd.under(y, from);
                if (together == 2)
                    two_rows_of_windows(under_b, under_dd, taps.half.data(), places, down.data(), room, upper, lower);
                else
                    windows(under_b, under_dd, taps.half.data(), taps.radius(), places, down.data(), room, upper);
                for (Index k = 0; k < together; ++k) {
                    const Index at = (y + k) * columns + start + from;
                    similarity(mean_a + at, variance_a + at, k == 0 ? upper : lower, constants, places,
                               values.data() + k * room + from,
                               with_structure ? structure.data() + k * room + from : nullptr);
                }
            }
            for (Index k = 0; k < together; ++k)
                take(y + k, start, count, values.data() + k * room, structure.data() + (with_structure ? k * room : 0));
        }
    }
}

template <class T>
void single_ssim_map(PlaneArgument<T> a, PlaneArgument<T> b, float shift_a, float shift_b, SingleArgument mean_a,
                     SingleArgument variance_a, SingleTaps weights, float c1, float c2, SingleResult out) {
    nb::gil_scoped_release unlocked;
    const Taps taps(weights.data(), static_cast<Index>(weights.size()));
    const Plane<T> plane_a(a), plane_b(b);
    const Index columns = plane_a.width - taps.n() + 1;
    similarities(plane_a, plane_b, mean_a.data(), variance_a.data(), taps, Constants{c1, c2, shift_a, shift_b}, false,
                 [&](Index row, Index column, Index count, const float *values, const float *) {
                     std::copy_n(values, count, out.data() + row * columns + column);
                 });
}

// The mean of the map, and of its contrast-structure terms, which is 0 where it was not asked for.
struct Means {
    double similarity, structure;
};

template <class T>
Means means_of(const Plane<T> &a, const Plane<T> &b, const float *mean_a, const float *variance_a, const Taps &taps,
               Constants constants, bool with_structure) {
    const Index rows = a.height - taps.n() + 1, columns = a.width - taps.n() + 1;
    std::vector<double> sums(static_cast<std::size_t>(columns)), others(with_structure ? sums.size() : 0);
    similarities(a, b, mean_a, variance_a, taps, constants, with_structure,
                 [&](Index, Index column, Index count, const float *values, const float *structure) {
                     add_to(values, count, sums.data() + column);
                     if (with_structure) add_to(structure, count, others.data() + column);
                 });
    const double places = static_cast<double>(rows) * static_cast<double>(columns);
    return {std::accumulate(sums.begin(), sums.end(), 0.0) / places,
            std::accumulate(others.begin(), others.end(), 0.0) / places};
}

template <class T>
nb::tuple single_ssim_means(PlaneArgument<T> a, PlaneArgument<T> b, float shift_a, float shift_b, SingleArgument mean_a,
                            SingleArgument variance_a, SingleTaps weights, float c1, float c2, bool with_structure) {
    Means means;
    {
        nb::gil_scoped_release unlocked;
        const Taps taps(weights.data(), static_cast<Index>(weights.size()));
        const Constants constants{c1, c2, shift_a, shift_b};
        means = means_of(Plane<T>(a), Plane<T>(b), mean_a.data(), variance_a.data(), taps, constants,
                         with_structure);
    }
    return nb::make_tuple(means.similarity, means.structure);
}

template <class T>
void bind(nb::module_ &module) {
    module.def("single_stats", &single_stats<T>, nb::arg("plane").noconvert(), nb::arg("taps").noconvert(),
               nb::arg("shift"), nb::arg("mean").noconvert(), nb::arg("variance").noconvert());
    module.def("single_ssim_map", &single_ssim_map<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("shift_a"), nb::arg("shift_b"), nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(),
               nb::arg("taps").noconvert(), nb::arg("c1"), nb::arg("c2"), nb::arg("out").noconvert());
    module.def("single_ssim_means", &single_ssim_means<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("shift_a"), nb::arg("shift_b"), nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(),
               nb::arg("taps").noconvert(), nb::arg("c1"), nb::arg("c2"), nb::arg("with_structure"));
}

}  // namespace

void bind_single(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<float>(module);
}

}  // namespace mikurabe
