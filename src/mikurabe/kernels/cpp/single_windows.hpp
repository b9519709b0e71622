// The sums under rows of windows in single precision: down the columns, then along the rows; pairs of values at the
// same distance from the middle are added first, from the nearest pair outwards.

#pragma once

#include "wide.hpp"

namespace mikurabe {

namespace {

// That of the Gaussian of 11 taps.
constexpr Index kUsualRadius = 5;

// Two rows of windows are worked on up to a multiple of so many columns, because the rest of a small picture's rows one
// by one takes as long as all before it. What comes out beyond the row's end is not looked at.
constexpr Index kLanes = 8;
MIKURABE_INLINE Index in_lanes(Index columns) { return (columns + kLanes - 1) / kLanes * kLanes; }

// The sums down the columns, of x and of x * x. N is the radius where it is known to the compiler, else 0; both give
// the same bits.
template <Index N>
MIKURABE_INLINE void sum_down_with_squares(const float *const *rows, const float *half, Index radius, Index columns,
                              float *MIKURABE_RESTRICT first, float *MIKURABE_RESTRICT second) {
    if constexpr (N > 0) {
        const float *row[2 * N + 1];
        float weight[N + 1];
        for (Index k = 0; k <= 2 * N; ++k) row[k] = rows[k];
        for (Index k = 0; k <= N; ++k) weight[k] = half[k];
        for (Index i = 0; i < columns; ++i) {
            const float x = row[N][i];
            float sum = weight[0] * x, squares = weight[0] * (x * x);
#pragma GCC unroll 16
            for (Index k = 1; k <= N; ++k) {
                const float above = row[N - k][i], below = row[N + k][i];
                sum += weight[k] * (above + below);
                squares += weight[k] * (above * above + below * below);
            }
            first[i] = sum;
            second[i] = squares;
        }
    } else {
        for (Index i = 0; i < columns; ++i) {
            const float x = rows[radius][i];
            float sum = half[0] * x, squares = half[0] * (x * x);
            for (Index k = 1; k <= radius; ++k) {
                const float above = rows[radius - k][i], below = rows[radius + k][i];
                sum += half[k] * (above + below);
                squares += half[k] * (above * above + below * below);
            }
            first[i] = sum;
            second[i] = squares;
        }
    }
}

// The sums down the columns of x alone.
template <Index N>
MIKURABE_INLINE void sum_down(const float *const *rows, const float *half, Index radius, Index columns,
                              float *MIKURABE_RESTRICT out) {
    if constexpr (N > 0) {
        const float *row[2 * N + 1];
        float weight[N + 1];
        for (Index k = 0; k <= 2 * N; ++k) row[k] = rows[k];
        for (Index k = 0; k <= N; ++k) weight[k] = half[k];
        for (Index i = 0; i < columns; ++i) {
            float sum = weight[0] * row[N][i];
#pragma GCC unroll 16
            for (Index k = 1; k <= N; ++k) sum += weight[k] * (row[N - k][i] + row[N + k][i]);
            out[i] = sum;
        }
    } else {
        for (Index i = 0; i < columns; ++i) {
            float sum = half[0] * rows[radius][i];
            for (Index k = 1; k <= radius; ++k) sum += half[k] * (rows[radius - k][i] + rows[radius + k][i]);
            out[i] = sum;
        }
    }
}

// The same for two rows of windows at a time, of the 2 * N + 2 rows under them: what is read and squared serves both.
template <Index N, bool WithSquares>
MIKURABE_INLINE void sum_two_down(const float *const *rows, const float *half, Index columns,
                                  float *MIKURABE_RESTRICT upper, float *MIKURABE_RESTRICT lower,
                                  float *MIKURABE_RESTRICT upper_squares, float *MIKURABE_RESTRICT lower_squares) {
    const float *row[2 * N + 2];
    float weight[N + 1];
    for (Index k = 0; k <= 2 * N + 1; ++k) row[k] = rows[k];
    for (Index k = 0; k <= N; ++k) weight[k] = half[k];
    for (Index i = 0; i < columns; ++i) {
        const float x = row[N][i], y = row[N + 1][i];
        float first = weight[0] * x, second = weight[0] * y;
        float first_squares = weight[0] * (x * x), second_squares = weight[0] * (y * y);
#pragma GCC unroll 16
        for (Index k = 1; k <= N; ++k) {
            const float above = row[N - k][i], below = row[N + k][i];
            const float next_above = row[N + 1 - k][i], next_below = row[N + 1 + k][i];
            first += weight[k] * (above + below);
            second += weight[k] * (next_above + next_below);
            if constexpr (WithSquares) {
                first_squares += weight[k] * (above * above + below * below);
                second_squares += weight[k] * (next_above * next_above + next_below * next_below);
            }
        }
        upper[i] = first;
        lower[i] = second;
        if constexpr (WithSquares) {
            upper_squares[i] = first_squares;
            lower_squares[i] = second_squares;
        }
    }
}

template <Index N>
MIKURABE_INLINE void sum_along(const float *MIKURABE_RESTRICT x, const float *half, Index radius, Index columns,
                               float *MIKURABE_RESTRICT out) {
    if constexpr (N > 0) {
        float weight[N + 1];
        for (Index k = 0; k <= N; ++k) weight[k] = half[k];
        for (Index i = 0; i < columns; ++i) {
            float sum = weight[0] * x[i + N];
#pragma GCC unroll 16
            for (Index k = 1; k <= N; ++k) sum += weight[k] * (x[i + N - k] + x[i + N + k]);
            out[i] = sum;
        }
    } else {
        for (Index i = 0; i < columns; ++i) {
            float sum = half[0] * x[i + radius];
            for (Index k = 1; k <= radius; ++k) sum += half[k] * (x[i + radius - k] + x[i + radius + k]);
            out[i] = sum;
        }
    }
}

// One row of windows: mean and sum of squares of b, and the sum of squares of the difference.
struct Sums {
    float *mean_b, *squares_b, *squares_d;
};

template <Index N>
MIKURABE_INLINE void window_row(const float *const *rows_b, const float *const *rows_dd, const float *half,
                                Index radius, Index columns, float *MIKURABE_RESTRICT down, Index room, Sums out) {
    const Index wide = columns + 2 * (N > 0 ? N : radius);
    sum_down_with_squares<N>(rows_b, half, radius, wide, down, down + room);
    sum_down<N>(rows_dd, half, radius, wide, down + 2 * room);
    sum_along<N>(down, half, radius, columns, out.mean_b);
    sum_along<N>(down + room, half, radius, columns, out.squares_b);
    sum_along<N>(down + 2 * room, half, radius, columns, out.squares_d);
}

// Two rows of windows, of the usual radius.
MIKURABE_WIDEST void two_rows_of_windows(const float *const *rows_b, const float *const *rows_dd, const float *half,
                                         Index columns, float *MIKURABE_RESTRICT down, Index room, Sums upper,
                                         Sums lower) {
    constexpr Index n = kUsualRadius;
    const Index wide = in_lanes(columns + 2 * n);
    sum_two_down<n, true>(rows_b, half, wide, down, down + 3 * room, down + room, down + 4 * room);
    sum_two_down<n, false>(rows_dd, half, wide, down + 2 * room, down + 5 * room, nullptr, nullptr);
    float *to[] = {upper.mean_b, upper.squares_b, upper.squares_d, lower.mean_b, lower.squares_b, lower.squares_d};
    for (Index k = 0; k < 6; ++k) sum_along<n>(down + k * room, half, n, in_lanes(columns), to[k]);
}

MIKURABE_WIDEST void windows(const float *const *rows_b, const float *const *rows_dd, const float *half, Index radius,
                             Index columns, float *down, Index room, Sums out) {
    if (radius == kUsualRadius)
        return window_row<kUsualRadius>(rows_b, rows_dd, half, radius, columns, down, room, out);
    window_row<0>(rows_b, rows_dd, half, radius, columns, down, room, out);
}

// One row of windows of a single plane: mean and sum of squares.
template <Index N>
MIKURABE_INLINE void window_row_of_one(const float *const *rows, const float *half, Index radius, Index columns,
                                       float *MIKURABE_RESTRICT down, Index room, float *mean, float *squares) {
    sum_down_with_squares<N>(rows, half, radius, columns + 2 * radius, down, down + room);
    sum_along<N>(down, half, radius, columns, mean);
    sum_along<N>(down + room, half, radius, columns, squares);
}

MIKURABE_WIDEST void windows_of_one(const float *const *rows, const float *half, Index radius, Index columns,
                                    float *down, Index room, float *mean, float *squares) {
    if (radius == kUsualRadius)
        return window_row_of_one<kUsualRadius>(rows, half, radius, columns, down, room, mean, squares);
    window_row_of_one<0>(rows, half, radius, columns, down, room, mean, squares);
}

}  // namespace

}  // namespace mikurabe
