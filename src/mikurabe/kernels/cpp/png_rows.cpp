// The filters of PNG's rows, undone. The specification is png.py.
//
// A filtered byte depends on the byte one pixel to the left, so a row cannot be worked on in wide registers. Several
// rows can: row k runs k pixels behind row 0, and everything that it needs from row k - 1 is already there. A register
// holds one pixel of each of its rows, whatever their filter types.

#include "png_rows.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#if defined(__SSE2__) || defined(_M_X64)
#define MIKURABE_ROWS_AT_ONCE 1
#include <emmintrin.h>
#endif

namespace mikurabe {

namespace {

using Byte = std::uint8_t;

enum Filter : Byte { kNone, kSub, kUp, kAverage, kPaeth, kFilters };

// All ones where a number is negative, else 0. Every compiler that we know shifts the sign in.
MIKURABE_INLINE int negative(int number) { return number >> 31; }

MIKURABE_INLINE int chosen(int mask, int yes, int no) { return no ^ ((yes ^ no) & mask); }

// The one of a (left), b (above), c (above left) that is nearest to a + b - c, in that order where two are as near.
// It is c where c lies between the other two and not much nearer to one of them; else the one that is farther from c.
// Masks instead of branches: which of the three it is, no processor can foresee.
MIKURABE_INLINE int paeth(int a, int b, int c) {
    const int a_is_less = negative(a - b);
    const int low = chosen(a_is_less, a, b), high = chosen(a_is_less, b, a), turn = 3 * c - a - b;
    return chosen(negative(low - turn), chosen(negative(turn - high), c, low), high);
}

template <int FILTER>
MIKURABE_INLINE int predicted(int a, int b, int c) {
    if (FILTER == kSub) return a;
    if (FILTER == kUp) return b;
    if (FILTER == kAverage) return (a + b) >> 1;
    return paeth(a, b, c);
}

// The pixels `from` (inclusive) to `to` (exclusive) of one row, where it lies.
template <int PIXEL, int FILTER>
MIKURABE_INLINE void unfilter_pixels(const Byte *prior, Byte *row, Index from, Index to) {
    int a[PIXEL], c[PIXEL];
    for (int i = 0; i < PIXEL; ++i) {
        a[i] = from == 0 ? 0 : row[(from - 1) * PIXEL + i];
        c[i] = from == 0 ? 0 : prior[(from - 1) * PIXEL + i];
    }
    for (Index at = from * PIXEL; at < to * PIXEL; at += PIXEL) {
        for (int i = 0; i < PIXEL; ++i) {
            const int b = prior[at + i];
            a[i] = (row[at + i] + predicted<FILTER>(a[i], b, c[i])) & 255;
            c[i] = b;
            row[at + i] = static_cast<Byte>(a[i]);
        }
    }
}

template <int PIXEL>
void unfilter_part(Byte filter, const Byte *prior, Byte *row, Index from, Index to) {
    if (filter == kSub) unfilter_pixels<PIXEL, kSub>(prior, row, from, to);
    if (filter == kUp) unfilter_pixels<PIXEL, kUp>(prior, row, from, to);
    if (filter == kAverage) unfilter_pixels<PIXEL, kAverage>(prior, row, from, to);
    if (filter == kPaeth) unfilter_pixels<PIXEL, kPaeth>(prior, row, from, to);
}

MIKURABE_WIDE void add_row(const Byte *MIKURABE_RESTRICT prior, Index width, Byte *MIKURABE_RESTRICT row) {
    for (Index i = 0; i < width; ++i) row[i] = static_cast<Byte>(row[i] + prior[i]);
}

#if defined(MIKURABE_ROWS_AT_ONCE)

using Register = __m128i;

// What a pixel of PIXEL bytes takes in a register, and how many rows therefore fit.
template <int PIXEL>
constexpr int kLane = PIXEL <= 2 ? PIXEL : PIXEL <= 4 ? 4 : 8;
template <int PIXEL>
constexpr Index kRows = 16 / kLane<PIXEL>;

// Sub, Up and None are Paeth with those of a, b and c taken for 0 that they do not look at: Paeth(a, 0, 0) = a,
// Paeth(0, b, 0) = b. Average has a term of its own. Which rows look at what:
struct Looks {
    Register left, above, corner, average;
};

template <int PIXEL>
Looks looks_of(const Byte *const *rows) {
    alignas(16) Byte left[16], above[16], corner[16], average[16];
    for (int i = 0; i < 16; ++i) {
        const Byte filter = rows[i / kLane<PIXEL>][-1];
        left[i] = filter == kSub || filter == kPaeth ? 255 : 0;
        above[i] = filter == kUp || filter == kPaeth ? 255 : 0;
        corner[i] = filter == kPaeth ? 255 : 0;
        average[i] = filter == kAverage ? 255 : 0;
    }
    const auto whole = [](const Byte *bytes) { return _mm_load_si128(reinterpret_cast<const Register *>(bytes)); };
    return {whole(left), whole(above), whole(corner), whole(average)};
}

// One pixel of every row. `done` are the pixels before these, `corner` what lay above them; both move on.
MIKURABE_INLINE void step(const Looks &looks, Register filtered, Register above, Register &done, Register &corner) {
    const Register zero = _mm_setzero_si128();
    const Register a = _mm_and_si128(done, looks.left);
    const Register b = _mm_and_si128(above, looks.above);
    const Register c = _mm_and_si128(corner, looks.corner);
    const Register low = _mm_min_epu8(a, b), high = _mm_max_epu8(a, b);
    // Paeth in 8 bits: with c between low and high, c - low and high - c are its distances, and the prediction is low
    // where 2 * (high - c) <= c - low, high where 2 * (c - low) <= high - c, else c. Where c lies outside, one of the
    // two saturates to 0 and the same conditions hold. That c - (c - low) is low is what the sums below use.
    const Register to_low = _mm_subs_epu8(c, low), to_high = _mm_subs_epu8(high, c);
    const Register is_low = _mm_cmpeq_epi8(_mm_subs_epu8(_mm_adds_epu8(to_high, to_high), to_low), zero);
    const Register is_high = _mm_cmpeq_epi8(_mm_subs_epu8(_mm_adds_epu8(to_low, to_low), to_high), zero);
    const Register from_c = _mm_sub_epi8(_mm_and_si128(to_high, is_high), _mm_and_si128(to_low, is_low));
    // SSE2 averages upwards, PNG downwards.
    const Register a2 = _mm_and_si128(done, looks.average), b2 = _mm_and_si128(above, looks.average);
    const Register odd = _mm_and_si128(_mm_xor_si128(a2, b2), _mm_set1_epi8(1));
    const Register average = _mm_sub_epi8(_mm_avg_epu8(a2, b2), odd);
    const Register rest = _mm_add_epi8(_mm_add_epi8(filtered, c), average);
    corner = above;
    done = _mm_add_epi8(rest, from_c);
}

template <int LANE>
MIKURABE_INLINE Register first_lane(const Byte *from) {
    Register lane;
    if constexpr (LANE == 8) {
        lane = _mm_loadl_epi64(reinterpret_cast<const Register *>(from));
    } else {
        int bytes = 0;
        std::memcpy(&bytes, from, LANE);
        lane = _mm_cvtsi32_si128(bytes);
    }
    return lane;
}

// What lies above every row's pixel: the row before it, one pixel further on, and the row above them all.
template <int LANE>
MIKURABE_INLINE Register above_of(Register done, Register first) {
    return _mm_or_si128(_mm_slli_si128(done, LANE), first);
}

// Pixel at - k of every row k, gathered one by one.
template <int PIXEL>
Register gathered(const Byte *const *rows, Index at) {
    alignas(16) Byte lanes[16] = {};
    for (Index k = 0; k < kRows<PIXEL>; ++k)
        std::memcpy(lanes + k * kLane<PIXEL>, rows[k] + (at - k) * PIXEL, PIXEL);
    return _mm_load_si128(reinterpret_cast<const Register *>(lanes));
}

template <int PIXEL>
void scattered(Register pixels, Byte *const *rows, Index at) {
    alignas(16) Byte lanes[16];
    _mm_store_si128(reinterpret_cast<Register *>(lanes), pixels);
    for (Index k = 0; k < kRows<PIXEL>; ++k)
        std::memcpy(rows[k] + (at - k) * PIXEL, lanes + k * kLane<PIXEL>, PIXEL);
}

// Rows of lanes to lanes of rows and back.
template <int LANE>
MIKURABE_INLINE void transpose(Register *block) {
    constexpr int kSide = 16 / LANE;
    for (int round = 1; round < kSide; round *= 2) {
        Register next[kSide];
        for (int i = 0; i < kSide / 2; ++i) {
            if constexpr (LANE == 1) {
                next[2 * i] = _mm_unpacklo_epi8(block[i], block[i + kSide / 2]);
                next[2 * i + 1] = _mm_unpackhi_epi8(block[i], block[i + kSide / 2]);
            } else {
                next[2 * i] = _mm_unpacklo_epi16(block[i], block[i + kSide / 2]);
                next[2 * i + 1] = _mm_unpackhi_epi16(block[i], block[i + kSide / 2]);
            }
        }
        for (int i = 0; i < kSide; ++i) block[i] = next[i];
    }
}

// Small pixels: as many pixels at a time as there are rows, turned from rows to registers and back.
template <int PIXEL>
MIKURABE_INLINE Index unfilter_blocks(const Looks &looks, const Byte *prior, Byte *const *rows, Index at, Index width,
                                      Register done, Register corner) {
    constexpr Index kSide = kRows<PIXEL>;
    alignas(16) Byte first[16] = {};
    std::memset(first, 255, PIXEL);
    const Register first_only = _mm_load_si128(reinterpret_cast<const Register *>(first));
    for (; at + kSide <= width; at += kSide) {
        Register block[kSide];
        for (Index k = 0; k < kSide; ++k)
            block[k] = _mm_loadu_si128(reinterpret_cast<const Register *>(rows[k] + (at - k) * PIXEL));
        transpose<PIXEL>(block);
        Register over = _mm_loadu_si128(reinterpret_cast<const Register *>(prior + at * PIXEL));
        for (Index k = 0; k < kSide; ++k) {
            step(looks, block[k], above_of<PIXEL>(done, _mm_and_si128(over, first_only)), done, corner);
            over = _mm_srli_si128(over, PIXEL);
            block[k] = done;
        }
        transpose<PIXEL>(block);
        for (Index k = 0; k < kSide; ++k)
            _mm_storeu_si128(reinterpret_cast<Register *>(rows[k] + (at - k) * PIXEL), block[k]);
    }
    return at;
}

// Larger pixels: straight from the rows and back. A lane may be wider than a pixel: what is read too much is not used,
// what is written too much falls on the next pixel, which was read before. Two pixels before the row's end that stops.
template <int PIXEL>
MIKURABE_INLINE Index unfilter_lanes(const Looks &looks, const Byte *prior, Byte *const *rows, Index at, Index width,
                                     Register done, Register corner) {
    constexpr int kWidth = kLane<PIXEL>;
    const auto load = [&](Index place) {
        if constexpr (kWidth == 4) {
            const Register even = _mm_unpacklo_epi32(first_lane<4>(rows[0] + place * PIXEL),
                                                     first_lane<4>(rows[1] + (place - 1) * PIXEL));
            const Register odd = _mm_unpacklo_epi32(first_lane<4>(rows[2] + (place - 2) * PIXEL),
                                                    first_lane<4>(rows[3] + (place - 3) * PIXEL));
            return _mm_unpacklo_epi64(even, odd);
        } else {
            return _mm_unpacklo_epi64(first_lane<8>(rows[0] + place * PIXEL),
                                      first_lane<8>(rows[1] + (place - 1) * PIXEL));
        }
    };
    const auto store = [&](Index place, Register pixels) {
        if constexpr (kWidth == 4) {
            for (Index k = 0; k < 4; ++k) {
                const int bytes = _mm_cvtsi128_si32(pixels);
                std::memcpy(rows[k] + (place - k) * PIXEL, &bytes, 4);
                pixels = _mm_srli_si128(pixels, 4);
            }
        } else {
            _mm_storel_epi64(reinterpret_cast<Register *>(rows[0] + place * PIXEL), pixels);
            _mm_storel_epi64(reinterpret_cast<Register *>(rows[1] + (place - 1) * PIXEL), _mm_srli_si128(pixels, 8));
        }
    };
    Register next = load(at);
    for (; at < width - 2; ++at) {
        const Register filtered = next;
        next = load(at + 1);
        step(looks, filtered, above_of<kWidth>(done, first_lane<kWidth>(prior + at * PIXEL)), done, corner);
        store(at, done);
    }
    scattered<PIXEL>(next, rows, at);  // the pixels that come next, as they were
    return at;
}

// As many rows as a register holds, where they lie, `pitch` bytes apart; `width` is in pixels here.
template <int PIXEL>
MIKURABE_INLINE void unfilter_together(const Byte *prior, Byte *first, Index pitch, Index width) {
    constexpr Index kMany = kRows<PIXEL>;
    Byte *rows[kMany];
    const Byte *over[kMany];
    for (Index k = 0; k < kMany; ++k) {
        rows[k] = first + k * pitch;
        over[k] = k == 0 ? prior : rows[k - 1];
    }
    // The steps at the beginning and at the end, where not every row has a pixel.
    for (Index k = 0; k < kMany; ++k) unfilter_part<PIXEL>(rows[k][-1], over[k], rows[k], 0, kMany - k);
    const Looks looks = looks_of<PIXEL>(rows);
    const Register done = gathered<PIXEL>(rows, kMany - 1), corner = gathered<PIXEL>(over, kMany - 1);
    const Index at = PIXEL <= 2 ? unfilter_blocks<PIXEL>(looks, prior, rows, kMany, width, done, corner)
                                : unfilter_lanes<PIXEL>(looks, prior, rows, kMany, width, done, corner);
    for (Index k = 0; k < kMany; ++k) unfilter_part<PIXEL>(rows[k][-1], over[k], rows[k], at - k, width);
}

#endif

template <int PIXEL>
MIKURABE_INLINE void unfilter_all(Byte *raw, Index width, Index height) {
    const std::vector<Byte> before(static_cast<std::size_t>(width), Byte{0});
    const Byte *prior = before.data();
    for (Index y = 0; y < height;) {
        Byte *row = raw + y * (width + 1) + 1;
        const Byte filter = row[-1];
        Index many = 1;
        if (filter == kUp) {
            add_row(prior, width, row);
#if defined(MIKURABE_ROWS_AT_ONCE)
        } else if (filter != kNone && y + kRows<PIXEL> <= height && width / PIXEL >= 2 * kRows<PIXEL> + 2) {
            many = kRows<PIXEL>;
            unfilter_together<PIXEL>(prior, row, width + 1, width / PIXEL);
#endif
        } else {
            unfilter_part<PIXEL>(filter, prior, row, 0, width / PIXEL);
        }
        // Finished rows move to the front, over filter types that have been read.
        for (Index k = 0; k < many; ++k)
            std::memmove(raw + (y + k) * width, row + k * (width + 1), static_cast<std::size_t>(width));
        y += many;
        prior = raw + (y - 1) * width;
    }
}

// A function of its own for each: only such can be compiled in several versions.
MIKURABE_WIDE void unfilter_1(Byte *raw, Index width, Index height) { unfilter_all<1>(raw, width, height); }
MIKURABE_WIDE void unfilter_2(Byte *raw, Index width, Index height) { unfilter_all<2>(raw, width, height); }
MIKURABE_WIDE void unfilter_3(Byte *raw, Index width, Index height) { unfilter_all<3>(raw, width, height); }
MIKURABE_WIDE void unfilter_4(Byte *raw, Index width, Index height) { unfilter_all<4>(raw, width, height); }
MIKURABE_WIDE void unfilter_6(Byte *raw, Index width, Index height) { unfilter_all<6>(raw, width, height); }
MIKURABE_WIDE void unfilter_8(Byte *raw, Index width, Index height) { unfilter_all<8>(raw, width, height); }

}  // namespace

Index unfilter(Byte *raw, Index width, Index height, int pixel) {
    for (Index y = 0; y < height; ++y)
        if (raw[y * (width + 1)] >= kFilters) return y;
    if (pixel == 1) unfilter_1(raw, width, height);
    if (pixel == 2) unfilter_2(raw, width, height);
    if (pixel == 3) unfilter_3(raw, width, height);
    if (pixel == 4) unfilter_4(raw, width, height);
    if (pixel == 6) unfilter_6(raw, width, height);
    if (pixel == 8) unfilter_8(raw, width, height);
    return height;
}

}  // namespace mikurabe
