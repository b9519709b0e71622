// FLIP's colours and scores. The specification is flip.py.

#include "flip_scores.hpp"

#include <cmath>

#include "elementary.hpp"
#include "light.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

MIKURABE_INLINE float within(float light) {
    light = light > 0.0f ? light : 0.0f;
    return light < 1.0f ? light : 1.0f;
}

MIKURABE_INLINE float hypotenuse(float x, float y) { return std::sqrt(x * x + y * y); }

// The logarithm of what a distance in colour comes to.
MIKURABE_INLINE float scaled(float distance) {
    const float powered = 0.7f * mikurabe::log2(distance);
    const float above = powered - 4.0453067f;
    float beyond = series(above, -0.074000575f, 0.035087362f, 0.011736615f, 0.0025129614f, 0.00038333517f, 3.2760658e-05f);
    beyond = beyond < 0.0f ? beyond : 0.0f;
    const float below = powered + -4.119307f;
    return powered < 4.0453067f ? below : beyond;
}

// To what power a difference in features makes it go.
MIKURABE_INLINE float shrunk_by(float edges, float points) {
    float feature = (edges > points ? edges : points) * 0.70710677f;
    feature = feature < 1.0f ? feature : 1.0f;
    return 1.0f - std::sqrt(feature);
}

// The scores of distances.
MIKURABE_INLINE void score(const Seen &first, const Seen &second, const float *MIKURABE_RESTRICT distances,
                           float *MIKURABE_RESTRICT colours, Index n, float *MIKURABE_RESTRICT out) {
    const float *MIKURABE_RESTRICT edges_1 = first.edges, *MIKURABE_RESTRICT edges_2 = second.edges;
    const float *MIKURABE_RESTRICT points_1 = first.points, *MIKURABE_RESTRICT points_2 = second.points;
    for (Index i = 0; i < n; ++i) colours[i] = scaled(distances[i]);
    for (Index i = 0; i < n; ++i)
        out[i] = shrunk_by(std::fabs(edges_1[i] - edges_2[i]), std::fabs(points_1[i] - points_2[i]));
    for (Index i = 0; i < n; ++i) {
        const float shrunk = out[i], nothing = shrunk == 0.0f ? 1.0f : 0.0f;
        const float raised = mikurabe::exp2(shrunk * colours[i]);
        out[i] = distances[i] > 0.0f ? raised : nothing;
    }
}

}  // namespace

MIKURABE_WIDEST void to_opponents(float *MIKURABE_RESTRICT first, float *MIKURABE_RESTRICT second,
                                float *MIKURABE_RESTRICT third, Index n) {
    for (Index i = 0; i < n; ++i) {
        const float green = second[i], red = first[i] - green, blue = third[i] - green;
        first[i] = green + 0.21263683f * red + 0.0721802f * blue;
        second[i] = 0.22125857f * red + 0.11768204f * blue;
        third[i] = -0.1948844f * red + 0.8006018f * blue;
    }
}

MIKURABE_WIDEST void to_lightness(const float *MIKURABE_RESTRICT y, Index n, float *MIKURABE_RESTRICT lightness) {
    for (Index i = 0; i < n; ++i) lightness[i] = 116.0f * compressed(within(y[i])) - 16.0f;
}

MIKURABE_WIDEST void to_seen(const float *MIKURABE_RESTRICT y, const float *MIKURABE_RESTRICT less_x,
                             const float *MIKURABE_RESTRICT less_z, Index n, Strip &MIKURABE_RESTRICT roots,
                             float *MIKURABE_RESTRICT lightness, float *MIKURABE_RESTRICT a,
                             float *MIKURABE_RESTRICT b) {
    for (Index i = 0; i < n; ++i) {
        float red = within(y[i] + 3.080342f * less_x[i] + -0.542943f * less_z[i]);
        const float green = within(y[i] + -0.9211784f * less_x[i] + 0.04524841f * less_z[i]);
        float blue = within(y[i] + 0.052881293f * less_x[i] + 1.15113f * less_z[i]);
        red = red - green;
        blue = blue - green;
        roots.first[i] = green + 0.43389538f * red + 0.18986224f * blue;
        roots.second[i] = green + 0.21263683f * red + 0.0721802f * blue;
        roots.third[i] = green + 0.017752424f * red + 0.87278193f * blue;
    }
    for (Index i = 0; i < n; ++i) roots.first[i] = compressed(roots.first[i]);
    for (Index i = 0; i < n; ++i) roots.second[i] = compressed(roots.second[i]);
    for (Index i = 0; i < n; ++i) roots.third[i] = compressed(roots.third[i]);
    for (Index i = 0; i < n; ++i) {
        const float light = 116.0f * roots.second[i] - 16.0f, faded = 0.01f * light;
        lightness[i] = light;
        a[i] = faded * (500.0f * (roots.first[i] - roots.second[i]));
        b[i] = faded * (200.0f * (roots.second[i] - roots.third[i]));
    }
}

MIKURABE_WIDEST void strengths(const float *MIKURABE_RESTRICT across, const float *MIKURABE_RESTRICT down, Index n,
                             float *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = hypotenuse(across[i], down[i]);
}

MIKURABE_WIDEST void score_colours(Seen first, Seen second, Index n, Strip &MIKURABE_RESTRICT strip, float *out) {
    const float *MIKURABE_RESTRICT l_1 = first.lightness, *MIKURABE_RESTRICT l_2 = second.lightness;
    const float *MIKURABE_RESTRICT a_1 = first.a, *MIKURABE_RESTRICT a_2 = second.a;
    const float *MIKURABE_RESTRICT b_1 = first.b, *MIKURABE_RESTRICT b_2 = second.b;
    for (Index i = 0; i < n; ++i)
        strip.first[i] = std::fabs(l_1[i] - l_2[i]) + hypotenuse(a_1[i] - a_2[i], b_1[i] - b_2[i]);
    score(first, second, strip.first, strip.second, n, out);
}

MIKURABE_WIDEST void score_grays(Seen first, Seen second, Index n, Strip &MIKURABE_RESTRICT strip, float *out) {
    const float *MIKURABE_RESTRICT l_1 = first.lightness, *MIKURABE_RESTRICT l_2 = second.lightness;
    for (Index i = 0; i < n; ++i) strip.first[i] = std::fabs(l_1[i] - l_2[i]);
    score(first, second, strip.first, strip.second, n, out);
}

}  // namespace mikurabe
