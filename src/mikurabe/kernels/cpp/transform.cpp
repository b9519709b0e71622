// Fourier transforms of eight series at a time: decimation in frequency, and Bluestein's convolution for large primes.
//
// The passes work in place, so that a series of usual length stays in the nearest cache; the last one puts every term
// where it belongs.

#include "transform.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

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

MIKURABE_INLINE void add(Term &out, const Term &a, const Term &b) {
    out.real = a.real + b.real;
    out.imaginary = a.imaginary + b.imaginary;
}

MIKURABE_INLINE void subtract(Term &out, const Term &a, const Term &b) {
    out.real = a.real - b.real;
    out.imaginary = a.imaginary - b.imaginary;
}

// a + i b and a - i b.
MIKURABE_INLINE void add_turned(Term &out, const Term &a, const Term &b) {
    out.real = a.real - b.imaginary;
    out.imaginary = a.imaginary + b.real;
}

MIKURABE_INLINE void subtract_turned(Term &out, const Term &a, const Term &b) {
    out.real = a.real + b.imaginary;
    out.imaginary = a.imaginary - b.real;
}

// ``out`` may be a.
MIKURABE_INLINE void turned(Term &out, const Term &a, const double *turn) {
    const Eight real = a.real * turn[0] - a.imaginary * turn[1];
    out.imaginary = a.real * turn[1] + a.imaginary * turn[0];
    out.real = real;
}

// Nothing is turned at the first place of a part.
template <bool Turning>
MIKURABE_INLINE void finish(Term &out, const Term &a, const double *turn) {
    if constexpr (Turning)
        turned(out, a, turn);
    else
        out = a;
}

template <bool Turning>
MIKURABE_INLINE void place(Term &out, const Eight &real, const Eight &imaginary, const double *turn) {
    if constexpr (Turning) {
        out.real = real * turn[0] - imaginary * turn[1];
        out.imaginary = real * turn[1] + imaginary * turn[0];
    } else {
        out.real = real;
        out.imaginary = imaginary;
    }
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

// ``to(k)`` is where leg k goes; everything is read before anything is written.
template <Index Radix, bool Turning, class To>
MIKURABE_INLINE void butterfly(const Term *x, Index step, const double *turns, const Circle<Radix> &circle, To to) {
    if constexpr (Radix == 2) {
        // Copied part by part: whole terms would be kept in memory.
        const Eight a = x[0].real, a_i = x[0].imaginary, b = x[step].real, b_i = x[step].imaginary;
        place<false>(to(0), a + b, a_i + b_i, nullptr);
        place<Turning>(to(1), a - b, a_i - b_i, turns);
    } else if constexpr (Radix == 4) {
        const Eight a = x[0].real, b = x[step].real, c = x[2 * step].real, d = x[3 * step].real;
        const Eight a_i = x[0].imaginary, b_i = x[step].imaginary, c_i = x[2 * step].imaginary;
        const Eight d_i = x[3 * step].imaginary;
        const Eight even = a + c, even_i = a_i + c_i, odd = a - c, odd_i = a_i - c_i;
        const Eight other = b + d, other_i = b_i + d_i, apart = b - d, apart_i = b_i - d_i;
        place<false>(to(0), even + other, even_i + other_i, nullptr);
        place<Turning>(to(1), odd - apart_i, odd_i + apart, turns);
        place<Turning>(to(2), even - other, even_i - other_i, turns + 2);
        place<Turning>(to(3), odd + apart_i, odd_i - apart, turns + 4);
    } else {
        // Terms at the same distance from the first have the same cosines and opposite sines.
        constexpr Index half = Radix / 2;
        const Term first = x[0];
        Term sums[half], differences[half], total = first;
#pragma GCC unroll 8
        for (Index j = 0; j < half; ++j) {
            const Term a = x[(j + 1) * step], b = x[(Radix - 1 - j) * step];
            add(sums[j], a, b);
            subtract(differences[j], a, b);
            add(total, total, sums[j]);
        }
        to(0) = total;
#pragma GCC unroll 8
        for (Index k = 1; k <= half; ++k) {
            Term even = first, odd;
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
            finish<Turning>(to(k), total, turns + 2 * (k - 1));
            subtract_turned(total, even, odd);
            finish<Turning>(to(Radix - k), total, turns + 2 * (Radix - k - 1));
        }
    }
}

template <Index Radix>
MIKURABE_INLINE void pass_of(Index blocks, Index part, const double *turns, const Circle<Radix> &circle, const Term *x,
                             Index apart, Term *out, const Index *places) {
    if (part == 1) {
        for (Index block = 0; block < blocks; ++block) {
            const Index *at = places + block * Radix;
            butterfly<Radix, false>(x + block * Radix * apart, apart, nullptr, circle,
                                    [=](Index k) -> Term & { return out[at[k]]; });
        }
        return;
    }
    for (Index block = 0; block < blocks; ++block) {
        const Index start = block * Radix * part;
        const Term *from = x + start * apart;
        Term *to = out + start;
        butterfly<Radix, false>(from, part * apart, nullptr, circle, [=](Index k) -> Term & { return to[k * part]; });
        for (Index p = 1; p < part; ++p)
            butterfly<Radix, true>(from + p * apart, part * apart, turns + p * 2 * (Radix - 1), circle,
                                   [=](Index k) -> Term & { return to[k * part + p]; });
    }
}

#define MIKURABE_PASS(RADIX)                                                                                      \
    MIKURABE_WIDEST void pass_##RADIX(Index blocks, Index part, const double *turns, const Circle<RADIX> &circle, \
                                      const Term *x, Index apart, Term *out, const Index *places) {               \
        pass_of<RADIX>(blocks, part, turns, circle, x, apart, out, places);                                       \
    }
MIKURABE_PASS(2)
MIKURABE_PASS(3)
MIKURABE_PASS(4)
MIKURABE_PASS(5)
MIKURABE_PASS(7)
MIKURABE_PASS(11)
MIKURABE_PASS(13)
#undef MIKURABE_PASS

constexpr Index kRadices[] = {4, 2, 3, 5, 7, 11, 13};

// What is left of n without the radices.
Index stubborn(Index n) {
    for (const Index radix : kRadices)
        while (n % radix == 0) n /= radix;
    return n;
}

MIKURABE_WIDEST void multiply(const Term *x, Index apart, const double *by, Index n, Term *out) {
    for (Index i = 0; i < n; ++i) turned(out[i], x[i * apart], by + 2 * i);
}

// With real and imaginary parts exchanged, which turns the direction of a transform.
MIKURABE_WIDEST void multiply_exchanged(const Term *x, const double *by, Index n, Term *out) {
    for (Index i = 0; i < n; ++i) {
        Term product;
        turned(product, x[i], by + 2 * i);
        out[i].real = product.imaginary;
        out[i].imaginary = product.real;
    }
}

MIKURABE_WIDEST void multiply_restored(const Term *x, const double *by, Index n, Term *out) {
    for (Index i = 0; i < n; ++i) {
        Term restored;
        restored.real = x[i].imaginary;
        restored.imaginary = x[i].real;
        turned(out[i], restored, by + 2 * i);
    }
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
        return pass_##RADIX(pass.blocks, pass.part, pass.turns.data(), around, x, apart, out, places);     \
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
