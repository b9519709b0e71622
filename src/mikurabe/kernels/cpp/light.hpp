// Rows of pixels in linear light, and what Lab makes of it. The specification is light.py.

#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <type_traits>
#include <vector>

#include "elementary.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace nb = nanobind;

template <class T>
using PixelsArgument = nb::ndarray<const T, nb::device::cpu>;
using TableArgument = nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using PlanesResult = nb::ndarray<float, nb::ndim<3>, nb::c_contig, nb::device::cpu>;
using PlanesArgument = nb::ndarray<const float, nb::ndim<3>, nb::c_contig, nb::device::cpu>;
using MapResult = nb::ndarray<float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

// Gray (H, W) or RGB (H, W, 3) pixels of any strides, handed out row by row, channels beside each other.
template <class T>
class PixelRows {
  public:
    explicit PixelRows(const PixelsArgument<T> &pixels)
        : height(static_cast<Index>(pixels.shape(0))), width(static_cast<Index>(pixels.shape(1))),
          channels(pixels.ndim() == 3 ? 3 : 1), data_(pixels.data()), row_(static_cast<Index>(pixels.stride(0))),
          column_(static_cast<Index>(pixels.stride(1))),
          channel_(channels == 3 ? static_cast<Index>(pixels.stride(2)) : 1) {
        packed_ = column_ == channels && channel_ == 1;
        if (!packed_) buffer_.resize(static_cast<std::size_t>(width * channels));
    }

    // Valid until the next call.
    const T *row(Index y) {
        const T *from = data_ + y * row_;
        if (packed_) return from;
        T *to = buffer_.data();
        for (Index x = 0; x < width; ++x)
            for (Index c = 0; c < channels; ++c) *to++ = from[x * column_ + c * channel_];
        return buffer_.data();
    }

    const Index height, width, channels;

  private:
    const T *data_;
    Index row_, column_, channel_;
    bool packed_;
    std::vector<T> buffer_;
};

// How levels become light: whole ones by a table, others by the curve itself.
struct Light {
    const float *table;
    double white;
};

// The light of n levels that lie ``step`` apart.
void light_of(const float *levels, Index step, Index n, Light light, float *out);
void light_of(const double *levels, Index step, Index n, Light light, float *out);

template <class T>
void light_row(const T *levels, Index n, Light light, float *MIKURABE_RESTRICT out) {
    if constexpr (std::is_integral_v<T>) {
        for (Index i = 0; i < n; ++i) out[i] = light.table[levels[i]];
    } else {
        light_of(levels, 1, n, light, out);
    }
}

// The light of n RGB pixels, red, green and blue apart.
template <class T>
void light_rows(const T *levels, Index n, Light light, float *MIKURABE_RESTRICT red, float *MIKURABE_RESTRICT green,
                float *MIKURABE_RESTRICT blue) {
    if constexpr (std::is_integral_v<T>) {
        for (Index i = 0; i < n; ++i) {
            red[i] = light.table[levels[3 * i]];
            green[i] = light.table[levels[3 * i + 1]];
            blue[i] = light.table[levels[3 * i + 2]];
        }
    } else {
        light_of(levels, 3, n, light, red);
        light_of(levels + 1, 3, n, light, green);
        light_of(levels + 2, 3, n, light, blue);
    }
}

// n columns of Lab out of light.
void lab_row(const float *light, Index n, float *lightness);
void lab_rows(const float *red, const float *green, const float *blue, Index n, float *lightness, float *a, float *b);

// A share of white, as Lab's cube root with a straight foot.
MIKURABE_INLINE float compressed(float share) {
    const float root = cube_root(share);
    const float foot = share * 7.787037f + 0.13793103f;
    return share > 0.008856452f ? root : foot;
}

struct Tristimulus {
    float x, y, z;
};

// X, Y, Z over those of white; by differences from green, so that grays are exactly neutral.
MIKURABE_INLINE Tristimulus tristimulus(float red, float green, float blue) {
    const float from_red = red - green, from_blue = blue - green;
    return {green + 0.4338769f * from_red + 0.18990006f * from_blue, green + 0.2126f * from_red + 0.0722f * from_blue,
            green + 0.017722681f * from_red + 0.8728191f * from_blue};
}

}  // namespace mikurabe
