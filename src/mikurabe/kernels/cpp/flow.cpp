// The least work that evens out a grid of surplus and lack. The specification is flow.py.
//
// A network simplex (Dantzig 1951; Ahuja, Magnanti & Orlin 1993, chapter 11) that knows its network: 16 roads from
// each cell to known places, three lengths, no limit on any road. So roads need no memory, a road stands for both
// ways, and a flow on the tree has a sign. The root is a place beside the grid where what is left over ends, at no cost.
//
// - All is whole numbers. Amounts are multiplied by the number of nodes, and each cell gives one unit more: no flow of
//   a tree is then ever 0, each step gains, and no order of steps leads in a circle (Cunningham's strongly feasible
//   trees, 1976). Lengths and prices are multiples of 2^-34 below 2^19, which doubles add without error.
// - The first tree follows the prices of the problem with a quarter of the cells, solved likewise.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

using Cell = std::int32_t;
using Amount = std::int64_t;

constexpr Cell kNone = -1;

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

// Sets of cells that grow together: which tree a cell belongs to.
class Sets {
  public:
    explicit Sets(Cell n) : parent_(static_cast<std::size_t>(n)) { std::iota(parent_.begin(), parent_.end(), 0); }

    bool join(Cell a, Cell b) {
        a = of(a), b = of(b);
        parent_[static_cast<std::size_t>(a)] = b;
        return a != b;
    }

  private:
    Cell of(Cell x) {
        Cell *parent = parent_.data();
        while (parent[x] != x) x = parent[x] = parent[parent[x]];
        return x;
    }
    std::vector<Cell> parent_;
};

class Grid {
  public:
    Grid(Index rows, Index columns, std::vector<Amount> surplus)
        : rows_(rows), columns_(columns), cells_(static_cast<Cell>(rows * columns)), root_(cells_),
          surplus_(std::move(surplus)), node_(static_cast<std::size_t>(cells_) + 1),
          next_(static_cast<std::size_t>(cells_) + 1, kNone), price_(static_cast<std::size_t>(cells_) + 1) {}

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
            (node.length == 1.0 ? straight : node.length == kDiagonal ? diagonal : knight) += moved;
        }
        return static_cast<double>(straight) + static_cast<double>(diagonal) * std::sqrt(2.0) +
               static_cast<double>(knight) * std::sqrt(5.0);
    }

  private:
    // A cell's place in the tree. Nodes follow each other in the order of a walk that visits a node before its
    // children; `last` is the last one of its own part of the tree. `flow` goes to the parent, below 0 from it.
    struct Node {
        Amount flow = 0;
        double length = 0;
        Cell parent = kNone, before = kNone, last = kNone, size = 1;
    };

    struct Edge {
        Cell cell;
        int road;  // kRoads is the way to the root
    };

    static std::size_t at(Cell x) { return static_cast<std::size_t>(x); }

    void chain(Cell x, Cell y) {
        next_[at(x)] = y;
        if (y != kNone) node_[at(y)].before = x;
    }

    // What ink costs in each cell where it costs `price` in cells of twice the side: in between, evenly.
    std::vector<double> guessed(const Grid &coarse) const {
        std::vector<double> guess(at(cells_));
        const double root = coarse.price_[at(coarse.root_)];
        for (Index y = 0; y < rows_; ++y) {
            const Index near_y = y / 2, far_y = std::clamp<Index>(y % 2 ? near_y + 1 : near_y - 1, 0, coarse.rows_ - 1);
            for (Index x = 0; x < columns_; ++x) {
                const Index near_x = x / 2;
                const Index far_x = std::clamp<Index>(x % 2 ? near_x + 1 : near_x - 1, 0, coarse.columns_ - 1);
                const double *near_row = coarse.price_.data() + near_y * coarse.columns_;
                const double *far_row = coarse.price_.data() + far_y * coarse.columns_;
                const double mean = 0.5625 * near_row[near_x] + 0.1875 * near_row[far_x] + 0.1875 * far_row[near_x] +
                                    0.0625 * far_row[far_x];
                guess[static_cast<std::size_t>(y * columns_ + x)] = 2 * (mean - root);
            }
        }
        return guess;
    }

    Grid coarser() const {
        const Index rows = (rows_ + 1) / 2, columns = (columns_ + 1) / 2;
        std::vector<Amount> sums(static_cast<std::size_t>(rows * columns));
        for (Index y = 0; y < rows_; ++y)
            for (Index x = 0; x < columns_; ++x)
                sums[static_cast<std::size_t>(y / 2 * columns + x / 2)] +=
                    surplus_[static_cast<std::size_t>(y * columns_ + x)];
        return Grid(rows, columns, std::move(sums));
    }

    // The roads of a first tree: of all that close no circle those on which ink gains most, by the guessed prices.
    std::vector<Edge> first_roads() const {
        std::vector<double> guess(at(cells_));
        if (cells_ > 16) {
            Grid coarse = coarser();
            coarse.solve();
            guess = guessed(coarse);
        }
        // Sorted by gain in steps of 1/256; a gain is hardly ever above 1.5, and one below -2.5 is none.
        constexpr int kSteps = 1024;
        const auto step = [](double gain) {
            return static_cast<int>(std::clamp((1.5 - gain) * 256, 0.0, kSteps - 1.0));
        };
        std::vector<std::pair<int, Edge>> found;
        found.reserve(at(cells_) * (kRoads + 1));
        for (Index y = 0; y < rows_; ++y) {
            for (Index x = 0; x < columns_; ++x) {
                const Cell here = static_cast<Cell>(y * columns_ + x);
                if (surplus_[at(here)] > 0) found.push_back({step(-guess[at(here)]), {here, kRoads}});
                for (int k = 0; k < kRoads; ++k) {
                    const Index down = y + kRoad[k].down, right = x + kRoad[k].right;
                    if (down >= rows_ || right < 0 || right >= columns_) continue;
                    const double apart = std::fabs(guess[at(here)] - guess[at(neighbour(here, k))]);
                    found.push_back({step(apart - kRoad[k].length), {here, k}});
                }
            }
        }
        std::array<std::size_t, kSteps + 1> start{};
        for (const auto &[key, edge] : found) ++start[static_cast<std::size_t>(key) + 1];
        std::partial_sum(start.begin(), start.end(), start.begin());
        std::vector<Edge> sorted(found.size());
        for (const auto &[key, edge] : found) sorted[start[static_cast<std::size_t>(key)]++] = edge;

        Sets sets(cells_ + 1);
        std::vector<Edge> tree;
        for (const Edge &edge : sorted)
            if (sets.join(edge.cell, edge.road == kRoads ? root_ : neighbour(edge.cell, edge.road))) tree.push_back(edge);
        // Without any surplus nothing leads to the root yet.
        if (sets.join(0, root_)) tree.push_back({0, kRoads});
        return tree;
    }

    Cell neighbour(Cell cell, int road) const {
        return cell + static_cast<Cell>(kRoad[road].down * columns_ + kRoad[road].right);
    }

    // Makes the first tree, its flows and its prices.
    void plant() {
        const std::vector<Edge> edges = first_roads();
        std::vector<std::vector<std::pair<Cell, double>>> roads(at(cells_) + 1);
        for (const Edge &edge : edges) {
            const Cell other = edge.road == kRoads ? root_ : neighbour(edge.cell, edge.road);
            const double length = edge.road == kRoads ? 0.0 : kRoad[edge.road].length;
            roads[at(edge.cell)].emplace_back(other, length);
            roads[at(other)].emplace_back(edge.cell, length);
        }
        std::vector<Cell> order, open{root_};
        order.reserve(at(cells_) + 1);
        while (!open.empty()) {
            const Cell x = open.back();
            open.pop_back();
            order.push_back(x);
            for (const auto &[y, length] : roads[at(x)]) {
                if (y == node_[at(x)].parent) continue;
                node_[at(y)].parent = x;
                node_[at(y)].length = length;
                open.push_back(y);
            }
        }
        for (std::size_t i = 0; i + 1 < order.size(); ++i) chain(order[i], order[i + 1]);
        for (Cell x = 0; x < cells_; ++x) node_[at(x)].flow = surplus_[at(x)] * (cells_ + 1) + 1;
        for (std::size_t i = order.size(); i-- > 0;) {
            Node &node = node_[at(order[i])];
            if (node.last == kNone) node.last = order[i];
            if (order[i] == root_) continue;
            Node &parent = node_[at(node.parent)];
            parent.flow += node.flow;
            parent.size += node.size;
            // Of the children, the one that is met first here is the last.
            if (parent.last == kNone) parent.last = node.last;
        }
        for (std::size_t i = 1; i < order.size(); ++i) {
            const Node &node = node_[at(order[i])];
            const double there = price_[at(node.parent)];
            if (node.parent == root_)
                // From the root comes nothing in the end: a way from it costs more than any way over the grid.
                price_[at(order[i])] = node.flow > 0 ? 0.0 : static_cast<double>(2 * (rows_ + columns_));
            else
                price_[at(order[i])] = node.flow > 0 ? there - node.length : there + node.length;
        }
    }

    // Takes the road with the most gain from a cell into the tree.
    void enter(Index row, Index column, double gain) {
        const Cell here = static_cast<Cell>(row * columns_ + column);
        const double price = price_[at(here)];
        if (price_[at(root_)] - price == gain) return pivot(here, root_, 0.0, gain);
        for (int k = 0; k < kRoads; ++k) {
            const Index right = column + kRoad[k].right;
            if (row + kRoad[k].down >= rows_ || right < 0 || right >= columns_) continue;
            const Cell there = neighbour(here, k);
            const double beyond = price_[at(there)];
            if (std::fabs(price - beyond) - kRoad[k].length != gain) continue;
            return price < beyond ? pivot(here, there, kRoad[k].length, gain) : pivot(there, here, kRoad[k].length, gain);
        }
    }

    // Sends as much as possible along a new road and back through the tree; what runs dry leaves the tree.
    void pivot(Cell from, Cell to, double length, double gain) {
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
        hang(moved, dry, target, -along, length);
        shift(moved, dry_before ? gain : -gain);
    }

    // Cuts the part below `dry` off, makes `moved` its root, and hangs it below `target`.
    void hang(Cell moved, Cell dry, Cell target, Amount flow, double length) {
        const Cell size = node_[at(dry)].size, old_last = node_[at(dry)].last, old_before = node_[at(dry)].before;
        for (Cell x = node_[at(dry)].parent; x != kNone && node_[at(x)].last == old_last; x = node_[at(x)].parent)
            node_[at(x)].last = old_before;
        // Each node between becomes a child of the one below it, with what it has besides that one; `end` is the end
        // of the new walk so far.
        Cell end = kNone, below = kNone, below_last = kNone, below_before = kNone, below_size = 0, parent = target;
        for (Cell x = moved;;) {
            Node &node = node_[at(x)];
            const Node old = node;
            Cell own_last = old.last;
            if (below != kNone && own_last == below_last) own_last = below_before;
            chain(old.before, next_[at(own_last)]);
            if (end != kNone) chain(end, x);
            end = own_last;
            below_last = old.last, below_before = old.before, below = x;
            node.parent = parent, node.flow = flow, node.length = length, node.size = size - below_size;
            below_size = old.size;
            if (x == dry) break;
            parent = x, flow = -old.flow, length = old.length;
            x = old.parent;
        }
        for (Cell x = dry;; x = node_[at(x)].parent) {
            node_[at(x)].last = end;
            if (x == moved) break;
        }
        const Cell after = next_[at(target)];
        chain(target, moved);
        chain(end, after);
        for (Cell x = target; x != kNone && node_[at(x)].last == target; x = node_[at(x)].parent) node_[at(x)].last = end;
    }

    // Raises the prices of a part of the tree; or lowers all others, where these are fewer: only differences count.
    void shift(Cell part, double by) {
        const Cell last = node_[at(part)].last, after = next_[at(last)];
        if (2 * node_[at(part)].size <= cells_) {
            for (Cell x = part; x != after; x = next_[at(x)]) price_[at(x)] += by;
        } else {
            for (Cell x = root_; x != part; x = next_[at(x)]) price_[at(x)] -= by;
            for (Cell x = after; x != kNone; x = next_[at(x)]) price_[at(x)] -= by;
        }
    }

    Index rows_, columns_;
    Cell cells_, root_;
    std::vector<Amount> surplus_;
    std::vector<Node> node_;
    std::vector<Cell> next_;
    std::vector<double> price_;
};

double least_work(const nb::ndarray<const Amount, nb::ndim<2>, nb::c_contig, nb::device::cpu> &surplus) {
    nb::gil_scoped_release unlocked;
    Grid grid(static_cast<Index>(surplus.shape(0)), static_cast<Index>(surplus.shape(1)),
              std::vector<Amount>(surplus.data(), surplus.data() + surplus.size()));
    grid.solve();
    return grid.work();
}

}  // namespace

void bind_flow(nb::module_ &module) { module.def("least_work", &least_work, nb::arg("surplus").noconvert()); }

}  // namespace mikurabe
