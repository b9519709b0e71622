// The tree over a grid with which the search for the least work begins.

#pragma once

#include <cstdint>
#include <vector>

#include "flow_guess.hpp"

namespace mikurabe {

using Cell = std::int32_t;

constexpr Cell kNone = -1;

// For each cell its parent and the road between them, whichever way it leads. The root is the cell after the last, and
// the way to it is road kRoads.
struct FirstTree {
    std::vector<Cell> parent;
    std::vector<std::int32_t> road;

    explicit FirstTree(const Guess &guess);
};

}  // namespace mikurabe
