// How often levels and colours occur. The specification is counts.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bindings.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

using Count = std::int64_t;
using Colour = std::uint32_t;

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

// How many pixels have this colour. Bytes are compared in their order, with the colour repeated.
constexpr Index kBlock = 1024;  // pixels
MIKURABE_WIDE Index occurrences(const std::uint8_t *x, Index n, const std::uint8_t *repeated, const std::uint8_t *first) {
    std::uint8_t equal[3 * kBlock + 2] = {};
    Index found = 0;
    for (Index start = 0; start < n; start += kBlock) {
        const Index bytes = 3 * std::min(kBlock, n - start);
        const std::uint8_t *block = x + 3 * start;
        for (Index i = 0; i < bytes; ++i) equal[i] = block[i] == repeated[i];
        std::uint32_t sum = 0;
        for (Index i = 0; i < bytes; ++i) sum += static_cast<std::uint8_t>(equal[i] & equal[i + 1] & equal[i + 2] & first[i]);
        found += sum;
    }
    return found;
}

Index occurrences(const std::uint8_t *x, Index n, Colour colour) {
    std::uint8_t repeated[3 * kBlock], first[3 * kBlock];
    for (Index i = 0; i < 3 * kBlock; ++i) {
        repeated[i] = static_cast<std::uint8_t>(colour >> (16 - 8 * (i % 3)));
        first[i] = i % 3 == 0;
    }
    return occurrences(x, n, repeated, first);
}

MIKURABE_INLINE Colour colour_at(const std::uint8_t *x, Index i) {
    return static_cast<Colour>(x[3 * i]) << 16 | static_cast<Colour>(x[3 * i + 1]) << 8 | x[3 * i + 2];
}

struct Commonest {
    Colour colour;
    Index count;
};

// The commonest of some colours, the lowest of equally common ones. They are sorted, in three passes of eight bits.
Commonest commonest_of(std::vector<Colour> &colours) {
    std::vector<Colour> other(colours.size());
    for (int shift = 0; shift < 24; shift += 8) {
        std::array<std::size_t, 257> start{};
        for (const Colour colour : colours) ++start[(colour >> shift & 255) + 1];
        for (std::size_t i = 1; i < 257; ++i) start[i] += start[i - 1];
        for (const Colour colour : colours) other[start[colour >> shift & 255]++] = colour;
        colours.swap(other);
    }
    Commonest best{0, 0};
    for (std::size_t i = 0; i < colours.size();) {
        const std::size_t from = i;
        while (++i < colours.size() && colours[i] == colours[from]) {
        }
        if (static_cast<Index>(i - from) > best.count) best = {colours[from], static_cast<Index>(i - from)};
    }
    return best;
}

// Colours the other way round, blue first: four bytes from memory at once, of which the last belongs to the next pixel.
MIKURABE_INLINE Colour turned_at(const std::uint8_t *x, Index i) {
    const std::uint8_t *p = x + 3 * i;
    const Colour four = p[0] | static_cast<Colour>(p[1]) << 8 | static_cast<Colour>(p[2]) << 16 | static_cast<Colour>(p[3]) << 24;
    return four & 0xffffff;
}

MIKURABE_INLINE Colour turned(Colour colour) {
    return (colour & 255) << 16 | (colour & 0xff00) | colour >> 16;
}

// Knuth's multiplicative hash: alike colours, of which a photograph has many, must not meet in one bucket.
MIKURABE_INLINE std::size_t bucket_of(Colour turned_colour, int shift) {
    return static_cast<Colour>(turned_colour * 2654435761U) >> shift;
}

// First a guess, from a sample: what more than half of the pixels have is the commonest. Else pixels are counted in
// buckets of hashed colours. A colour that occurs k times lies in a bucket of at least k pixels, so only pixels of
// the fullest buckets need be looked at; when the best of these has fewer than the least of these buckets holds, once
// more with the buckets that hold as many as that.
Colour commonest_colour_of(const std::uint8_t *x, Index n) {
    constexpr Index kSample = 1024;
    const Index step = std::max<Index>(1, n / kSample);
    std::vector<Colour> chosen;
    for (Index i = step / 2; i < n; i += step) chosen.push_back(colour_at(x, i));
    const Commonest guess = commonest_of(chosen);
    if (8 * step * guess.count > 3 * n && 2 * occurrences(x, n, guess.colour) > n) return guess.colour;

    // About four pixels in each, but no more buckets than a core's nearer caches hold. A full one stays full, and is
    // looked at in any case.
    int bits = 8;
    while (bits < 17 && n >> (bits + 2) > 1) ++bits;
    const int shift = 32 - bits;
    constexpr std::uint16_t kFull = 65535;
    std::vector<std::uint16_t> buckets(std::size_t{1} << bits);
    std::uint16_t *const table = buckets.data();
    const auto count = [&](Colour turned_colour) {
        std::uint16_t &bucket = table[bucket_of(turned_colour, shift)];
        bucket = static_cast<std::uint16_t>(bucket + (bucket != kFull));
    };
    for (Index i = 0; i + 1 < n; ++i) count(turned_at(x, i));
    count(turned(colour_at(x, n - 1)));

    constexpr std::size_t kMost = 4096;
    static_assert(kMost <= kFull);
    std::vector<Index> pixels_in(kMost);  // in all buckets of so many pixels, or more at the end
    for (const std::uint16_t bucket : buckets) pixels_in[std::min<std::size_t>(bucket, kMost - 1)] += bucket;
    std::size_t least = kMost - 1;
    Index taken = pixels_in[least];
    while (least > 1 && (taken == 0 || taken + pixels_in[least - 1] <= n / 32)) taken += pixels_in[--least];

    for (;;) {
        const std::uint16_t enough = static_cast<std::uint16_t>(least);
        std::vector<Colour> found;
        std::array<Colour, kBlock> block;
        for (Index start = 0; start < n; start += kBlock) {
            std::size_t kept = 0;
            const auto keep = [&](Colour colour) {
                block[kept] = colour;
                kept += table[bucket_of(colour, shift)] >= enough;
            };
            const Index stop = std::min(start + kBlock, n);
            for (Index i = start; i + 1 < stop; ++i) keep(turned_at(x, i));
            keep(turned(colour_at(x, stop - 1)));
            for (std::size_t i = 0; i < kept; ++i) found.push_back(turned(block[i]));
        }
        const Commonest best = commonest_of(found);
        if (static_cast<std::size_t>(best.count) >= least) return best.colour;
        least = static_cast<std::size_t>(best.count);
    }
}

Colour commonest_colour(const nb::ndarray<const std::uint8_t, nb::ndim<2>, nb::c_contig, nb::device::cpu> &colours) {
    nb::gil_scoped_release unlocked;
    return commonest_colour_of(colours.data(), static_cast<Index>(colours.shape(0)));
}

}  // namespace

void bind_counts(nb::module_ &module) {
    module.def("level_counts", &level_counts_8, nb::arg("levels").noconvert(), nb::arg("counts").noconvert());
    module.def("level_counts", &level_counts_16, nb::arg("levels").noconvert(), nb::arg("counts").noconvert());
    module.def("commonest_colour", &commonest_colour, nb::arg("colours").noconvert());
}

}  // namespace mikurabe
