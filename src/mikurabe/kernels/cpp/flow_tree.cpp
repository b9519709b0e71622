// A tree near the best one, from a guess at flows and prices.
//
// A guess uses many roads where few would do, as ways of one length are many on a grid. So circles of used roads are
// emptied first, as in the purification of Bixby & Saltzman 1994, Oper. Res. Lett. 15(4), those of the least flow last,
// which leaves a forest in which no flow has turned. Through all other roads of a tree flow hardly more than the units
// that flow.cpp adds to each cell, and these go to the root the way that costs least by the guessed prices (Dijkstra
// 1959).

#include "flow_tree.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <utility>

namespace mikurabe {

namespace {

std::size_t at(Cell x) { return static_cast<std::size_t>(x); }

struct Edge {
    Cell cell;
    std::int32_t road;
};

Cell other_end(const Guess &guess, Edge edge) {
    if (edge.road == kRoads) return static_cast<Cell>(guess.rows * guess.columns);
    const Road &road = kRoad[at(edge.road)];
    return edge.cell + static_cast<Cell>(road.down * guess.columns + road.right);
}

double length_of(const Edge &edge) { return edge.road == kRoads ? 0.0 : kRoad[at(edge.road)].length; }

// A forest of roads in use. Where a road closes a circle, as much flows round it the cheaper way as it takes for one of
// its roads to be out of use, and that one leaves: so no flow turns, and the work does not grow.
class Forest {
  public:
    explicit Forest(Cell nodes) : node_(at(nodes)), set_(at(nodes), -1) {}

    // A road on which some flow, above 0, goes `from` one end `to` the other.
    void add(Cell from, Cell to, Edge edge, float flow) {
        const Cell a = set_of(from), b = set_of(to);
        if (a == b) return close(from, to, edge, flow);
        const bool turned = set_[at(a)] < set_[at(b)];
        const Cell small = turned ? b : a, large = turned ? a : b;
        set_[at(large)] += set_[at(small)];
        set_[at(small)] = large;
        turned ? hang(to, kNone, from, edge, -flow) : hang(from, kNone, to, edge, flow);
    }

    // Calls visit(cell, parent, edge) for all roads.
    template <class Visit>
    void each(const Visit &visit) const {
        for (std::size_t x = 0; x < node_.size(); ++x)
            if (node_[x].parent != kNone) visit(static_cast<Cell>(x), node_[x].parent, node_[x].edge);
    }

  private:
    // `flow` goes to the parent, below 0 from it.
    struct Node {
        Cell parent = kNone;
        Edge edge{kNone, kRoads};  // to the parent
        float flow = 0;
        int mark = 0;
    };

    Cell set_of(Cell x) {
        Cell *set = set_.data();
        while (set[x] >= 0) {
            if (set[set[x]] >= 0) set[x] = set[set[x]];
            x = set[x];
        }
        return x;
    }

    // Makes x the root of its tree, up to and with `top`, and hangs it below `parent`.
    void hang(Cell x, Cell top, Cell parent, Edge edge, float flow) {
        while (true) {
            const Node old = node_[at(x)];
            node_[at(x)].parent = parent, node_[at(x)].edge = edge, node_[at(x)].flow = flow;
            if (x == top || old.parent == kNone) return;
            parent = x, edge = old.edge, flow = -old.flow;
            x = old.parent;
        }
    }

    // Where the ways up from two cells of one tree meet.
    Cell meeting(Cell a, Cell b) {
        ++mark_;
        while (true) {
            if (a != kNone) {
                if (node_[at(a)].mark == mark_) return a;
                node_[at(a)].mark = mark_;
                a = node_[at(a)].parent;
            }
            std::swap(a, b);
        }
    }

    void close(Cell from, Cell to, Edge edge, float flow) {
        const Cell top = meeting(from, to);
        // How much more it costs over the tree, and what flows least there the same way and against it.
        double more = -length_of(edge);
        float same = std::numeric_limits<float>::max(), against = same;
        Cell same_end = kNone, against_end = kNone;
        const auto look = [&](Cell end, float way) {
            for (Cell x = end; x != top; x = node_[at(x)].parent) {
                const float along = way * node_[at(x)].flow;
                if (along > 0) {
                    more += length_of(node_[at(x)].edge);
                    if (along < same) same = along, same_end = x;
                } else {
                    more -= length_of(node_[at(x)].edge);
                    if (-along < against) against = -along, against_end = x;
                }
            }
        };
        look(from, 1);
        const Cell same_from = same_end, against_from = against_end;
        look(to, -1);
        const bool over_tree = more <= 0;
        const float least = over_tree ? std::min(flow, against) : same;
        const bool stays_out = over_tree && flow <= against;
        const float change = over_tree ? least : -least;
        for (Cell x = from; x != top; x = node_[at(x)].parent) node_[at(x)].flow += change;
        for (Cell x = to; x != top; x = node_[at(x)].parent) node_[at(x)].flow -= change;
        if (stays_out) return;
        const Cell dry = over_tree ? against_end : same_end;
        const bool below_from = dry == (over_tree ? against_from : same_from);
        const float rest = flow - change;
        below_from ? hang(from, dry, to, edge, rest) : hang(to, dry, from, edge, -rest);
    }

    std::vector<Node> node_;
    std::vector<Cell> set_;  // another cell of the same tree, or, of one of them, below 0 how many they are
    int mark_ = 0;
};

// The roads that are used, those with most flow first, without circles.
Forest used_roads(const Guess &guess) {
    const Cell cells = static_cast<Cell>(guess.rows * guess.columns);
    // Sorted by flow in steps of an eighth of an octave, from 2^10 down.
    constexpr std::uint32_t kSteps = 256, kHigh = (127 + 10) << 3;
    std::array<std::size_t, kSteps + 1> start{};
    struct Found {
        std::uint32_t step;
        float flow;
        Edge edge;
    };
    std::vector<Found> found;
    const auto add = [&](float flow, Edge edge) {
        if (flow == 0) return;
        const float size = std::fabs(flow);
        std::uint32_t bits;
        std::memcpy(&bits, &size, sizeof bits);
        const std::uint32_t step = std::min(kHigh - std::min(bits >> 20, kHigh), kSteps - 1);
        found.push_back({step, flow, edge});
        ++start[step + 1];
    };
    for (int k = 0; k < kRoads; ++k)
        for (Cell x = 0; x < cells; ++x) add(guess.flow[at(k) * at(cells) + at(x)], {x, k});
    for (Cell x = 0; x < cells; ++x) add(guess.drain[at(x)], {x, kRoads});
    std::partial_sum(start.begin(), start.end(), start.begin());
    std::vector<Found> sorted(found.size());
    for (const Found &each : found) sorted[start[each.step]++] = each;

    Forest forest(cells + 1);
    for (const Found &each : sorted) {
        const Cell here = each.edge.cell, there = other_end(guess, each.edge);
        each.flow > 0 ? forest.add(here, there, each.edge, each.flow) : forest.add(there, here, each.edge, -each.flow);
    }
    return forest;
}

// The roads of a forest, from both ends.
class Links {
  public:
    explicit Links(std::size_t nodes) : first_(nodes, kNone) {}

    void add(Cell from, Cell to, std::int32_t road) {
        link_.push_back({to, std::exchange(first_[at(from)], static_cast<Cell>(link_.size())), road});
    }

    // Calls visit(cell, road) for what a cell is linked to.
    template <class Visit>
    void each(Cell from, const Visit &visit) const {
        for (Cell i = first_[at(from)]; i != kNone; i = link_[at(i)].next) visit(link_[at(i)].to, link_[at(i)].road);
    }

  private:
    struct Link {
        Cell to, next;
        std::int32_t road;
    };
    std::vector<Cell> first_;
    std::vector<Link> link_;
};

// A place in the tree that a cell may take.
struct Offer {
    Cell cell, parent;
    std::int32_t road;
};

// Offers in the order of their cost, in steps of 1/32; one that costs 8 more than the present one or above costs just
// that. So they wait in a circle of lists.
class Offers {
  public:
    void add(double more, const Offer &offer) {
        const int later = static_cast<int>(std::clamp(more * 32, 0.0, 8.0 * 32));
        waiting_[static_cast<std::size_t>((now_ + later) % kCircle)].push_back(offer);
    }

    Offer next() {
        while (taken_ == waiting_[static_cast<std::size_t>(now_)].size()) {
            waiting_[static_cast<std::size_t>(now_)].clear();
            taken_ = 0;
            now_ = (now_ + 1) % kCircle;
        }
        return waiting_[static_cast<std::size_t>(now_)][taken_++];
    }

  private:
    static constexpr int kCircle = 512;
    std::array<std::vector<Offer>, kCircle> waiting_;
    int now_ = 0;
    std::size_t taken_ = 0;
};

}  // namespace

FirstTree::FirstTree(const Guess &guess) {
    const Index rows = guess.rows, columns = guess.columns;
    const Cell cells = static_cast<Cell>(rows * columns), root = cells;
    parent.assign(at(cells) + 1, kNone);
    road.assign(at(cells) + 1, kRoads);
    Links links(at(cells) + 1);
    used_roads(guess).each([&](Cell x, Cell y, const Edge &edge) {
        links.add(x, y, edge.road);
        links.add(y, x, edge.road);
    });
    std::vector<char> reached(at(cells) + 1);
    std::vector<Cell> open;
    Offers offers;
    const float *price = guess.price.data();
    Cell left = cells + 1;
    const auto take = [&](Cell x, Cell above, std::int32_t by) {
        reached[at(x)] = 1;
        parent[at(x)] = above;
        road[at(x)] = by;
        open.push_back(x);
        --left;
    };
    const auto offer_around = [&](Cell x) {
        const Index row = x / columns, column = x % columns;
        for (std::int32_t k = 0; k < kRoads; ++k) {
            for (const Index way : {1, -1}) {
                const Index down = way * kRoad[at(k)].down, right = way * kRoad[at(k)].right;
                if (row + down < 0 || row + down >= rows || column + right < 0 || column + right >= columns) continue;
                const Cell y = x + static_cast<Cell>(down * columns + right);
                const double more = kRoad[at(k)].length - static_cast<double>(price[x] - price[y]);
                // Straight roads lead everywhere; of the others only those are of use that cost next to nothing.
                if (!reached[at(y)] && (k < 2 || more < 0.5)) offers.add(more, {y, x, k});
            }
        }
    };
    const float lowest = *std::min_element(guess.price.begin(), guess.price.end());
    for (Cell x = 0; x < cells; ++x)
        if (price[x] - lowest < 8) offers.add(static_cast<double>(price[x] - lowest), {x, root, kRoads});
    take(root, kNone, kRoads);
    while (true) {
        // With a cell come all that the forest links it to.
        while (!open.empty()) {
            const Cell x = open.back();
            open.pop_back();
            links.each(x, [&](Cell y, std::int32_t by) {
                if (!reached[at(y)]) take(y, x, by);
            });
            if (x != root) offer_around(x);
        }
        if (left == 0) return;
        const Offer offer = offers.next();
        if (!reached[at(offer.cell)]) take(offer.cell, offer.parent, offer.road);
    }
}

}  // namespace mikurabe
