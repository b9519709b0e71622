// Transparency shown on white, the colours of a palette, and rows laid anew. The specification is pixels.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "bindings.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

template <class T>
using Samples = nb::ndarray<const T, nb::ndim<3>, nb::c_contig, nb::device::cpu>;
template <class T>
using Shown = nb::ndarray<T, nb::ndim<3>, nb::c_contig, nb::device::cpu>;

// x / full, rounded, for x up to full * full, full being all ones in `bits` bits. Exact: tested for all x of 8 bits
// and around every change of the quotient for 16.
template <int BITS>
MIKURABE_INLINE std::uint32_t divided(std::uint32_t x) {
    const std::uint32_t half_up = x + (1u << (BITS - 1));
    return (half_up + (half_up >> BITS)) >> BITS;
}

template <class T, int COLOURS>
MIKURABE_INLINE bool opaque_row(const T *row, Index width) {
    T all = static_cast<T>(~T{0});
    for (Index x = 0; x < width; ++x) all = static_cast<T>(all & row[x * (COLOURS + 1) + COLOURS]);
    return all == static_cast<T>(~T{0});
}

template <class T, int COLOURS>
MIKURABE_INLINE void show_row(const T *MIKURABE_RESTRICT row, Index width, bool opaque, T *MIKURABE_RESTRICT out) {
    constexpr int kBits = 8 * sizeof(T);
    constexpr std::uint32_t kFull = (1u << kBits) - 1;
    if (opaque) {
        for (Index x = 0; x < width; ++x)
            for (int i = 0; i < COLOURS; ++i) out[x * COLOURS + i] = row[x * (COLOURS + 1) + i];
        return;
    }
    for (Index x = 0; x < width; ++x) {
        const std::uint32_t alpha = row[x * (COLOURS + 1) + COLOURS], white = kFull * (kFull - alpha);
        for (int i = 0; i < COLOURS; ++i)
            out[x * COLOURS + i] = static_cast<T>(divided<kBits>(row[x * (COLOURS + 1) + i] * alpha + white));
    }
}

template <class T, int COLOURS>
MIKURABE_INLINE bool show_all(const T *pixels, Index width, Index height, T *out) {
    bool all = true;
    for (Index y = 0; y < height; ++y) {
        const T *row = pixels + y * width * (COLOURS + 1);
        const bool opaque = opaque_row<T, COLOURS>(row, width);
        show_row<T, COLOURS>(row, width, opaque, out + y * width * COLOURS);
        all = all && opaque;
    }
    return all;
}

using Byte = std::uint8_t;
using Word = std::uint16_t;

// A function of its own for each: only such can be compiled in several versions.
MIKURABE_WIDE bool show_gray(const Byte *in, Index w, Index h, Byte *out) { return show_all<Byte, 1>(in, w, h, out); }
MIKURABE_WIDE bool show_rgb(const Byte *in, Index w, Index h, Byte *out) { return show_all<Byte, 3>(in, w, h, out); }
MIKURABE_WIDE bool show_gray(const Word *in, Index w, Index h, Word *out) { return show_all<Word, 1>(in, w, h, out); }
MIKURABE_WIDE bool show_rgb(const Word *in, Index w, Index h, Word *out) { return show_all<Word, 3>(in, w, h, out); }

template <class T>
bool over_white(const Samples<T> &pixels, const Shown<T> &shown) {
    nb::gil_scoped_release unlocked;
    const Index height = static_cast<Index>(pixels.shape(0)), width = static_cast<Index>(pixels.shape(1));
    if (pixels.shape(2) == 2) return show_gray(pixels.data(), width, height, shown.data());
    return show_rgb(pixels.data(), width, height, shown.data());
}

void coloured(const nb::ndarray<const Byte, nb::ndim<2>, nb::c_contig, nb::device::cpu> &indices,
              const nb::ndarray<const Byte, nb::ndim<2>, nb::c_contig, nb::device::cpu> &palette,
              const Shown<Byte> &out) {
    nb::gil_scoped_release unlocked;
    // Four bytes are moved at once; the fourth falls on the next pixel, which comes after.
    std::array<std::uint32_t, 256> colours{};
    for (std::size_t i = 0; i < palette.shape(0); ++i) std::memcpy(&colours[i], palette.data() + 3 * i, 3);
    const Byte *index = indices.data();
    const Index n = static_cast<Index>(indices.size());
    Byte *to = out.data();
    for (Index i = 0; i + 1 < n; ++i, to += 3) std::memcpy(to, &colours[index[i]], 4);
    if (n > 0) std::memcpy(to, &colours[index[n - 1]], 3);
}

// Small enough that a tile of either side's memory stays in the nearest cache.
constexpr Index kTile = 32;

template <class T, int CHANNELS>
void copy_pixels(const T *from, Index down, Index across, Index height, Index width, T *to) {
    for (Index top = 0; top < height; top += kTile) {
        for (Index left = 0; left < width; left += kTile) {
            const Index bottom = std::min(top + kTile, height), many = std::min(kTile, width - left);
            for (Index y = top; y < bottom; ++y) {
                const T *in = from + y * down + left * across;
                T *out = to + (y * width + left) * CHANNELS;
                for (Index x = 0; x < many; ++x, in += across, out += CHANNELS)
                    std::memcpy(out, in, CHANNELS * sizeof(T));
            }
        }
    }
}

template <class T>
void copy_tiled(const nb::ndarray<const T, nb::ndim<3>, nb::device::cpu> &pixels, const Shown<T> &out) {
    nb::gil_scoped_release unlocked;
    const Index height = static_cast<Index>(pixels.shape(0)), width = static_cast<Index>(pixels.shape(1));
    const Index channels = static_cast<Index>(pixels.shape(2)), beside = static_cast<Index>(pixels.stride(2));
    const Index down = static_cast<Index>(pixels.stride(0)), across = static_cast<Index>(pixels.stride(1));
    if (channels == 1) return copy_pixels<T, 1>(pixels.data(), down, across, height, width, out.data());
    if (channels == 3 && beside == 1) return copy_pixels<T, 3>(pixels.data(), down, across, height, width, out.data());
    T *to = out.data();
    for (Index y = 0; y < height; ++y)
        for (Index x = 0; x < width; ++x)
            for (Index i = 0; i < channels; ++i) *to++ = pixels.data()[y * down + x * across + i * beside];
}

template <class T>
void bind_copy(nb::module_ &module) {
    module.def("copy_tiled", &copy_tiled<T>, nb::arg("pixels").noconvert(), nb::arg("out").noconvert());
}

}  // namespace

void bind_pixels(nb::module_ &module) {
    module.def("over_white", &over_white<Byte>, nb::arg("pixels").noconvert(), nb::arg("shown").noconvert());
    module.def("over_white", &over_white<Word>, nb::arg("pixels").noconvert(), nb::arg("shown").noconvert());
    bind_copy<Byte>(module);
    bind_copy<Word>(module);
    bind_copy<float>(module);
    module.def("coloured", &coloured, nb::arg("indices").noconvert(), nb::arg("palette").noconvert(),
               nb::arg("out").noconvert());
}

}  // namespace mikurabe
