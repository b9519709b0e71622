// Pixels in linear light and in Lab. The specification is light.py.

#include "light.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "bindings.hpp"
#include "elementary.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Pixels that are worked on at a time, so that what is between stays in the nearest cache.
constexpr Index kRun = 256;

template <class T>
MIKURABE_INLINE void shares(const T *levels, Index step, Index n, T white, float *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) {
        T share = levels[i * step] / white;
        share = share > T(0) ? share : T(0);
        share = share < T(1) ? share : T(1);
        out[i] = static_cast<float>(share);
    }
}

MIKURABE_WIDEST void shares_of(const float *levels, Index step, Index n, float white, float *out) {
    shares(levels, step, n, white, out);
}
MIKURABE_WIDEST void shares_of(const double *levels, Index step, Index n, double white, float *out) {
    shares(levels, step, n, white, out);
}

MIKURABE_WIDEST void decode(float *MIKURABE_RESTRICT levels, Index n) {
    for (Index i = 0; i < n; ++i) {
        const float level = levels[i];
        const float curved = power((level + 0.055f) / 1.055f, 2.4f);
        const float straight = level / 12.92f;
        levels[i] = level <= 0.04045f ? straight : curved;
    }
}

template <class T>
void lab(PixelsArgument<T> pixels, TableArgument table, double white, PlanesResult out) {
    nb::gil_scoped_release unlocked;
    PixelRows<T> rows(pixels);
    const Light light{table.data(), white};
    const Index plane = rows.height * rows.width;
    std::array<float, kRun> red, green, blue;
    for (Index y = 0; y < rows.height; ++y) {
        const T *row = rows.row(y);
        for (Index x = 0; x < rows.width; x += kRun) {
            const Index n = std::min(kRun, rows.width - x);
            float *to = out.data() + y * rows.width + x;
            if (rows.channels == 1) {
                light_row(row + x, n, light, green.data());
                lab_row(green.data(), n, to);
            } else {
                light_rows(row + 3 * x, n, light, red.data(), green.data(), blue.data());
                lab_rows(red.data(), green.data(), blue.data(), n, to, to + plane, to + 2 * plane);
            }
        }
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("lab", &lab<T>, nb::arg("pixels").noconvert(), nb::arg("table").noconvert(), nb::arg("white"),
               nb::arg("out").noconvert());
}

}  // namespace

void light_of(const float *levels, Index step, Index n, Light light, float *out) {
    shares_of(levels, step, n, static_cast<float>(light.white), out);
    decode(out, n);
}

void light_of(const double *levels, Index step, Index n, Light light, float *out) {
    shares_of(levels, step, n, light.white, out);
    decode(out, n);
}

MIKURABE_WIDEST void lab_row(const float *MIKURABE_RESTRICT light, Index n, float *MIKURABE_RESTRICT lightness) {
    for (Index i = 0; i < n; ++i) lightness[i] = 116.0f * compressed(light[i]) - 16.0f;
}

MIKURABE_WIDEST void lab_rows(const float *MIKURABE_RESTRICT red, const float *MIKURABE_RESTRICT green,
                            const float *MIKURABE_RESTRICT blue, Index n, float *MIKURABE_RESTRICT lightness,
                            float *MIKURABE_RESTRICT a, float *MIKURABE_RESTRICT b) {
    for (Index i = 0; i < n; ++i) {
        const Tristimulus share = tristimulus(red[i], green[i], blue[i]);
        const float x = compressed(share.x), y = compressed(share.y), z = compressed(share.z);
        lightness[i] = 116.0f * y - 16.0f;
        a[i] = 500.0f * (x - y);
        b[i] = 200.0f * (y - z);
    }
}

void bind_light(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
