// Luma of RGB pixels. The specification is luma.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>

#include "bindings.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Pixels whose channels lie apart before they are weighted: a stride of three is what wide registers are worst at.
constexpr Index kApart = 256;

template <class T>
struct Channels {
    T red[kApart], green[kApart], blue[kApart];
};

template <class T>
MIKURABE_INLINE void take_apart(const T *MIKURABE_RESTRICT rgb, Index n, Channels<T> &MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out.red[i] = rgb[3 * i], out.green[i] = rgb[3 * i + 1], out.blue[i] = rgb[3 * i + 2];
}

// floor(x / 1000) for x = 299 R + 587 G + 114 B + 500 of 8 bits, at most 255500: 67109 / 2^23 is 1 / 125 closely enough
// for the 15 bits that are left after division by 8 (a test tries them all).
MIKURABE_WIDE void weigh(const std::uint8_t *rgb, Index n, std::uint8_t *MIKURABE_RESTRICT out) {
    Channels<std::uint8_t> c;
    take_apart(rgb, n, c);
    for (Index i = 0; i < n; ++i) {
        const std::uint32_t x = 299u * c.red[i] + 587u * c.green[i] + 114u * c.blue[i] + 500u;
        out[i] = static_cast<std::uint8_t>(((x >> 3) * 67109u) >> 23);
    }
}

MIKURABE_WIDE void weigh(const std::uint16_t *rgb, Index n, std::uint16_t *MIKURABE_RESTRICT out) {
    Channels<std::uint16_t> c;
    take_apart(rgb, n, c);
    for (Index i = 0; i < n; ++i) {
        const std::uint32_t x = 299u * c.red[i] + 587u * c.green[i] + 114u * c.blue[i] + 500u;
        out[i] = static_cast<std::uint16_t>(x / 1000u);
    }
}

template <class T>
MIKURABE_INLINE void weigh_floats(const T *rgb, Index n, T *MIKURABE_RESTRICT out) {
    Channels<T> c;
    take_apart(rgb, n, c);
    for (Index i = 0; i < n; ++i) {
        const double red = c.red[i], green = c.green[i], blue = c.blue[i];
        out[i] = static_cast<T>(((299.0 * red + 587.0 * green) + 114.0 * blue) / 1000.0);
    }
}

MIKURABE_WIDE void weigh(const float *rgb, Index n, float *out) { weigh_floats(rgb, n, out); }
MIKURABE_WIDE void weigh(const double *rgb, Index n, double *out) { weigh_floats(rgb, n, out); }

template <class T>
void luma(nb::ndarray<const T, nb::ndim<3>, nb::c_contig, nb::device::cpu> pixels,
          nb::ndarray<T, nb::ndim<2>, nb::c_contig, nb::device::cpu> out) {
    nb::gil_scoped_release unlocked;
    const Index n = static_cast<Index>(out.size());
    for (Index start = 0; start < n; start += kApart)
        weigh(pixels.data() + 3 * start, std::min(kApart, n - start), out.data() + start);
}

template <class T>
void bind(nb::module_ &module) {
    module.def("luma", &luma<T>, nb::arg("pixels").noconvert(), nb::arg("out").noconvert());
}

}  // namespace

void bind_luma(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
