// The colour that occurs most often. The specification is counts.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#if defined(MIKURABE_HAS_TARGET_CLONES)
#include <immintrin.h>
#endif

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

// Knuth's multiplicative hash: alike colours, of which a photograph has many, must not meet in one bucket.
constexpr Colour kKnuth = 2654435761U;

// The colours and buckets of some pixels.
void hashed(const std::uint8_t *x, Index n, int shift, Colour *colours, Colour *buckets) {
    for (Index i = 0; i < n; ++i) {
        colours[i] = colour_at(x, i);
        buckets[i] = static_cast<Colour>(colours[i] * kKnuth) >> shift;
    }
}

// Keeps the colours in buckets whose bits are set; how many there are.
Index wanted(const Colour *colours, const Colour *buckets, Index n, const Colour *bits, Colour *kept) {
    Index some = 0;
    for (Index i = 0; i < n; ++i) {
        kept[some] = colours[i];
        some += bits[buckets[i] / 32] >> buckets[i] % 32 & 1;
    }
    return some;
}

#if defined(MIKURABE_HAS_TARGET_CLONES)

// Eight pixels at a time: three bytes of each become four, which a compiler does not find by itself.
__attribute__((target("avx2"))) void hashed_avx2(const std::uint8_t *x, Index n, Index readable, int shift,
                                                 Colour *colours, Colour *buckets) {
    const __m256i spread = _mm256_setr_epi8(2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1,  //
                                            2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1);
    const __m256i knuth = _mm256_set1_epi32(static_cast<int>(kKnuth));
    const __m128i by = _mm_cvtsi32_si128(shift);
    Index i = 0;
    for (; i + 8 <= n && 3 * i + 28 <= readable; i += 8) {
        const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i *>(x + 3 * i));
        const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i *>(x + 3 * i + 12));
        const __m256i colour = _mm256_shuffle_epi8(_mm256_set_m128i(high, low), spread);
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(colours + i), colour);
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(buckets + i),
                            _mm256_srl_epi32(_mm256_mullo_epi32(colour, knuth), by));
    }
    hashed(x + 3 * i, n - i, shift, colours + i, buckets + i);
}

__attribute__((target("avx2"))) Index wanted_avx2(const Colour *colours, const Colour *buckets, Index n,
                                                  const Colour *bits, Colour *kept) {
    const __m256i last = _mm256_set1_epi32(31);
    Index some = 0, i = 0;
    for (; i + 8 <= n; i += 8) {
        const __m256i bucket = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(buckets + i));
        const __m256i words =
            _mm256_i32gather_epi32(reinterpret_cast<const int *>(bits), _mm256_srli_epi32(bucket, 5), 4);
        // The bucket's bit goes to the sign.
        const __m256i signs = _mm256_sllv_epi32(words, _mm256_sub_epi32(last, _mm256_and_si256(bucket, last)));
        unsigned which = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(signs)));
        for (; which != 0; which &= which - 1) kept[some++] = colours[i + __builtin_ctz(which)];
    }
    return some + wanted(colours + i, buckets + i, n - i, bits, kept + some);
}

// The bytes that may be read are `readable`.
void hashed(const std::uint8_t *x, Index n, Index readable, int shift, Colour *colours, Colour *buckets) {
    static const bool wide = __builtin_cpu_supports("avx2");
    return wide ? hashed_avx2(x, n, readable, shift, colours, buckets) : hashed(x, n, shift, colours, buckets);
}

Index wanted_of(const Colour *colours, const Colour *buckets, Index n, const Colour *bits, Colour *kept) {
    static const bool wide = __builtin_cpu_supports("avx2");
    return wide ? wanted_avx2(colours, buckets, n, bits, kept) : wanted(colours, buckets, n, bits, kept);
}

#else

Index wanted_of(const Colour *colours, const Colour *buckets, Index n, const Colour *bits, Colour *kept) {
    return wanted(colours, buckets, n, bits, kept);
}

void hashed(const std::uint8_t *x, Index n, Index, int shift, Colour *colours, Colour *buckets) {
    hashed(x, n, shift, colours, buckets);
}

#endif

// Calls take(colours, buckets, n) for all pixels, a block at a time.
template <class Take>
void in_blocks(const std::uint8_t *x, Index n, int shift, const Take &take) {
    std::array<Colour, kBlock> colours, buckets;
    for (Index start = 0; start < n; start += kBlock) {
        const Index count = std::min(kBlock, n - start);
        hashed(x + 3 * start, count, 3 * (n - start), shift, colours.data(), buckets.data());
        take(colours.data(), buckets.data(), count);
    }
}

// How often each of a few colours occurs: a table in which a colour's place is the next free one from its hash on.
class Tally {
  public:
    // Counts one more pixel; false where there is no room for a further colour.
    bool add(Colour colour) {
        std::size_t place = static_cast<Colour>(colour * kKnuth) >> (32 - kBits);
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
        in_blocks(x, n, shift_, [&](const Colour *, const Colour *buckets, Index count) {
            for (Index i = 0; i < count; ++i) {
                std::uint16_t &bucket = counts[buckets[i]];
                bucket = static_cast<std::uint16_t>(bucket + (bucket != kFull));
            }
        });
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
        // A bit for each bucket lies in the nearest cache.
        std::vector<Colour> bits((counts_.size() + 31) / 32);
        Index pixels = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            if (counts_[i] < least) continue;
            bits[i / 32] |= Colour{1} << i % 32;
            pixels += counts_[i];
        }
        // Few pixels are sorted. Many are tallied first: they may have few colours.
        bool tallied = pixels > n_ / kFew;
        Tally tally;
        std::vector<Colour> found;
        const auto look = [&] {
            std::array<Colour, kBlock> kept;
            in_blocks(x_, n_, shift_, [&](const Colour *colours, const Colour *buckets, Index count) {
                const Index some = wanted_of(colours, buckets, count, bits.data(), kept.data());
                if (!tallied) found.insert(found.end(), kept.begin(), kept.begin() + some);
                for (Index i = 0; tallied && i < some; ++i) tallied = tally.add(kept[static_cast<std::size_t>(i)]);
            });
        };
        if (tallied) {
            look();
            if (tallied) return tally.best();
            found.clear();
        }
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
