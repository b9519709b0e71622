// Fourier transforms of eight series at a time: decimation in frequency, and Bluestein's convolution for large primes.
//
// The passes work in place, so that a series of usual length stays in the nearest cache; the last one puts every term
// where it belongs.

#include "transform.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "lanes.hpp"
#include "simd.hpp"

namespace mikurabe {

namespace {

constexpr double kPi = 3.14159265358979323846;

struct Turn {
    double cosine, sine;
};

// exp(2 pi i part / whole), from an angle of at most an eighth of a turn, where sine and cosine are at their best.
Turn turn_of(Index part, Index whole) {
    part %= whole;
    if (part < 0) part += whole;
    if (8 * part > 7 * whole) {
        const double angle = 2 * kPi * static_cast<double>(whole - part) / static_cast<double>(whole);
        return {std::cos(angle), -std::sin(angle)};
    }
    const Index quarters = (8 * part + whole) / (2 * whole);
    const double angle = 2 * kPi * (static_cast<double>(4 * part - quarters * whole) / 4) / static_cast<double>(whole);
    const double cosine = std::cos(angle), sine = std::sin(angle);
    switch (quarters) {
        case 0: return {cosine, sine};
        case 1: return {-sine, cosine};
        case 2: return {-cosine, -sine};
        default: return {sine, -cosine};
    }
}

// A term, or a part of one: as many of its lanes as a register has. Eight that take two registers would not stay in them.
template <class Lanes>
struct Some {
    Lanes real, imaginary;
};

template <class Lanes>
constexpr Index kWidth = sizeof(Lanes) / sizeof(double);

template <class Lanes>
MIKURABE_INLINE void load(Some<Lanes> &some, const Term &term, Index lane) {
    mikurabe::load(some.real, term.real + lane);
    mikurabe::load(some.imaginary, term.imaginary + lane);
}

template <class Lanes>
MIKURABE_INLINE void store(const Some<Lanes> &some, Term &term, Index lane) {
    mikurabe::store(some.real, term.real + lane);
    mikurabe::store(some.imaginary, term.imaginary + lane);
}

template <class Lanes>
MIKURABE_INLINE void add(Some<Lanes> &out, const Some<Lanes> &a, const Some<Lanes> &b) {
    out.real = a.real + b.real;
    out.imaginary = a.imaginary + b.imaginary;
}

template <class Lanes>
MIKURABE_INLINE void subtract(Some<Lanes> &out, const Some<Lanes> &a, const Some<Lanes> &b) {
    out.real = a.real - b.real;
    out.imaginary = a.imaginary - b.imaginary;
}

// a + i b and a - i b.
template <class Lanes>
MIKURABE_INLINE void add_turned(Some<Lanes> &out, const Some<Lanes> &a, const Some<Lanes> &b) {
    out.real = a.real - b.imaginary;
    out.imaginary = a.imaginary + b.real;
}

template <class Lanes>
MIKURABE_INLINE void subtract_turned(Some<Lanes> &out, const Some<Lanes> &a, const Some<Lanes> &b) {
    out.real = a.real + b.imaginary;
    out.imaginary = a.imaginary - b.real;
}

template <class Lanes>
MIKURABE_INLINE void turn(Some<Lanes> &some, const double *by) {
    const Lanes real = some.real * by[0] - some.imaginary * by[1];
    some.imaginary = some.real * by[1] + some.imaginary * by[0];
    some.real = real;
}

// Nothing is turned at the first place of a part.
template <bool Turning, class Lanes>
MIKURABE_INLINE void place(Some<Lanes> &some, const double *by, Term &out, Index lane) {
    if constexpr (Turning) turn(some, by);
    store(some, out, lane);
}

template <Index Radix>
struct Circle {
    double cosine[Radix], sine[Radix];
};

template <Index Radix>
Circle<Radix> circle() {
    Circle<Radix> result;
    for (Index k = 0; k < Radix; ++k) {
        const Turn turn = turn_of(k, Radix);
        result.cosine[k] = turn.cosine;
        result.sine[k] = turn.sine;
    }
    return result;
}

// ``to(k)`` is where leg k goes; of the lanes that are worked on everything is read before anything is written.
template <Index Radix, bool Turning, class Lanes, class To>
MIKURABE_INLINE void butterfly_of(const Term *x, Index step, const double *turns, const Circle<Radix> &circle,
                                  Index lane, To to) {
    using Part = Some<Lanes>;
    if constexpr (Radix == 2) {
        Part a, b, sum, difference;
        load(a, x[0], lane);
        load(b, x[step], lane);
        add(sum, a, b);
        subtract(difference, a, b);
        place<false>(sum, nullptr, to(0), lane);
        place<Turning>(difference, turns, to(1), lane);
    } else if constexpr (Radix == 4) {
        Part a, b, c, d, even, odd, other, apart, leg;
        load(a, x[0], lane);
        load(b, x[step], lane);
        load(c, x[2 * step], lane);
        load(d, x[3 * step], lane);
        add(even, a, c);
        subtract(odd, a, c);
        add(other, b, d);
        subtract(apart, b, d);
        add(leg, even, other);
        place<false>(leg, nullptr, to(0), lane);
        add_turned(leg, odd, apart);
        place<Turning>(leg, turns, to(1), lane);
        subtract(leg, even, other);
        place<Turning>(leg, turns + 2, to(2), lane);
        subtract_turned(leg, odd, apart);
        place<Turning>(leg, turns + 4, to(3), lane);
    } else {
        // Terms at the same distance from the first have the same cosines and opposite sines.
        constexpr Index half = Radix / 2;
        Part first, sums[half], differences[half], total;
        load(first, x[0], lane);
        total = first;
#pragma GCC unroll 8
        for (Index j = 0; j < half; ++j) {
            Part a, b;
            load(a, x[(j + 1) * step], lane);
            load(b, x[(Radix - 1 - j) * step], lane);
            add(sums[j], a, b);
            subtract(differences[j], a, b);
            add(total, total, sums[j]);
        }
        place<false>(total, nullptr, to(0), lane);
#pragma GCC unroll 8
        for (Index k = 1; k <= half; ++k) {
            Part even = first, odd;
            odd.real = differences[0].real * circle.sine[k];
            odd.imaginary = differences[0].imaginary * circle.sine[k];
            even.real = even.real + sums[0].real * circle.cosine[k];
            even.imaginary = even.imaginary + sums[0].imaginary * circle.cosine[k];
#pragma GCC unroll 8
            for (Index j = 1; j < half; ++j) {
                const Index at = (j + 1) * k % Radix;
                even.real = even.real + sums[j].real * circle.cosine[at];
                even.imaginary = even.imaginary + sums[j].imaginary * circle.cosine[at];
                odd.real = odd.real + differences[j].real * circle.sine[at];
                odd.imaginary = odd.imaginary + differences[j].imaginary * circle.sine[at];
            }
            add_turned(total, even, odd);
            place<Turning>(total, turns + 2 * (k - 1), to(k), lane);
            subtract_turned(total, even, odd);
            place<Turning>(total, turns + 2 * (Radix - k - 1), to(Radix - k), lane);
        }
    }
}

template <Index Radix, bool Turning, class Lanes, class To>
MIKURABE_INLINE void butterfly(const Term *x, Index step, const double *turns, const Circle<Radix> &circle, To to) {
#pragma GCC unroll 2
    for (Index lane = 0; lane < 8; lane += kWidth<Lanes>)
        butterfly_of<Radix, Turning, Lanes>(x, step, turns, circle, lane, to);
}

template <Index Radix, class Lanes>
MIKURABE_INLINE void pass_of(Index blocks, Index part, const double *turns, const Circle<Radix> &circle, const Term *x,
                             Index apart, Term *out, const Index *places) {
    if (part == 1) {
        for (Index block = 0; block < blocks; ++block) {
            const Index *at = places + block * Radix;
            butterfly<Radix, false, Lanes>(x + block * Radix * apart, apart, nullptr, circle,
                                           [=](Index k) -> Term & { return out[at[k]]; });
        }
        return;
    }
    for (Index block = 0; block < blocks; ++block) {
        const Index start = block * Radix * part;
        const Term *from = x + start * apart;
        Term *to = out + start;
        butterfly<Radix, false, Lanes>(from, part * apart, nullptr, circle,
                                       [=](Index k) -> Term & { return to[k * part]; });
        for (Index p = 1; p < part; ++p)
            butterfly<Radix, true, Lanes>(from + p * apart, part * apart, turns + p * 2 * (Radix - 1), circle,
                                          [=](Index k) -> Term & { return to[k * part + p]; });
    }
}

#define MIKURABE_PASS_IN(RADIX, NAME, LANES, WIDTH)                                                               \
    WIDTH void NAME##_##RADIX(Index blocks, Index part, const double *turns, const Circle<RADIX> &circle,         \
                              const Term *x, Index apart, Term *out, const Index *places) {                       \
        pass_of<RADIX, LANES>(blocks, part, turns, circle, x, apart, out, places);                                \
    }
#define MIKURABE_PASS(RADIX)                                     \
    MIKURABE_PASS_IN(RADIX, in_eights, Eight, MIKURABE_AVX512)   \
    MIKURABE_PASS_IN(RADIX, in_fours, Four, MIKURABE_WIDE)
MIKURABE_PASS(2)
MIKURABE_PASS(3)
MIKURABE_PASS(4)
MIKURABE_PASS(5)
MIKURABE_PASS(7)
MIKURABE_PASS(11)
MIKURABE_PASS(13)
#undef MIKURABE_PASS
#undef MIKURABE_PASS_IN

constexpr Index kRadices[] = {4, 2, 3, 5, 7, 11, 13};

// What is left of n without the radices.
Index stubborn(Index n) {
    for (const Index radix : kRadices)
        while (n % radix == 0) n /= radix;
    return n;
}

// a * b, of plain numbers: the compiler widens loops of eight. The result may lie where a did.
MIKURABE_INLINE void turned(const double *real, const double *imaginary, const double *by, double *out,
                            double *out_imaginary) {
    double products[8], others[8];
    for (Index lane = 0; lane < 8; ++lane) {
        products[lane] = real[lane] * by[0] - imaginary[lane] * by[1];
        others[lane] = real[lane] * by[1] + imaginary[lane] * by[0];
    }
    std::copy_n(products, 8, out);
    std::copy_n(others, 8, out_imaginary);
}

MIKURABE_WIDEST void multiply(const Term *x, Index apart, const double *by, Index n, Term *out) {
    for (Index i = 0; i < n; ++i)
        turned(x[i * apart].real, x[i * apart].imaginary, by + 2 * i, out[i].real, out[i].imaginary);
}

// With real and imaginary parts exchanged, which turns the direction of a transform.
MIKURABE_WIDEST void multiply_exchanged(const Term *x, const double *by, Index n, Term *out) {
    for (Index i = 0; i < n; ++i) turned(x[i].real, x[i].imaginary, by + 2 * i, out[i].imaginary, out[i].real);
}

MIKURABE_WIDEST void multiply_restored(const Term *x, const double *by, Index n, Term *out) {
    for (Index i = 0; i < n; ++i) turned(x[i].imaginary, x[i].real, by + 2 * i, out[i].real, out[i].imaginary);
}

}  // namespace

Transform::Transform(Index n) : n_(n), room_(n) {
    if (stubborn(n) > 1) {
        Index length = 2 * n - 1;
        while (stubborn(length) > 1) ++length;
        longer_.emplace_back(length);
        room_ = 2 * length;
        const Terms wrapped = terms(length), found = terms(length);
        std::fill_n(wrapped.get(), length, Term{});
        for (Index j = 0; j < n; ++j) {
            const Turn turn = turn_of(j * j % (2 * n), 2 * n);
            chirp_.insert(chirp_.end(), {turn.cosine, turn.sine});
            for (const Index at : {j, (length - j) % length}) {
                wrapped[at].real[0] = turn.cosine;
                wrapped[at].imaginary[0] = -turn.sine;
            }
        }
        longer_[0].run(wrapped.get(), 1, found.get(), wrapped.get());
        for (Index i = 0; i < length; ++i) {
            response_.push_back(found[i].real[0] / static_cast<double>(length));
            response_.push_back(found[i].imaginary[0] / static_cast<double>(length));
        }
        return;
    }
    Index left = n, blocks = 1;
    places_.assign(1, 0);
    for (const Index radix : kRadices)
        for (; left % radix == 0; left /= radix, blocks *= radix) {
            Pass pass{radix, left / radix, blocks, {}};
            for (Index place = 0; place < pass.part; ++place)
                for (Index leg = 1; leg < radix; ++leg) {
                    const Turn turn = turn_of(place * leg, left);
                    pass.turns.insert(pass.turns.end(), {turn.cosine, turn.sine});
                }
            passes_.push_back(std::move(pass));
            // Leg k of a block that belongs at f belongs at f + k * blocks.
            std::vector<Index> places;
            for (const Index place : places_)
                for (Index leg = 0; leg < radix; ++leg) places.push_back(place + leg * blocks);
            places_ = std::move(places);
        }
}

void Transform::pass(const Pass &pass, const Term *x, Index apart, Term *out, const Index *places) {
    switch (pass.radix) {
#define MIKURABE_PASS(RADIX)                                                                               \
    case RADIX: {                                                                                          \
        static const Circle<RADIX> around = circle<RADIX>();                                               \
        static const auto run = has_avx512() ? in_eights_##RADIX : in_fours_##RADIX;                       \
        return run(pass.blocks, pass.part, pass.turns.data(), around, x, apart, out, places);              \
    }
        MIKURABE_PASS(2)
        MIKURABE_PASS(3)
        MIKURABE_PASS(4)
        MIKURABE_PASS(5)
        MIKURABE_PASS(7)
        MIKURABE_PASS(11)
        MIKURABE_PASS(13)
#undef MIKURABE_PASS
    }
}

void Transform::run_passes(const Term *x, Index apart, Term *out, Term *room) const {
    if (passes_.empty()) {
        *out = *x;
        return;
    }
    for (const Pass &each : passes_) {
        pass(each, x, apart, each.part == 1 ? out : room, places_.data());
        x = room;
        apart = 1;
    }
}

void Transform::run(const Term *x, Index apart, Term *out, Term *room) const {
    if (longer_.empty()) return run_passes(x, apart, out, room);
    const Transform &longer = longer_[0];
    Term *first = room, *second = room + longer.n_;
    multiply(x, apart, chirp_.data(), n_, first);
    std::fill(first + n_, first + longer.n_, Term{});
    longer.run(first, 1, second, first);
    multiply_exchanged(second, response_.data(), longer.n_, first);
    longer.run(first, 1, second, first);
    multiply_restored(second, chirp_.data(), n_, out);
}

}  // namespace mikurabe
