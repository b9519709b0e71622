// How often levels occur. The specification is counts.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <array>
#include <cstdint>
#include <cstring>

#include "bindings.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

using Count = std::int64_t;

// Equal neighbours would wait for each other's count: so words of eight equal bytes are counted at once, and others
// in four tables in turn.
void count_bytes(const std::uint8_t *x, Index n, std::array<std::array<Count, 256>, 4> &tables) {
    Index i = 0;
    for (; i + 8 <= n; i += 8) {
        std::uint64_t word;
        std::memcpy(&word, x + i, 8);
        if (word == x[i] * 0x0101010101010101ULL) {
            tables[0][x[i]] += 8;
        } else {
            for (Index k = 0; k < 8; ++k) ++tables[static_cast<std::size_t>(k % 4)][x[i + k]];
        }
    }
    for (; i < n; ++i) ++tables[0][x[i]];
}

void level_counts_8(PlaneArgument<std::uint8_t> levels, const nb::ndarray<Count, nb::ndim<1>, nb::c_contig> &counts) {
    nb::gil_scoped_release unlocked;
    const Plane<std::uint8_t> plane(levels);
    std::array<std::array<Count, 256>, 4> tables{};
    for (Index y = 0; y < plane.height; ++y) {
        const std::uint8_t *row = plane.data + y * plane.row;
        if (plane.column == 1)
            count_bytes(row, plane.width, tables);
        else
            for (Index x = 0; x < plane.width; ++x) ++tables[static_cast<std::size_t>(x % 4)][row[x * plane.column]];
    }
    for (const auto &table : tables)
        for (std::size_t level = 0; level < 256; ++level) counts.data()[level] += table[level];
}

void level_counts_16(PlaneArgument<std::uint16_t> levels, const nb::ndarray<Count, nb::ndim<1>, nb::c_contig> &counts) {
    nb::gil_scoped_release unlocked;
    const Plane<std::uint16_t> plane(levels);
    for (Index y = 0; y < plane.height; ++y) {
        const std::uint16_t *row = plane.data + y * plane.row;
        for (Index x = 0; x < plane.width;) {
            const std::uint16_t level = row[x * plane.column];
            const Index start = x;
            while (++x < plane.width && row[x * plane.column] == level) {
            }
            counts.data()[level] += x - start;
        }
    }
}

}  // namespace

void bind_counts(nb::module_ &module) {
    module.def("level_counts", &level_counts_8, nb::arg("levels").noconvert(), nb::arg("counts").noconvert());
    module.def("level_counts", &level_counts_16, nb::arg("levels").noconvert(), nb::arg("counts").noconvert());
}

}  // namespace mikurabe
