// The grid of the least work, and a guess at its prices and flows to start from.

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "wide.hpp"

namespace mikurabe {

constexpr double kUnit = 1.0 / (1LL << 34);
constexpr double kDiagonal = 24296004000 * kUnit, kKnight = 38415355340 * kUnit;  // sqrt(2), sqrt(5)

// From a cell to its neighbours, one of each two opposite ones.
struct Road {
    Index down, right;
    double length;
};
constexpr int kRoads = 8;
constexpr std::array<Road, kRoads> kRoad = {{{0, 1, 1.0},
                                             {1, 0, 1.0},
                                             {1, 1, kDiagonal},
                                             {1, -1, kDiagonal},
                                             {1, 2, kKnight},
                                             {2, 1, kKnight},
                                             {1, -2, kKnight},
                                             {2, -1, kKnight}}};

// Prices in cells above that of the root; what flows on each road, below 0 against its direction, and to the root.
struct Guess {
    Index rows, columns;
    std::vector<float> price, flow, drain;  // flow[road * cells + cell]

    // The surplus is on a scale where the mean of its sizes is about 1.
    Guess(Index rows, Index columns, const std::vector<float> &surplus);

  private:
    void start_from(const Guess &coarse);
    void improve(const std::vector<float> &surplus, int times);
};

}  // namespace mikurabe
