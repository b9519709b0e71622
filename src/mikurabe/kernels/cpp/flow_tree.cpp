// A tree near the best one, from a guess at flows and prices.
//
// Roads that the guess uses stay, those with most flow first (as in the tree-based crossover of Ge, Wang, Xiong & Ye 2021,
// arXiv:2102.09420). They make a forest. Through all other roads of a tree flow hardly more than the units that
// flow.cpp adds to each cell, and these go to the root the way that costs least by the guessed prices (Dijkstra 1959).

#include "flow_tree.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

namespace mikurabe {

namespace {

std::size_t at(Cell x) { return static_cast<std::size_t>(x); }

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

struct Edge {
    Cell cell;
    std::int32_t road;
};

Cell other_end(const Guess &guess, Edge edge) {
    if (edge.road == kRoads) return static_cast<Cell>(guess.rows * guess.columns);
    const Road &road = kRoad[at(edge.road)];
    return edge.cell + static_cast<Cell>(road.down * guess.columns + road.right);
}

// The roads that are used most, none of which closes a circle.
std::vector<Edge> used_roads(const Guess &guess) {
    const Cell cells = static_cast<Cell>(guess.rows * guess.columns);
    // Sorted by flow in steps of an eighth of an octave, from 2^10 down.
    constexpr std::uint32_t kSteps = 256, kHigh = (127 + 10) << 3;
    std::array<std::size_t, kSteps + 1> start{};
    std::vector<std::pair<std::uint32_t, Edge>> found;
    const auto add = [&](float flow, Edge edge) {
        if (flow == 0) return;
        const float size = std::fabs(flow);
        std::uint32_t bits;
        std::memcpy(&bits, &size, sizeof bits);
        const std::uint32_t step = std::min(kHigh - std::min(bits >> 20, kHigh), kSteps - 1);
        found.push_back({step, edge});
        ++start[step + 1];
    };
    for (int k = 0; k < kRoads; ++k)
        for (Cell x = 0; x < cells; ++x) add(guess.flow[at(k) * at(cells) + at(x)], {x, k});
    for (Cell x = 0; x < cells; ++x) add(guess.drain[at(x)], {x, kRoads});
    std::partial_sum(start.begin(), start.end(), start.begin());
    std::vector<Edge> sorted(found.size());
    for (const auto &[step, edge] : found) sorted[start[step]++] = edge;

    Sets sets(cells + 1);
    std::vector<Edge> forest;
    for (const Edge &edge : sorted)
        if (sets.join(edge.cell, other_end(guess, edge))) forest.push_back(edge);
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
    for (const Edge &edge : used_roads(guess)) {
        links.add(edge.cell, other_end(guess, edge), edge.road);
        links.add(other_end(guess, edge), edge.cell, edge.road);
    }
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
