// FLIP's filters, down the columns and along the rows. The specification is flip.py.
//
// Each is written once: N is the radius where it is known to the compiler (the sums then stay in registers: the
// default field of view), else 0. Both give the same bits. Rows are reached through ``at(k)``, the row or the part of
// a row that lies k further.

#include "flip_taps.hpp"

#include "wide.hpp"

namespace mikurabe {

namespace {

// The radii at 67 pixels per degree.
constexpr Index kNarrow = 6, kFeature = 9, kBlue = 10;

struct Down {
    const Rows &rows;
    MIKURABE_INLINE const float *operator()(Index k) const { return rows.rows[k] + rows.x; }
};

struct Along {
    const float *x;
    MIKURABE_INLINE const float *operator()(Index k) const { return x + k; }
};

// The rows around one pixel and taps, in arrays of a size that the compiler knows.
template <Index N, class At>
struct Around {
    const float *before[N + 1], *after[N + 1];
    MIKURABE_INLINE explicit Around(At at) {
        for (Index k = 0; k <= N; ++k) before[k] = at(-k), after[k] = at(k);
    }
};

template <Index N>
struct Weights {
    float at[N + 1];
    MIKURABE_INLINE explicit Weights(const float *weights) {
        for (Index k = 0; k <= N; ++k) at[k] = weights[k];
    }
};

template <Index N, class At>
MIKURABE_INLINE void blur(At at, const float *weights, Index radius, Index n, float *MIKURABE_RESTRICT out) {
    if constexpr (N > 0) {
        const Around<N, At> x(at);
        const Weights<N> w(weights);
        for (Index i = 0; i < n; ++i) {
            float total = w.at[0] * x.after[0][i];
#pragma GCC unroll 16
            for (Index k = 1; k <= N; ++k) total += w.at[k] * (x.after[k][i] + x.before[k][i]);
            out[i] = total;
        }
    } else {
        for (Index i = 0; i < n; ++i) out[i] = weights[0] * at(0)[i];
        for (Index k = 1; k <= radius; ++k) {
            const float *after = at(k), *before = at(-k);
            for (Index i = 0; i < n; ++i) out[i] += weights[k] * (after[i] + before[i]);
        }
    }
}

template <Index N, class At>
MIKURABE_INLINE void blur_twice(At at, const float *weights_1, const float *weights_2, Index radius, Index n,
                                float *MIKURABE_RESTRICT first, float *MIKURABE_RESTRICT second) {
    if constexpr (N > 0) {
        const Around<N, At> x(at);
        const Weights<N> w_1(weights_1), w_2(weights_2);
        for (Index i = 0; i < n; ++i) {
            float total_1 = w_1.at[0] * x.after[0][i], total_2 = w_2.at[0] * x.after[0][i];
#pragma GCC unroll 16
            for (Index k = 1; k <= N; ++k) {
                const float pair = x.after[k][i] + x.before[k][i];
                total_1 += w_1.at[k] * pair;
                total_2 += w_2.at[k] * pair;
            }
            first[i] = total_1;
            second[i] = total_2;
        }
    } else {
        blur<0>(at, weights_1, radius, n, first);
        blur<0>(at, weights_2, radius, n, second);
    }
}

template <Index N, class At>
MIKURABE_INLINE void blur_both(At at_1, At at_2, const float *weights_1, const float *weights_2, Index radius, Index n,
                               float *MIKURABE_RESTRICT out) {
    if constexpr (N > 0) {
        const Around<N, At> x(at_1), y(at_2);
        const Weights<N> w_1(weights_1), w_2(weights_2);
        for (Index i = 0; i < n; ++i) {
            float total = w_1.at[0] * x.after[0][i] + w_2.at[0] * y.after[0][i];
#pragma GCC unroll 16
            for (Index k = 1; k <= N; ++k)
                total += w_1.at[k] * (x.after[k][i] + x.before[k][i]) + w_2.at[k] * (y.after[k][i] + y.before[k][i]);
            out[i] = total;
        }
    } else {
        for (Index i = 0; i < n; ++i) out[i] = weights_1[0] * at_1(0)[i] + weights_2[0] * at_2(0)[i];
        for (Index k = 1; k <= radius; ++k) {
            const float *after_1 = at_1(k), *before_1 = at_1(-k), *after_2 = at_2(k), *before_2 = at_2(-k);
            for (Index i = 0; i < n; ++i)
                out[i] += weights_1[k] * (after_1[i] + before_1[i]) + weights_2[k] * (after_2[i] + before_2[i]);
        }
    }
}

// Detectors: the edge's taps have opposite signs on both sides, the point's sum to 0. Smooth: with the blur of the same
// radius, whose pairs are the same.
template <Index N, bool Smooth, class At>
MIKURABE_INLINE void detect(At at, const float *smooth, const float *edge, const float *point, Index radius, Index n,
                            float *MIKURABE_RESTRICT smoothed, float *MIKURABE_RESTRICT edges,
                            float *MIKURABE_RESTRICT points) {
    if constexpr (N > 0) {
        const Around<N, At> x(at);
        const Weights<N> w_smooth(Smooth ? smooth : point), w_edge(edge), w_point(point);
        for (Index i = 0; i < n; ++i) {
            const float middle = x.after[0][i], twice = middle + middle;
            const float pair = x.after[1][i] + x.before[1][i];
            float total_smooth = w_smooth.at[0] * middle + w_smooth.at[1] * pair;
            float total_edge = w_edge.at[1] * (x.after[1][i] - x.before[1][i]);
            float total_point = w_point.at[1] * (pair - twice);
#pragma GCC unroll 16
            for (Index k = 2; k <= N; ++k) {
                const float after = x.after[k][i], before = x.before[k][i], both = after + before;
                if constexpr (Smooth) total_smooth += w_smooth.at[k] * both;
                total_edge += w_edge.at[k] * (after - before);
                total_point += w_point.at[k] * (both - twice);
            }
            if constexpr (Smooth) smoothed[i] = total_smooth;
            edges[i] = total_edge;
            points[i] = total_point;
        }
    } else {
        if constexpr (Smooth) blur<0>(at, smooth, radius, n, smoothed);
        const float *middle = at(0), *next = at(1), *previous = at(-1);
        for (Index i = 0; i < n; ++i) {
            edges[i] = edge[1] * (next[i] - previous[i]);
            points[i] = point[1] * ((next[i] + previous[i]) - (middle[i] + middle[i]));
        }
        for (Index k = 2; k <= radius; ++k) {
            const float *from_after = at(k), *from_before = at(-k);
            for (Index i = 0; i < n; ++i) {
                const float after = from_after[i], before = from_before[i];
                edges[i] += edge[k] * (after - before);
                points[i] += point[k] * ((after + before) - (middle[i] + middle[i]));
            }
        }
    }
}

}  // namespace

MIKURABE_WIDEST void blur_down(const Rows &rows, const Taps &taps, Index n, float *out) {
    if (taps.radius == kNarrow) return blur<kNarrow>(Down{rows}, taps.weights.data(), taps.radius, n, out);
    blur<0>(Down{rows}, taps.weights.data(), taps.radius, n, out);
}

MIKURABE_WIDEST void blur_along(const float *x, const Taps &taps, Index n, float *out) {
    if (taps.radius == kNarrow) return blur<kNarrow>(Along{x}, taps.weights.data(), taps.radius, n, out);
    if (taps.radius == kFeature) return blur<kFeature>(Along{x}, taps.weights.data(), taps.radius, n, out);
    blur<0>(Along{x}, taps.weights.data(), taps.radius, n, out);
}

MIKURABE_WIDEST void blur_down_twice(const Rows &rows, const Taps &taps, Index n, float *first, float *second) {
    if (taps.radius == kBlue)
        return blur_twice<kBlue>(Down{rows}, taps.weights.data(), taps.second(), taps.radius, n, first, second);
    blur_twice<0>(Down{rows}, taps.weights.data(), taps.second(), taps.radius, n, first, second);
}

MIKURABE_WIDEST void blur_along_both(const float *first, const float *second, const Taps &taps, Index n, float *out) {
    if (taps.radius == kBlue)
        return blur_both<kBlue>(Along{first}, Along{second}, taps.weights.data(), taps.second(), taps.radius, n, out);
    blur_both<0>(Along{first}, Along{second}, taps.weights.data(), taps.second(), taps.radius, n, out);
}

MIKURABE_WIDEST void detect_down(const Rows &rows, const Taps &smooth, const Taps &edge, const Taps &point,
                               Index n, float *smoothed, float *edges, float *points) {
    const float *blurred = smooth.weights.data(), *odd = edge.weights.data(), *even = point.weights.data();
    if (smooth.radius == kFeature)
        return detect<kFeature, true>(Down{rows}, blurred, odd, even, smooth.radius, n, smoothed, edges, points);
    detect<0, true>(Down{rows}, blurred, odd, even, smooth.radius, n, smoothed, edges, points);
}

MIKURABE_WIDEST void detect_along(const float *x, const Taps &edge, const Taps &point, Index n, float *edges,
                                float *points) {
    const float *odd = edge.weights.data(), *even = point.weights.data();
    if (edge.radius == kFeature)
        return detect<kFeature, false>(Along{x}, nullptr, odd, even, edge.radius, n, nullptr, edges, points);
    detect<0, false>(Along{x}, nullptr, odd, even, edge.radius, n, nullptr, edges, points);
}

}  // namespace mikurabe
