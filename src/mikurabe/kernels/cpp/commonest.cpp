// The colour that occurs most often. The specification is counts.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "bindings.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

using Colour = std::uint32_t;

constexpr Index kBlock = 1024;  // pixels

// How many pixels have this colour. Bytes are compared in their order, with the colour repeated.
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

    // The lowest of equally common ones.
    void offer(Colour other, Index times) {
        if (times > count || (times == count && other < colour)) *this = {other, times};
    }
};

// The commonest of some colours. They are sorted, in three passes of eight bits.
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
        best.offer(colours[from], static_cast<Index>(i - from));
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

// How often each of a few colours occurs: a table in which a colour's place is the next free one from its hash on.
class Tally {
  public:
    // Counts one more pixel; false where there is no room for a further colour.
    bool add(Colour colour) {
        std::size_t place = bucket_of(colour, 32 - kBits);
        while (count_[place] != 0 && colour_[place] != colour) place = (place + 1) % kPlaces;
        if (count_[place]++ != 0) return true;
        colour_[place] = colour;
        return ++used_ < kPlaces / 2;
    }
    Commonest best() const {
        Commonest found{0, 0};
        for (std::size_t place = 0; place < kPlaces; ++place) found.offer(colour_[place], count_[place]);
        return found;
    }

  private:
    static constexpr int kBits = 13;
    static constexpr std::size_t kPlaces = std::size_t{1} << kBits;
    std::vector<Colour> colour_ = std::vector<Colour>(kPlaces);
    std::vector<Index> count_ = std::vector<Index>(kPlaces);
    std::size_t used_ = 0;
};

// The pixels counted in buckets of hashed colours: an upper bound of how often each colour of a bucket occurs.
class Buckets {
  public:
    // About four pixels in each, but no more buckets than a core's nearer caches hold. A full one stays full, and is
    // looked at in any case.
    Buckets(const std::uint8_t *x, Index n) : x_(x), n_(n) {
        int bits = 8;
        while (bits < 17 && n >> (bits + 2) > 1) ++bits;
        shift_ = 32 - bits;
        counts_.resize(std::size_t{1} << bits);
        std::uint16_t *const counts = counts_.data();
        const int shift = shift_;
        const auto count = [&](Colour turned_colour) {
            std::uint16_t &bucket = counts[bucket_of(turned_colour, shift)];
            bucket = static_cast<std::uint16_t>(bucket + (bucket != kFull));
        };
        for (Index i = 0; i + 1 < n; ++i) count(turned_at(x, i));
        count(turned(colour_at(x, n - 1)));
    }

    // The least count of a bucket with which all buckets of so many pixels, and of more, hold few pixels together.
    std::size_t least_of_few() const {
        std::vector<Index> pixels_in(kMost);  // in all buckets of so many pixels, or more at the end
        for (const std::uint16_t count : counts_) pixels_in[std::min<std::size_t>(count, kMost - 1)] += count;
        std::size_t least = kMost - 1;
        Index taken = pixels_in[least];
        while (least > 1 && (taken == 0 || taken + pixels_in[least - 1] <= n_ / kFew)) taken += pixels_in[--least];
        return least;
    }

    // The commonest colour of the pixels in buckets of at least so many.
    Commonest commonest_from(std::size_t least) const {
        Index pixels = 0;
        for (const std::uint16_t count : counts_) pixels += count >= least ? count : 0;
        // Few pixels are sorted. Many are tallied first: they may have few colours.
        bool tallied = pixels > n_ / kFew;
        Tally tally;
        std::vector<Colour> found;
        const auto look = [&] {
            const std::uint16_t *const counts = counts_.data();
            const std::uint16_t enough = static_cast<std::uint16_t>(least);
            const int shift = shift_;
            std::array<Colour, kBlock> block;
            for (Index start = 0; start < n_; start += kBlock) {
                std::size_t kept = 0;
                const auto keep = [&](Colour turned_colour) {
                    block[kept] = turned_colour;
                    kept += counts[bucket_of(turned_colour, shift)] >= enough;
                };
                const Index stop = std::min(start + kBlock, n_);
                for (Index i = start; i + 1 < stop; ++i) keep(turned_at(x_, i));
                keep(turned(colour_at(x_, stop - 1)));
                for (std::size_t i = 0; i < kept; ++i) {
                    if (!tallied)
                        found.push_back(turned(block[i]));
                    else if (!tally.add(turned(block[i])))
                        return false;
                }
            }
            return true;
        };
        if (tallied && look()) return tally.best();
        tallied = false;
        look();
        return commonest_of(found);
    }

  private:
    static constexpr std::uint16_t kFull = 65535;
    static constexpr Index kFew = 32;
    static constexpr std::size_t kMost = 4096;
    static_assert(kMost <= kFull);
    const std::uint8_t *x_;
    Index n_;
    int shift_ = 0;
    std::vector<std::uint16_t> counts_;
};

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

    const Buckets buckets(x, n);
    for (std::size_t least = buckets.least_of_few();;) {
        const Commonest best = buckets.commonest_from(least);
        if (static_cast<std::size_t>(best.count) >= least) return best.colour;
        least = static_cast<std::size_t>(best.count);
    }
}

Colour commonest_colour(const nb::ndarray<const std::uint8_t, nb::ndim<2>, nb::c_contig, nb::device::cpu> &colours) {
    nb::gil_scoped_release unlocked;
    return commonest_colour_of(colours.data(), static_cast<Index>(colours.shape(0)));
}

}  // namespace

void bind_commonest(nb::module_ &module) {
    module.def("commonest_colour", &commonest_colour, nb::arg("colours").noconvert());
}

}  // namespace mikurabe
