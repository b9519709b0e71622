// Exact area averaging. The specification is area.py.

#include "area.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>

#include "bindings.hpp"

namespace mikurabe {

namespace {

// Rows of 8 bits whose sums fit 16 bits: 257 * 255 = 65535.
constexpr Index kNarrowRows = 257;
// Rows of 8 bits whose sums fit 32 bits, and of 16 bits: 65537 * 65535 < 2^32.
constexpr Index kWholeRows = 65537;

MIKURABE_WIDE void add_narrow(const std::uint8_t *MIKURABE_RESTRICT x, Index n, std::uint16_t *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; ++i) sums[i] = static_cast<std::uint16_t>(sums[i] + x[i]);
}

MIKURABE_WIDE void widen_narrow(const std::uint16_t *MIKURABE_RESTRICT x, Index n,
                                std::uint32_t *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; ++i) sums[i] += x[i];
}

MIKURABE_WIDE void add_scaled(const std::uint32_t *MIKURABE_RESTRICT x, std::uint64_t share, Index n,
                              std::uint64_t *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; ++i) sums[i] += share * x[i];
}

MIKURABE_WIDE void add_scaled(const std::uint8_t *MIKURABE_RESTRICT x, std::uint64_t share, Index n,
                              std::uint64_t *MIKURABE_RESTRICT sums) {
    const std::uint32_t narrow = static_cast<std::uint32_t>(share);
    for (Index i = 0; i < n; ++i) sums[i] += static_cast<std::uint64_t>(narrow) * x[i];
}

MIKURABE_WIDE void add_scaled(const std::uint16_t *MIKURABE_RESTRICT x, std::uint64_t share, Index n,
                              std::uint64_t *MIKURABE_RESTRICT sums) {
    for (Index i = 0; i < n; ++i) sums[i] += share * x[i];
}

// The sums of `rows` whole rows, added to `sums` with a share each.
void add_rows(const std::uint8_t *x, Index rows, Index n, std::uint64_t share, AreaScratch &scratch) {
    for (Index start = 0; start < rows; start += kWholeRows) {
        const Index some = std::min(kWholeRows, rows - start);
        std::fill_n(scratch.whole.data(), n, 0u);
        for (Index at = 0; at < some; at += kNarrowRows) {
            std::fill_n(scratch.narrow.data(), n, std::uint16_t(0));
            const Index few = std::min(kNarrowRows, some - at);
            for (Index row = 0; row < few; ++row) add_narrow(x + (start + at + row) * n, n, scratch.narrow.data());
            widen_narrow(scratch.narrow.data(), n, scratch.whole.data());
        }
        add_scaled(scratch.whole.data(), share, n, scratch.sums.data());
    }
}

void add_rows(const std::uint16_t *x, Index rows, Index n, std::uint64_t share, AreaScratch &scratch) {
    for (Index start = 0; start < rows; start += kWholeRows) {
        const Index some = std::min(kWholeRows, rows - start);
        std::fill_n(scratch.whole.data(), n, 0u);
        for (Index row = 0; row < some; ++row) widen_narrow(x + (start + row) * n, n, scratch.whole.data());
        add_scaled(scratch.whole.data(), share, n, scratch.sums.data());
    }
}

// One row of the result from the sums down the columns: parts of `wide` pixels, each of which is `width` long.
template <class T>
void average_along(const std::uint64_t *sums, Index wide, Index channels, Index width, std::uint64_t area, T *out) {
    for (Index part = 0; part < width; ++part) {
        const Index low = part * wide, high = low + wide;
        const Index first = low / width, last = (high - 1) / width;
        for (Index c = 0; c < channels; ++c) {
            const std::uint64_t *x = sums + c;
            std::uint64_t total = 0;
            for (Index i = first + 1; i < last; ++i) total += x[i * channels];
            total *= static_cast<std::uint64_t>(width);
            total += x[first * channels] * static_cast<std::uint64_t>(std::min((first + 1) * width, high) - low);
            if (last > first) total += x[last * channels] * static_cast<std::uint64_t>(high - last * width);
            // Halves up; of an odd area there are none.
            out[part * channels + c] = static_cast<T>((total + area / 2) / area);
        }
    }
}

template <class T>
void shrink_any(const T *pixels, Index tall, Index wide, Index channels, Index height, Index width,
                AreaScratch &scratch, T *out) {
    const Index n = wide * channels;
    scratch.narrow.resize(static_cast<std::size_t>(n));
    scratch.whole.resize(static_cast<std::size_t>(n));
    scratch.sums.resize(static_cast<std::size_t>(n));
    const std::uint64_t area = static_cast<std::uint64_t>(tall) * static_cast<std::uint64_t>(wide);
    for (Index part = 0; part < height; ++part) {
        const Index low = part * tall, high = low + tall;
        const Index first = low / height, last = (high - 1) / height;
        const std::uint64_t unit = static_cast<std::uint64_t>(height);
        const std::uint64_t upper = static_cast<std::uint64_t>(std::min((first + 1) * height, high) - low);
        const std::uint64_t lower = last > first ? static_cast<std::uint64_t>(high - last * height) : 0;
        std::fill_n(scratch.sums.data(), n, std::uint64_t(0));
        // A row that lies in the part wholly is added up with the others, in narrow sums; only what is cut goes alone.
        const Index from = upper == unit ? first : first + 1;
        const Index to = last == first || lower == unit ? last + 1 : last;
        if (upper != unit) add_scaled(pixels + first * n, upper, n, scratch.sums.data());
        if (to > from) add_rows(pixels + from * n, to - from, n, unit, scratch);
        if (lower != 0 && lower != unit) add_scaled(pixels + last * n, lower, n, scratch.sums.data());
        average_along(scratch.sums.data(), wide, channels, width, area, out + part * width * channels);
    }
}

template <class T>
void shrunk(nb::ndarray<const T, nb::ndim<2>, nb::c_contig, nb::device::cpu> pixels, Index channels,
            nb::ndarray<T, nb::ndim<2>, nb::c_contig, nb::device::cpu> out) {
    nb::gil_scoped_release unlocked;
    AreaScratch scratch;
    shrink(pixels.data(), static_cast<Index>(pixels.shape(0)), static_cast<Index>(pixels.shape(1)) / channels, channels,
           static_cast<Index>(out.shape(0)), static_cast<Index>(out.shape(1)) / channels, scratch, out.data());
}

}  // namespace

void shrink(const std::uint8_t *pixels, Index tall, Index wide, Index channels, Index height, Index width,
            AreaScratch &scratch, std::uint8_t *out) {
    shrink_any(pixels, tall, wide, channels, height, width, scratch, out);
}

void shrink(const std::uint16_t *pixels, Index tall, Index wide, Index channels, Index height, Index width,
            AreaScratch &scratch, std::uint16_t *out) {
    shrink_any(pixels, tall, wide, channels, height, width, scratch, out);
}

void bind_area(nb::module_ &module) {
    module.def("shrunk", &shrunk<std::uint8_t>, nb::arg("pixels").noconvert(), nb::arg("channels"),
               nb::arg("out").noconvert());
    module.def("shrunk", &shrunk<std::uint16_t>, nb::arg("pixels").noconvert(), nb::arg("channels"),
               nb::arg("out").noconvert());
}

}  // namespace mikurabe
