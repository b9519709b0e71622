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
constexpr float kStep = 0.4f;

// Each step goes so many times as far as it is reckoned, which saves a quarter of the steps of the simplex; from 2 on
// it would not converge (Condat 2013, J. Optim. Theory Appl. 158(2)). The last one goes just as far, and leaves roads
// that are not used at 0.
constexpr float kFurther = 1.9f;

struct Step {
    float flow, price, drain, further;
};

// Columns that are worked on at a time, with no rest: rows are padded to a multiple of them.
constexpr Index kRun = 16;

// How far roads lead to the right or left, and how many rows they lead down, at most.
constexpr Index kReach = 2;

// A grid with room around each row for roads that lead beyond it. What is there stays 0.
class Padded {
  public:
    Padded(Index rows, Index columns) : rows(rows), columns(columns), runs((columns + kRun - 1) / kRun) {}

    Index pitch() const { return runs * kRun + 2 * kReach; }
    Index at(Index y) const { return y * pitch() + kReach; }
    std::size_t size(Index planes) const { return static_cast<std::size_t>(planes * pitch()); }

    void put(const float *from, float *to) const {
        for (Index y = 0; y < rows; ++y) std::copy_n(from + y * columns, columns, to + at(y));
    }
    void take(const float *from, float *to) const {
        for (Index y = 0; y < rows; ++y) std::copy_n(from + at(y), columns, to + y * columns);
    }

    Index rows, columns, runs;
};

// One row's roads of one kind; `valid` is 0 where a road would lead beyond the grid, else 1.
MIKURABE_INLINE void move(const float *here, const float *there, const float *valid, Index runs, Step step, float cut,
                          float *MIKURABE_RESTRICT flow, float *MIKURABE_RESTRICT ahead) {
    for (Index from = 0; from < runs * kRun; from += kRun) {
        for (Index x = from; x < from + kRun; ++x) {
            const float before = flow[x], wanted = before + step.flow * (there[x] - here[x]);
            const float now = (wanted - std::min(std::max(wanted, -cut), cut)) * valid[x];
            flow[x] = before + step.further * (now - before);
            ahead[x] = 2 * now - before;
        }
    }
}

// One row's prices, from what goes on each road from it, from the row before it and from the one before that.
MIKURABE_INLINE void settle(const float *own, const float *above, const float *second, Index pitch,
                            const float *surplus, Index runs, Step step, float *MIKURABE_RESTRICT price,
                            float *MIKURABE_RESTRICT drain) {
    for (Index from = 0; from < runs * kRun; from += kRun) {
        for (Index x = from; x < from + kRun; ++x) {
            float gone = 0;
#pragma GCC unroll 8
            for (int k = 0; k < kRoads; ++k) {
                const Road &road = kRoad[static_cast<std::size_t>(k)];
                const float *before = road.down == 0 ? own : road.down == 1 ? above : second;
                gone += own[k * pitch + x] - before[k * pitch + x - road.right];
            }
            const float before = drain[x], now = std::max(0.0f, before - step.drain * price[x]);
            drain[x] = before + step.further * (now - before);
            price[x] -= step.further * step.price * (surplus[x] - gone - (2 * now - before));
        }
    }
}

MIKURABE_WIDEST void step_once(const Padded &grid, const float *valid, const float *surplus, Step step, float *price,
                              float *flow, float *drain, float *ahead) {
    const Index pitch = grid.pitch(), plane = grid.rows * pitch, row = kRoads * pitch;
    std::fill_n(ahead, 3 * row, 0.0f);
    for (Index y = 0; y < grid.rows; ++y) {
        float *own = ahead + y % 3 * row;
        for (int k = 0; k < kRoads; ++k) {
            const Road &road = kRoad[static_cast<std::size_t>(k)];
            float *to = own + k * pitch + kReach;
            if (y + road.down >= grid.rows) {
                std::fill_n(to, grid.runs * kRun, 0.0f);
                continue;
            }
            const float *here = price + grid.at(y);
            move(here, here + road.down * pitch + road.right, valid + (road.right + kReach) * pitch + kReach, grid.runs,
                 step, step.flow * static_cast<float>(road.length), flow + k * plane + grid.at(y), to);
        }
        settle(own + kReach, ahead + (y + 2) % 3 * row + kReach, ahead + (y + 1) % 3 * row + kReach, pitch,
               surplus + grid.at(y), grid.runs, step, price + grid.at(y), drain + grid.at(y));
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
    Step step{scale / 2, 1 / (17 * scale), scale, kFurther};
    const Padded grid(rows, columns);
    std::vector<float> valid(grid.size(2 * kReach + 1)), inner(grid.size(rows)), prices(grid.size(rows)),
        drains(grid.size(rows)), flows(grid.size(kRoads * rows)), ahead(grid.size(3 * kRoads));
    for (Index right = -kReach; right <= kReach; ++right)
        for (Index x = std::max<Index>(0, -right); x < columns - std::max<Index>(0, right); ++x)
            valid[static_cast<std::size_t>(grid.at(right + kReach) + x)] = 1;
    grid.put(surplus.data(), inner.data());
    grid.put(price.data(), prices.data());
    grid.put(drain.data(), drains.data());
    const Index cells = rows * columns, plane = static_cast<Index>(grid.size(rows));
    for (Index k = 0; k < kRoads; ++k) grid.put(flow.data() + k * cells, flows.data() + k * plane);
    for (int i = 0; i < times; ++i) {
        if (i + 1 == times) step.further = 1;
        step_once(grid, valid.data(), inner.data(), step, prices.data(), flows.data(), drains.data(), ahead.data());
    }
    grid.take(prices.data(), price.data());
    grid.take(drains.data(), drain.data());
    for (Index k = 0; k < kRoads; ++k) grid.take(flows.data() + k * plane, flow.data() + k * cells);
}

}  // namespace mikurabe
