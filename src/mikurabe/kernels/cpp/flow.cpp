// The least work that evens out a grid of surplus and lack. The specification is flow.py.
//
// A network simplex (Dantzig 1951; Ahuja, Magnanti & Orlin 1993, chapter 11) that knows its network: 16 roads from
// each cell to known places, three lengths, no limit on any road. So roads need no memory, a road stands for both
// ways, and a flow on the tree has a sign. The root is a place beside the grid where what is left over ends, at no cost.
//
// - All is whole numbers. Amounts are multiplied by the number of nodes, and each cell gives one unit more: no flow of
//   a tree is then ever 0, each step gains, and no order of steps leads in a circle (Cunningham's strongly feasible
//   trees, 1976). Lengths and prices are multiples of 2^-34 below 2^19, which doubles add without error.
// - The first tree follows a guess at flows and prices (flow_guess.cpp, flow_tree.cpp), which saves most of the
//   steps. It has no say in the value: flows of equal work have equal sums of each length too, as no circle of less
//   than 49,000 roads has a length of 0 unless each of the three cancels out, and longer ones change no digit.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "flow_guess.hpp"
#include "flow_tree.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

using Amount = std::int64_t;

// What a cell's ink gains at most on any road from here down, or to the root, beyond what the road costs.
MIKURABE_WIDE double price_row(const double *price, Index columns, Index rows_below, double root,
                               double *MIKURABE_RESTRICT gain) {
    for (Index x = 0; x < columns; ++x) gain[x] = root - price[x];
    for (const Road &road : kRoad) {
        if (road.down > rows_below) continue;
        const Index first = std::max<Index>(0, -road.right), last = columns - std::max<Index>(0, road.right);
        const double *there = price + road.down * columns + road.right;
        const double length = road.length;
        for (Index x = first; x < last; ++x) gain[x] = std::max(gain[x], std::fabs(price[x] - there[x]) - length);
    }
    constexpr Index kLanes = 8;
    double lanes[kLanes] = {};
    Index x = 0;
    for (; x + kLanes <= columns; x += kLanes)
        for (Index i = 0; i < kLanes; ++i) lanes[i] = std::max(lanes[i], gain[x + i]);
    for (; x < columns; ++x) lanes[0] = std::max(lanes[0], gain[x]);
    return *std::max_element(lanes, lanes + kLanes);
}

class Grid {
  public:
    Grid(Index rows, Index columns, std::vector<Amount> surplus)
        : rows_(rows), columns_(columns), cells_(static_cast<Cell>(rows * columns)), root_(cells_),
          surplus_(std::move(surplus)), node_(static_cast<std::size_t>(cells_) + 1),
          next_(node_.size(), kNone), before_(next_), last_(next_),
          road_(node_.size(), kRoads), price_(node_.size()) {}

    void solve() {
        plant();
        std::vector<double> gain(static_cast<std::size_t>(columns_));
        Index row = 0;
        for (Index clean = 0; clean < rows_; ++clean, row = row + 1 == rows_ ? 0 : row + 1) {
            const double most = price_row(price_.data() + row * columns_, columns_, rows_ - 1 - row, price_[at(root_)],
                                          gain.data());
            if (most > 0) {
                enter(row, std::find(gain.begin(), gain.end(), most) - gain.begin(), most);
                clean = -1;
            }
        }
    }

    // The sum of flow x way, without the units that were added.
    double work() const {
        Amount straight = 0, diagonal = 0, knight = 0;
        for (Cell x = 0; x < cells_; ++x) {
            const Node &node = node_[at(x)];
            if (node.parent == root_) continue;
            const Amount moved = std::abs((node.flow - node.size) / (cells_ + 1));
            const int road = road_[at(x)];
            (road < 2 ? straight : road < 4 ? diagonal : knight) += moved;
        }
        return static_cast<double>(straight) + static_cast<double>(diagonal) * std::sqrt(2.0) +
               static_cast<double>(knight) * std::sqrt(5.0);
    }

  private:
    // A cell's place in the tree, and no more than what a walk up asks for. `flow` goes to the parent, below 0 from it.
    struct Node {
        Amount flow = 0;
        Cell parent = kNone, size = 1;
    };

    static std::size_t at(Cell x) { return static_cast<std::size_t>(x); }

    void chain(Cell x, Cell y) {
        next_[at(x)] = y;
        if (y != kNone) before_[at(y)] = x;
    }

    Guess guess() const {
        double sum = 0;
        for (const Amount each : surplus_) sum += std::fabs(static_cast<double>(each));
        const double scale = sum > 0 ? static_cast<double>(cells_) / sum : 0.0;
        std::vector<float> scaled(surplus_.size());
        std::transform(surplus_.begin(), surplus_.end(), scaled.begin(),
                       [&](Amount each) { return static_cast<float>(static_cast<double>(each) * scale); });
        return Guess(rows_, columns_, scaled);
    }

    Cell neighbour(Cell cell, int road) const {
        return cell + static_cast<Cell>(kRoad[road].down * columns_ + kRoad[road].right);
    }

    static double length_of(int road) { return road == kRoads ? 0.0 : kRoad[static_cast<std::size_t>(road)].length; }

    // Makes the first tree, its flows and its prices.
    void plant() {
        const FirstTree tree(guess());
        for (Cell x = 0; x < cells_; ++x) {
            node_[at(x)].parent = tree.parent[at(x)];
            road_[at(x)] = tree.road[at(x)];
        }
        std::vector<Cell> order, open{root_}, child(at(cells_) + 1, kNone), sibling(at(cells_) + 1, kNone);
        for (Cell x = 0; x < cells_; ++x)
            sibling[at(x)] = std::exchange(child[at(node_[at(x)].parent)], x);
        order.reserve(at(cells_) + 1);
        while (!open.empty()) {
            const Cell x = open.back();
            open.pop_back();
            order.push_back(x);
            for (Cell y = child[at(x)]; y != kNone; y = sibling[at(y)]) open.push_back(y);
        }
        for (std::size_t i = 0; i + 1 < order.size(); ++i) chain(order[i], order[i + 1]);
        for (Cell x = 0; x < cells_; ++x) node_[at(x)].flow = surplus_[at(x)] * (cells_ + 1) + 1;
        for (std::size_t i = order.size(); i-- > 0;) {
            Node &node = node_[at(order[i])];
            Cell &last = last_[at(order[i])];
            if (last == kNone) last = order[i];
            if (order[i] == root_) continue;
            Node &parent = node_[at(node.parent)];
            parent.flow += node.flow;
            parent.size += node.size;
            // Of the children, the one that is met first here is the last.
            if (last_[at(node.parent)] == kNone) last_[at(node.parent)] = last;
        }
        for (std::size_t i = 1; i < order.size(); ++i) {
            const Node &node = node_[at(order[i])];
            const double there = price_[at(node.parent)], length = length_of(road_[at(order[i])]);
            if (node.parent == root_)
                // From the root comes nothing in the end: a way from it costs more than any way over the grid.
                price_[at(order[i])] = node.flow > 0 ? 0.0 : static_cast<double>(2 * (rows_ + columns_));
            else
                price_[at(order[i])] = node.flow > 0 ? there - length : there + length;
        }
    }

    // Takes the road with the most gain from a cell into the tree.
    void enter(Index row, Index column, double gain) {
        const Cell here = static_cast<Cell>(row * columns_ + column);
        const double price = price_[at(here)];
        if (price_[at(root_)] - price == gain) return pivot(here, root_, kRoads, gain);
        for (int k = 0; k < kRoads; ++k) {
            const Index right = column + kRoad[k].right;
            if (row + kRoad[k].down >= rows_ || right < 0 || right >= columns_) continue;
            const Cell there = neighbour(here, k);
            const double beyond = price_[at(there)];
            if (std::fabs(price - beyond) - kRoad[k].length != gain) continue;
            return price < beyond ? pivot(here, there, k, gain) : pivot(there, here, k, gain);
        }
    }

    // Sends as much as possible along a new road and back through the tree; what runs dry leaves the tree.
    void pivot(Cell from, Cell to, int road, double gain) {
        Amount least = std::numeric_limits<Amount>::max();
        Cell dry = kNone;
        bool dry_before = false;  // on the way from the circle's top down to `from`
        Cell up = from, down = to;
        while (up != down) {
            const Node &a = node_[at(up)], &b = node_[at(down)];
            if (a.size < b.size) {
                if (a.flow > 0 && a.flow < least) least = a.flow, dry = up, dry_before = true;
                up = a.parent;
            } else {
                if (b.flow < 0 && -b.flow < least) least = -b.flow, dry = down, dry_before = false;
                down = b.parent;
            }
        }
        const Cell top = up, moved = dry_before ? from : to, target = dry_before ? to : from;
        const Cell size = node_[at(dry)].size;
        const Amount along = dry_before ? -least : least;
        // On the side that is cut off sizes change with its new root, on the other they grow.
        Cell x = moved;
        for (; x != dry; x = node_[at(x)].parent) node_[at(x)].flow += along;
        for (x = node_[at(dry)].parent; x != top; x = node_[at(x)].parent) {
            node_[at(x)].flow += along;
            node_[at(x)].size -= size;
        }
        for (x = target; x != top; x = node_[at(x)].parent) {
            node_[at(x)].flow -= along;
            node_[at(x)].size += size;
        }
        hang(moved, dry, target, -along, road);
        shift(moved, dry_before ? gain : -gain);
    }

    // Cuts the part below `dry` off, makes `moved` its root, and hangs it below `target`.
    void hang(Cell moved, Cell dry, Cell target, Amount flow, int road) {
        const Cell size = node_[at(dry)].size, end_of_part = last_[at(dry)], before_part = before_[at(dry)];
        for (Cell x = node_[at(dry)].parent; x != kNone && last_[at(x)] == end_of_part; x = node_[at(x)].parent)
            last_[at(x)] = before_part;
        // Each node between becomes a child of the one below it, with what it has besides that one; `end` is the end
        // of the new walk so far.
        Cell end = kNone, below = kNone, below_last = kNone, below_before = kNone, below_size = 0, parent = target;
        for (Cell x = moved;;) {
            Node &node = node_[at(x)];
            const Node old = node;
            const Cell old_before = before_[at(x)], old_last = last_[at(x)];
            const std::int32_t old_road = road_[at(x)];
            Cell own_last = old_last;
            if (below != kNone && own_last == below_last) own_last = below_before;
            chain(old_before, next_[at(own_last)]);
            if (end != kNone) chain(end, x);
            end = own_last;
            below_last = old_last, below_before = old_before, below = x;
            road_[at(x)] = road;
            node.parent = parent, node.flow = flow, node.size = size - below_size;
            below_size = old.size;
            if (x == dry) break;
            parent = x, flow = -old.flow, road = old_road;
            x = old.parent;
        }
        for (Cell x = dry;; x = node_[at(x)].parent) {
            last_[at(x)] = end;
            if (x == moved) break;
        }
        const Cell after = next_[at(target)];
        chain(target, moved);
        chain(end, after);
        for (Cell x = target; x != kNone && last_[at(x)] == target; x = node_[at(x)].parent) last_[at(x)] = end;
    }

    // Raises the prices of a part of the tree; or lowers all others, where these are fewer: only differences count.
    void shift(Cell part, double by) {
        const Cell last = last_[at(part)], after = next_[at(last)];
        if (2 * node_[at(part)].size <= cells_) {
            raise(part, last, node_[at(part)].size, by);
        } else {
            Cell x = root_, y = after;
            for (; x != part && y != kNone; x = next_[at(x)], y = next_[at(y)]) {
                price_[at(x)] -= by;
                price_[at(y)] -= by;
            }
            for (; x != part; x = next_[at(x)]) price_[at(x)] -= by;
            for (; y != kNone; y = next_[at(y)]) price_[at(y)] -= by;
        }
    }

    // From both ends at a time: each step waits for the one before.
    void raise(Cell first, Cell last, Cell count, double by) {
        for (; count > 1; count -= 2) {
            price_[at(first)] += by;
            price_[at(last)] += by;
            first = next_[at(first)];
            last = before_[at(last)];
        }
        if (count == 1) price_[at(first)] += by;
    }

    Index rows_, columns_;
    Cell cells_, root_;
    std::vector<Amount> surplus_;
    std::vector<Node> node_;
    // Nodes follow each other in the order of a walk that visits a node before its children; the last one is that of
    // its own part of the tree.
    std::vector<Cell> next_, before_, last_;
    std::vector<std::int32_t> road_;  // to the parent
    std::vector<double> price_;
};

// No way is shorter than those within the rectangle that its ends span: so cells beyond all others that have surplus
// or lack are left out.
Grid cropped(const Amount *surplus, Index rows, Index columns) {
    Index top = rows, bottom = 0, left = columns, right = 0;
    for (Index y = 0; y < rows; ++y) {
        for (Index x = 0; x < columns; ++x) {
            if (surplus[y * columns + x] == 0) continue;
            top = std::min(top, y), bottom = y + 1;
            left = std::min(left, x), right = std::max(right, x + 1);
        }
    }
    if (bottom == 0) return Grid(1, 1, {0});
    std::vector<Amount> inner;
    inner.reserve(static_cast<std::size_t>((bottom - top) * (right - left)));
    for (Index y = top; y < bottom; ++y)
        inner.insert(inner.end(), surplus + y * columns + left, surplus + y * columns + right);
    return Grid(bottom - top, right - left, std::move(inner));
}

double least_work(const nb::ndarray<const Amount, nb::ndim<2>, nb::c_contig, nb::device::cpu> &surplus) {
    nb::gil_scoped_release unlocked;
    Grid grid = cropped(surplus.data(), static_cast<Index>(surplus.shape(0)), static_cast<Index>(surplus.shape(1)));
    grid.solve();
    return grid.work();
}

}  // namespace

void bind_flow(nb::module_ &module) { module.def("least_work", &least_work, nb::arg("surplus").noconvert()); }

}  // namespace mikurabe
