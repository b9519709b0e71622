// The information content of the places of a band. The specification is content.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bindings.hpp"
#include "lanes.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

constexpr double kThird = 1.0 / 3;

// Places that are worked on at a time.
constexpr Index kRun = 256;

struct Means {
    double a[kRun], b[kRun], aa[kRun], bb[kRun], ab[kRun];
};

// Means down three rows, each of width + 2 numbers from ``a`` and ``b`` on, and then along them.
MIKURABE_WIDE void mean_run(const double *MIKURABE_RESTRICT a, const double *MIKURABE_RESTRICT b, Index pitch, Index n,
                            Means &out) {
    constexpr Index room = kRun + 2;
    double down[5][room];
    for (Index i = 0; i < n + 2; ++i) {
        const double a0 = a[i], a1 = a[i + pitch], a2 = a[i + 2 * pitch];
        const double b0 = b[i], b1 = b[i + pitch], b2 = b[i + 2 * pitch];
        down[0][i] = kThird * a0 + kThird * a1 + kThird * a2;
        down[1][i] = kThird * b0 + kThird * b1 + kThird * b2;
        down[2][i] = kThird * (a0 * a0) + kThird * (a1 * a1) + kThird * (a2 * a2);
        down[3][i] = kThird * (b0 * b0) + kThird * (b1 * b1) + kThird * (b2 * b2);
        down[4][i] = kThird * (a0 * b0) + kThird * (a1 * b1) + kThird * (a2 * b2);
    }
    double *to[5] = {out.a, out.b, out.aa, out.bb, out.ab};
    for (int kind = 0; kind < 5; ++kind) {
        const double *x = down[kind];
        double *MIKURABE_RESTRICT along = to[kind];
        for (Index i = 0; i < n; ++i) along[i] = kThird * x[i] + kThird * x[i + 1] + kThird * x[i + 2];
    }
}

struct Channel {
    const double *eigenvalues;
    Index count;
    double noise, nothing;
};

// The product of the factors whose logarithm is the content.
MIKURABE_WIDE void factor_run(const Means &means, const double *strength, const Channel &channel, Index n,
                              double *out) {
    for (Index i = 0; i < n; i += 4) {
        Four mean_a, mean_b, spread_a, spread_b, covariance, local;
        load(mean_a, means.a + i);
        load(mean_b, means.b + i);
        load(spread_a, means.aa + i);
        load(spread_b, means.bb + i);
        load(covariance, means.ab + i);
        load(local, strength + i);
        spread_a = spread_a - mean_a * mean_a;
        spread_b = spread_b - mean_b * mean_b;
        raise(spread_a, 0.0);
        raise(spread_b, 0.0);
        covariance = covariance - mean_a * mean_b;
        // Without a gain the noise is all that b shows.
        Four gain = covariance / (spread_a + channel.nothing);
        clear_below(gain, spread_a, channel.nothing);
        clear_below(gain, spread_b, channel.nothing);
        Four other = spread_b - gain * covariance;
        raise(other, 0.0);
        clear_below(other, spread_b, channel.nothing);
        const Four base = other / channel.noise + 1.0;
        const Four slope = (other + (gain * gain + 1.0) * channel.noise) * local / (channel.noise * channel.noise);
        Four product = base + slope * channel.eigenvalues[0];
        for (Index k = 1; k < channel.count; ++k) product = product * (base + slope * channel.eigenvalues[k]);
        store(product, out + i);
    }
}

MIKURABE_INLINE std::uint64_t bits_of(double x) {
    std::uint64_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    return bits;
}

MIKURABE_INLINE double from_bits(std::uint64_t bits) {
    double x;
    std::memcpy(&x, &bits, sizeof x);
    return x;
}

// log2 of numbers of at least 1, to 2e-16: the exponent, and for the rest x between 1 and 2 the series of the area
// tangent, log(x / r) = 2 (s + s**3 / 3 + s**5 / 5 ...) with s = (x - r) / (x + r) and r the root of 2.
MIKURABE_WIDE void logarithms(const double *MIKURABE_RESTRICT x, Index n, double *MIKURABE_RESTRICT out) {
    constexpr double root = 1.4142135623730951, to_bits = 2.8853900817779268;  // 2 / log(2)
    // The exponent as the last bits of 2**52 and more, which takes it to a double by itself.
    constexpr std::uint64_t carrier = 0x4330000000000000;
    for (Index i = 0; i < n; ++i) {
        const std::uint64_t bits = bits_of(x[i]);
        const double exponent = from_bits((bits >> 52) | carrier) - (4503599627370496.0 + 1023.0);
        const double rest = from_bits((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
        const double s = (rest - root) / (rest + root), t = s * s;
        double sum = t * (1.0 / 23) + 1.0 / 21;
        sum = sum * t + 1.0 / 19;
        sum = sum * t + 1.0 / 17;
        sum = sum * t + 1.0 / 15;
        sum = sum * t + 1.0 / 13;
        sum = sum * t + 1.0 / 11;
        sum = sum * t + 1.0 / 9;
        sum = sum * t + 1.0 / 7;
        sum = sum * t + 1.0 / 5;
        sum = sum * t + 1.0 / 3;
        sum = sum * t + 1.0;
        // x - x keeps an infinity or a NaN from passing for a number.
        out[i] = (exponent + (sum * s * to_bits + 0.5)) + (x[i] - x[i]);
    }
}

void information_content(StatsArgument a, StatsArgument b, StatsArgument strength, TapsArgument eigenvalues,
                         double noise, double nothing, Index rim, Result out) {
    nb::gil_scoped_release unlocked;
    const Index pitch = static_cast<Index>(a.shape(1));
    const Index rows = static_cast<Index>(out.shape(0)), columns = static_cast<Index>(out.shape(1));
    const Channel channel{eigenvalues.data(), static_cast<Index>(eigenvalues.size()), noise, nothing};
    Means means{};
    double local[kRun] = {}, product[kRun];
    for (Index y = 0; y < rows; ++y) {
        for (Index x = 0; x < columns; x += kRun) {
            const Index count = std::min(kRun, columns - x), at = (y + rim) * pitch + x + rim;
            mean_run(a.data() + at, b.data() + at, pitch, count, means);
            std::copy_n(strength.data() + (y + rim) * (pitch - 2) + x + rim, count, local);
            factor_run(means, local, channel, (count + 3) / 4 * 4, product);
            double *to = out.data() + y * columns + x;
            logarithms(product, count, to);
            for (Index i = 0; i < count; ++i) to[i] = to[i] < nothing ? 0.0 : to[i];
        }
    }
}

}  // namespace

void bind_content(nb::module_ &module) {
    module.def("information_content", &information_content, nb::arg("a").noconvert(), nb::arg("b").noconvert(),
               nb::arg("strength").noconvert(), nb::arg("eigenvalues").noconvert(), nb::arg("noise"),
               nb::arg("nothing"), nb::arg("rim"), nb::arg("out").noconvert());
}

}  // namespace mikurabe
