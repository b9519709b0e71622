// FLIP's colours and scores, row by row. The specification is flip.py.

#pragma once

#include "wide.hpp"

namespace mikurabe {

// Columns of the result that are worked on at a time, so that the rows under the filters stay in the cache.
constexpr Index kStrip = 512;

// What is computed of a picture: L, a, b as they are seen, edges, points; of a gray one L, edges, points.
struct Seen {
    float *lightness, *a, *b, *edges, *points;
};

// What is between, for a strip. Several short loops are faster than a long one, of which a processor has only few rounds
// in work at a time, each waiting for itself.
struct Strip {
    alignas(64) float first[kStrip], second[kStrip], third[kStrip];
};

// Red, green and blue become Y, X - Y and Z - Y over those of white, in place.
void to_opponents(float *first, float *second, float *third, Index n);

// Lightness out of Y alone; what is seen of a colour out of opponents; how strong two derivatives are together.
void to_lightness(const float *y, Index n, float *lightness);
void to_seen(const float *y, const float *less_x, const float *less_z, Index n, Strip &roots, float *lightness, float *a,
             float *b);
void strengths(const float *across, const float *down, Index n, float *out);

// The differences of up to kStrip places.
void score_colours(Seen first, Seen second, Index n, Strip &strip, float *out);
void score_grays(Seen first, Seen second, Index n, Strip &strip, float *out);

}  // namespace mikurabe
