// The CIEDE2000 difference of every pixel. The specification is colour.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "bindings.hpp"
#include "elementary.hpp"
#include "light.hpp"
#include "sum.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Pixels that are compared at a time: where all are the same in both pictures there is nothing to compute.
constexpr Index kRun = 256;

MIKURABE_INLINE float over_lightness(float first, float second) {
    const float from_50 = (first + second) * 0.5f - 50.0f;
    const float squared = from_50 * from_50;
    const float root = std::sqrt(20.0f + squared);
    return (second - first) * root / (root + 0.015f * squared);
}

// sqrt(C^7 / (C^7 + 25^7))
MIKURABE_INLINE float seventh(float chroma) {
    const float share = chroma * 0.04f;
    const float square = share * share;
    const float power = square * square * square * share;
    return power * inverse_root(power * (power + 1.0f));
}

MIKURABE_INLINE float hypotenuse(float x, float y) { return std::sqrt(x * x + y * y); }

// sin(60 degrees * exp(-((hue - 275) / 25)^2)) of a hue by its cosine and sine; only below the axis of a.
MIKURABE_INLINE float turning(float cosine, float sine) {
    const float away = 1.0f - (cosine * 0.0871557444f - sine * 0.99619472f);
    float bell = series(away, 1.0f, -1.31312084f, 0.643247902f, -0.147993594f, 0.0159868822f);
    bell = bell * bell;
    bell = bell * bell;
    bell = bell * bell;
    const float turned = series(bell * bell, 1.04719746f, -0.191395745f, 0.0104893856f, -0.000265783805f) * bell;
    return sine < 0.0f ? turned : 0.0f;
}

MIKURABE_INLINE float hue_weight(float cosine, float sine) {
    const float cosine_2 = cosine * cosine - sine * sine, sine_2 = 2.0f * cosine * sine;
    const float cosine_3 = cosine_2 * cosine - sine_2 * sine, sine_3 = sine_2 * cosine + cosine_2 * sine;
    const float cosine_4 = cosine_2 * cosine_2 - sine_2 * sine_2, sine_4 = 2.0f * cosine_2 * sine_2;
    return 1.0f - (0.147224319f * cosine + 0.085f * sine) + 0.24f * cosine_2 +
           (0.318247f * cosine_3 - 0.0334491084f * sine_3) - (0.0907980999f * cosine_4 + 0.178201305f * sine_4);
}

// What two colours' a and b come to, a row of each. Several short loops are faster than a long one, of which a processor
// has only few rounds in work at a time, each waiting for itself.
using Row = std::array<float, kRun>;
struct Hues {
    Row stretch, first_a, second_a, chroma_1, chroma_2, side, acute;
    Row middle_a, middle_b, cosine, sine, by_hue, chroma, by_chroma, weight_hue, rotation;
};

MIKURABE_WIDEST void stretch(const float *MIKURABE_RESTRICT first_a, const float *MIKURABE_RESTRICT first_b,
                             const float *MIKURABE_RESTRICT second_a, const float *MIKURABE_RESTRICT second_b, Index n,
                             Hues &MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const float a_1 = first_a[i], b_1 = first_b[i], a_2 = second_a[i], b_2 = second_b[i];
        out.stretch[i] = (hypotenuse(a_1, b_1) + hypotenuse(a_2, b_2)) * 0.5f;
    }
    for (Index i = 0; i < n; ++i) out.stretch[i] = 1.5f - 0.5f * seventh(out.stretch[i]);
    for (Index i = 0; i < n; ++i) {
        const float a_1 = first_a[i] * out.stretch[i], b_1 = first_b[i];
        const float a_2 = second_a[i] * out.stretch[i], b_2 = second_b[i];
        const float chroma_1 = hypotenuse(a_1, b_1), chroma_2 = hypotenuse(a_2, b_2);
        out.first_a[i] = a_1;
        out.second_a[i] = a_2;
        out.chroma_1[i] = chroma_1;
        out.chroma_2[i] = chroma_2;
        out.chroma[i] = (chroma_1 + chroma_2) * 0.5f;
        out.by_chroma[i] = chroma_2 - chroma_1;
    }
}

MIKURABE_WIDEST void compare_hues(const float *MIKURABE_RESTRICT first_b, const float *MIKURABE_RESTRICT second_b,
                                  Index n, Hues &MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        const float a_1 = out.first_a[i], b_1 = first_b[i], a_2 = out.second_a[i], b_2 = second_b[i];
        const float product = out.chroma_1[i] * out.chroma_2[i];
        const float dot = a_1 * a_2 + b_1 * b_2, cross = a_1 * b_2 - b_1 * a_2;
        const bool leftwards = (cross > 0.0f) | ((cross == 0.0f) & ((b_1 > 0.0f) | ((b_1 == 0.0f) & (a_1 > 0.0f))));
        const float side = leftwards ? 1.0f : -1.0f;
        const float square = 2.0f * (product + std::fabs(dot)), inverse_of_root = inverse_root(square);
        const float narrow = 2.0f * cross * inverse_of_root;
        const float wide = side * (square * inverse_of_root);
        out.by_hue[i] = dot >= 0.0f ? narrow : wide;
        out.side[i] = side;
        out.acute[i] = dot;
    }
    for (Index i = 0; i < n; ++i) {
        const float over_a_1 = out.first_a[i] * out.chroma_2[i], over_a_2 = out.second_a[i] * out.chroma_1[i];
        const float over_b_1 = first_b[i] * out.chroma_2[i], over_b_2 = second_b[i] * out.chroma_1[i];
        const float across = out.side[i] * (over_b_2 - over_b_1), up = out.side[i] * (over_a_1 - over_a_2);
        const float between_a = over_a_1 + over_a_2, between_b = over_b_1 + over_b_2;
        const bool acute = out.acute[i] >= 0.0f;
        out.middle_a[i] = acute ? between_a : across;
        out.middle_b[i] = acute ? between_b : up;
    }
    for (Index i = 0; i < n; ++i) {
        const float middle_a = out.middle_a[i], middle_b = out.middle_b[i];
        const float inverse = inverse_root(middle_a * middle_a + middle_b * middle_b);
        out.cosine[i] = middle_a * inverse;
        out.sine[i] = middle_b * inverse;
    }
}

MIKURABE_WIDEST void differences(const float *MIKURABE_RESTRICT lightness_1, const float *MIKURABE_RESTRICT lightness_2,
                                 Hues &MIKURABE_RESTRICT hues, Index n, float *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i)
        hues.weight_hue[i] = 1.0f + 0.015f * hues.chroma[i] * hue_weight(hues.cosine[i], hues.sine[i]);
    for (Index i = 0; i < n; ++i) hues.rotation[i] = turning(hues.cosine[i], hues.sine[i]);
    for (Index i = 0; i < n; ++i) hues.rotation[i] = 2.0f * seventh(hues.chroma[i]) * hues.rotation[i];
    for (Index i = 0; i < n; ++i) {
        const float weight_chroma = 1.0f + 0.045f * hues.chroma[i], weight_hue = hues.weight_hue[i];
        const float both = 1.0f / (weight_chroma * weight_hue);
        const float x = over_lightness(lightness_1[i], lightness_2[i]);
        const float y = hues.by_chroma[i] * weight_hue * both;
        const float z = hues.by_hue[i] * weight_chroma * both;
        const float squared = x * x + (y * y + z * z - hues.rotation[i] * (y * z));
        out[i] = std::sqrt(squared > 0.0f ? squared : 0.0f);
    }
}

MIKURABE_WIDEST void gray_differences(const float *MIKURABE_RESTRICT first, const float *MIKURABE_RESTRICT second,
                                    Index n, float *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = std::fabs(over_lightness(first[i], second[i]));
}

// Hands the differences of parts of rows to ``take``: row, column, how many, and where they are, or null where all are 0.
template <class T, class Take>
void each_difference(const PlanesArgument &lab, const PixelsArgument<T> &reference, const PixelsArgument<T> &candidate,
                     Light light, Take take) {
    PixelRows<T> rows_1(reference), rows_2(candidate);
    const Index width = rows_1.width, channels = rows_1.channels, plane = rows_1.height * width;
    std::array<float, kRun> red, green, blue, lightness, a, b, found;
    Hues hues;
    for (Index y = 0; y < rows_1.height; ++y) {
        const T *row_1 = rows_1.row(y), *row_2 = rows_2.row(y);
        for (Index x = 0; x < width; x += kRun) {
            const Index n = std::min(kRun, width - x);
            const T *levels = row_2 + x * channels;
            const float *first = lab.data() + y * width + x;
            if (std::memcmp(row_1 + x * channels, levels, static_cast<std::size_t>(n * channels) * sizeof(T)) == 0) {
                take(y, x, n, nullptr);
                continue;
            }
            if (channels == 1) {
                light_row(levels, n, light, green.data());
                lab_row(green.data(), n, lightness.data());
                gray_differences(first, lightness.data(), n, found.data());
            } else {
                light_rows(levels, n, light, red.data(), green.data(), blue.data());
                lab_rows(red.data(), green.data(), blue.data(), n, lightness.data(), a.data(), b.data());
                stretch(first + plane, first + 2 * plane, a.data(), b.data(), n, hues);
                compare_hues(first + 2 * plane, b.data(), n, hues);
                differences(first, lightness.data(), hues, n, found.data());
            }
            take(y, x, n, found.data());
        }
    }
}

template <class T>
void ciede2000(PlanesArgument lab, PixelsArgument<T> reference, PixelsArgument<T> candidate, TableArgument table,
               double white, MapResult out) {
    nb::gil_scoped_release unlocked;
    const Index width = static_cast<Index>(out.shape(1));
    each_difference(lab, reference, candidate, Light{table.data(), white},
                    [&](Index y, Index x, Index n, const float *differences) {
                        float *to = out.data() + y * width + x;
                        if (differences != nullptr)
                            std::copy_n(differences, n, to);
                        else
                            std::fill_n(to, n, 0.0f);
                    });
}

template <class T>
double ciede2000_mean(PlanesArgument lab, PixelsArgument<T> reference, PixelsArgument<T> candidate, TableArgument table,
                      double white) {
    nb::gil_scoped_release unlocked;
    Sum sum;
    each_difference(lab, reference, candidate, Light{table.data(), white},
                    [&](Index, Index, Index n, const float *differences) {
                        if (differences != nullptr) sum.add(differences, n);
                    });
    return sum.total() / static_cast<double>(lab.shape(1) * lab.shape(2));
}

template <class T>
void bind(nb::module_ &module) {
    module.def("ciede2000", &ciede2000<T>, nb::arg("lab").noconvert(), nb::arg("reference").noconvert(),
               nb::arg("candidate").noconvert(), nb::arg("table").noconvert(), nb::arg("white"),
               nb::arg("out").noconvert());
    module.def("ciede2000_mean", &ciede2000_mean<T>, nb::arg("lab").noconvert(), nb::arg("reference").noconvert(),
               nb::arg("candidate").noconvert(), nb::arg("table").noconvert(), nb::arg("white"));
}

}  // namespace

void bind_colour(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
