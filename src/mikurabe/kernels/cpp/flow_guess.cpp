// A guess at prices and flows by steps that each make both a little better, for all cells at a time.
//
// Chambolle & Pock 2011, J. Math. Imaging Vis. 40(1), algorithm 1, for the flow of Li, Ryu, Osher, Yin & Gangbo 2018,
// J. Sci. Comput. 75(1): each road's flow grows with what its ink gains beyond the road's length, and is drawn towards
// 0 by that length; each cell's price falls with the ink that stays there. On a grid the steps carry no further than
// they are many, so they start from the guess for cells of twice the side.

#include "flow_guess.hpp"

#include <algorithm>
#include <cmath>

namespace mikurabe {

namespace {

// Large grids need few steps, as all but what is near is known; on small ones steps are cheap.
constexpr int times_for(Index cells) { return cells > 2048 ? 30 : cells > 512 ? 60 : 100; }
constexpr Index kSmall = 8;

// The step of the flows over that of the prices, in the units of the mean surplus, found by trial.
constexpr float kStep = 0.5f;

struct Step {
    float flow, price, drain;
};

// One row's roads of one kind.
MIKURABE_INLINE void move(const float *here, const float *there, Index n, float step, float cut,
                          float *MIKURABE_RESTRICT flow, float *MIKURABE_RESTRICT ahead,
                          float *MIKURABE_RESTRICT gone) {
    for (Index x = 0; x < n; ++x) {
        const float before = flow[x], wanted = before + step * (there[x] - here[x]);
        const float now = wanted - std::min(std::max(wanted, -cut), cut);
        flow[x] = now;
        ahead[x] = 2 * now - before;
        gone[x] += ahead[x];
    }
}

MIKURABE_WIDE void step_once(Index rows, Index columns, const float *surplus, Step step, float *price, float *flow,
                             float *drain, float *gone, float *ahead) {
    const Index cells = rows * columns;
    std::fill_n(gone, cells, 0.0f);
    for (Index y = 0; y < rows; ++y) {
        for (int k = 0; k < kRoads; ++k) {
            const Index right = kRoad[k].right, first = std::max<Index>(0, -right);
            const Index n = columns - std::max<Index>(0, right) - first;
            if (y + kRoad[k].down >= rows || n <= 0) continue;
            const Index here = y * columns + first, there = here + kRoad[k].down * columns + right;
            const float cut = step.flow * static_cast<float>(kRoad[k].length);
            move(price + here, price + there, n, step.flow, cut, flow + k * cells + here, ahead, gone + here);
            for (Index x = 0; x < n; ++x) gone[there + x] -= ahead[x];
        }
    }
    for (Index i = 0; i < cells; ++i) {
        const float before = drain[i], now = std::max(0.0f, before - step.drain * price[i]);
        drain[i] = now;
        price[i] -= step.price * (surplus[i] - gone[i] - (2 * now - before));
    }
}

}  // namespace

Guess::Guess(Index rows, Index columns, const std::vector<float> &surplus)
    : rows(rows), columns(columns), price(surplus.size()), flow(kRoads * surplus.size()), drain(surplus.size()) {
    if (std::max(rows, columns) > kSmall) {
        const Index half_rows = (rows + 1) / 2, half_columns = (columns + 1) / 2;
        std::vector<float> sums(static_cast<std::size_t>(half_rows * half_columns));
        for (Index y = 0; y < rows; ++y)
            for (Index x = 0; x < columns; ++x)
                sums[static_cast<std::size_t>(y / 2 * half_columns + x / 2)] +=
                    surplus[static_cast<std::size_t>(y * columns + x)];
        start_from(Guess(half_rows, half_columns, sums));
    }
    improve(surplus, times_for(rows * columns));
}

// Prices are in cells, of half the side now, and in between even; ink goes twice as many roads, in four cells.
void Guess::start_from(const Guess &coarse) {
    const Index cells = rows * columns, coarse_cells = coarse.rows * coarse.columns;
    for (Index y = 0; y < rows; ++y) {
        const Index near_y = y / 2, far_y = std::clamp<Index>(y % 2 ? near_y + 1 : near_y - 1, 0, coarse.rows - 1);
        const float *near_row = coarse.price.data() + near_y * coarse.columns;
        const float *far_row = coarse.price.data() + far_y * coarse.columns;
        for (Index x = 0; x < columns; ++x) {
            const Index near_x = x / 2;
            const Index far_x = std::clamp<Index>(x % 2 ? near_x + 1 : near_x - 1, 0, coarse.columns - 1);
            const float mean = 0.5625f * near_row[near_x] + 0.1875f * near_row[far_x] + 0.1875f * far_row[near_x] +
                               0.0625f * far_row[far_x];
            const Index here = y * columns + x, parent = near_y * coarse.columns + near_x;
            price[static_cast<std::size_t>(here)] = 2 * mean;
            drain[static_cast<std::size_t>(here)] = coarse.drain[static_cast<std::size_t>(parent)] / 4;
        }
        for (int k = 0; k < kRoads; ++k) {
            const Index right = kRoad[k].right;
            if (y + kRoad[k].down >= rows) continue;
            float *row = flow.data() + k * cells + y * columns;
            const float *from = coarse.flow.data() + k * coarse_cells + near_y * coarse.columns;
            const Index first = std::max<Index>(0, -right), last = columns - std::max<Index>(0, right);
            for (Index x = first; x < last; ++x) row[x] = from[x / 2] / 2;
        }
    }
}

void Guess::improve(const std::vector<float> &surplus, int times) {
    double sum = 0;
    for (const float each : surplus) sum += std::fabs(each);
    if (sum == 0) return;
    const float scale = kStep * static_cast<float>(sum / static_cast<double>(surplus.size()));
    // A road has two ends, and a cell 16 roads and the way to the root: with steps of one over these it converges
    // (Pock & Chambolle 2011, ICCV, lemma 2).
    const Step step{scale / 2, 1 / (17 * scale), scale};
    std::vector<float> gone(surplus.size()), ahead(static_cast<std::size_t>(columns));
    for (int i = 0; i < times; ++i)
        step_once(rows, columns, surplus.data(), step, price.data(), flow.data(), drain.data(), gone.data(),
                  ahead.data());
}

}  // namespace mikurabe
