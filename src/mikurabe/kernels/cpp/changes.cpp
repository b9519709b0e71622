// Where a picture has changed, anti-aliasing left out. The specification is changes.py; both agree in every pixel.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

#include "bindings.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

constexpr double kBrightness[3] = {0.29889531, 0.58662247, 0.11448223};
constexpr double kInPhase[3] = {0.59597799, -0.27417610, -0.32180189};
constexpr double kQuadrature[3] = {0.21147017, -0.52261711, 0.31114694};
constexpr double kWeights[3] = {0.5053, 0.299, 0.1957};

// Like neighbours that make no flat place yet; the border counts as one.
constexpr int kFlat = 2;

// Pixels that are passed over together where they are equal, and weighed together where they are not.
constexpr Index kCell = 64;

template <class T>
struct Pixels {
    const T *data;
    Index height, width, channels;

    const T *at(Index y, Index x) const { return data + (y * width + x) * channels; }
};

template <class T>
MIKURABE_INLINE T part(const double *weights, T red, T green, T blue) {
    return static_cast<T>(weights[0]) * red + static_cast<T>(weights[1]) * green + static_cast<T>(weights[2]) * blue;
}

// The differences of each channel, which are all the same for gray.
struct Differences {
    double red[kCell], green[kCell], blue[kCell];
};

template <class T>
MIKURABE_INLINE void subtract(const T *MIKURABE_RESTRICT a, const T *MIKURABE_RESTRICT b, Index n, Index channels,
                              double scale, Differences &MIKURABE_RESTRICT out) {
    // Whole numbers are taken apart while they are narrow: a stride of three is what wide registers are worst at.
    using Narrow = std::conditional_t<std::is_integral_v<T>, std::int32_t, double>;
    Narrow red[kCell], green[kCell], blue[kCell];
    if (channels == 1) {
        for (Index i = 0; i < n; ++i) red[i] = static_cast<Narrow>(a[i]) - static_cast<Narrow>(b[i]);
        for (Index i = 0; i < n; ++i) out.red[i] = out.green[i] = out.blue[i] = static_cast<double>(red[i]) * scale;
        return;
    }
    for (Index i = 0; i < n; ++i) {
        red[i] = static_cast<Narrow>(a[3 * i]) - static_cast<Narrow>(b[3 * i]);
        green[i] = static_cast<Narrow>(a[3 * i + 1]) - static_cast<Narrow>(b[3 * i + 1]);
        blue[i] = static_cast<Narrow>(a[3 * i + 2]) - static_cast<Narrow>(b[3 * i + 2]);
    }
    for (Index i = 0; i < n; ++i) {
        out.red[i] = static_cast<double>(red[i]) * scale;
        out.green[i] = static_cast<double>(green[i]) * scale;
        out.blue[i] = static_cast<double>(blue[i]) * scale;
    }
}

// Marks the pixels of a cell whose squared difference is above the limit; how many they are.
MIKURABE_INLINE Index weigh(const Differences &d, Index n, double limit, std::uint8_t *MIKURABE_RESTRICT marks) {
    double squared[kCell];
    for (Index i = 0; i < n; ++i) {
        const double y = part(kBrightness, d.red[i], d.green[i], d.blue[i]);
        const double in_phase = part(kInPhase, d.red[i], d.green[i], d.blue[i]);
        const double quadrature = part(kQuadrature, d.red[i], d.green[i], d.blue[i]);
        squared[i] = kWeights[0] * (y * y) + kWeights[1] * (in_phase * in_phase) + kWeights[2] * (quadrature * quadrature);
    }
    Index marked = 0;
    for (Index i = 0; i < n; ++i) {
        marks[i] = squared[i] > limit;
        marked += marks[i];
    }
    return marked;
}

#define MIKURABE_MARK_CELL(T)                                                                                    \
    MIKURABE_WIDE Index mark_cell(const T *a, const T *b, Index n, Index channels, double scale, double limit,   \
                                  std::uint8_t *marks) {                                                         \
        Differences differences;                                                                                 \
        subtract(a, b, n, channels, scale, differences);                                                         \
        return weigh(differences, n, limit, marks);                                                              \
    }
MIKURABE_MARK_CELL(std::uint8_t)
MIKURABE_MARK_CELL(std::uint16_t)
MIKURABE_MARK_CELL(float)
MIKURABE_MARK_CELL(double)
#undef MIKURABE_MARK_CELL

// Marks the pixels of a row that differ by more than the limit; how many they are.
template <class T>
Index mark_row(const T *a, const T *b, Index width, Index channels, double scale, double limit, std::uint8_t *marks) {
    Index marked = 0;
    for (Index start = 0; start < width; start += kCell) {
        const Index n = std::min(kCell, width - start), from = start * channels;
        if (std::memcmp(a + from, b + from, static_cast<std::size_t>(n * channels) * sizeof(T)) == 0)
            std::fill_n(marks + start, n, std::uint8_t{0});
        else
            marked += mark_cell(a + from, b + from, n, channels, scale, limit, marks + start);
    }
    return marked;
}

// What colours are compared by: whole numbers in one, floats channel by channel; and what equals no colour.
template <class T>
struct Colour {
    using Key = double;
    static constexpr bool is_whole = false;
    static constexpr Key none() { return std::numeric_limits<double>::quiet_NaN(); }
};
template <>
struct Colour<std::uint8_t> {
    using Key = std::uint32_t;
    static constexpr bool is_whole = true;
    static constexpr Key none() { return ~Key{0}; }
};
template <>
struct Colour<std::uint16_t> {
    using Key = std::uint64_t;
    static constexpr bool is_whole = true;
    static constexpr Key none() { return ~Key{0}; }
};

MIKURABE_WIDE void count_alike(const std::uint32_t *here, const std::uint32_t *there, Index n, std::uint8_t *alike) {
    for (Index i = 0; i < n; ++i) alike[i] = static_cast<std::uint8_t>(alike[i] + (here[i] == there[i]));
}
MIKURABE_WIDE void count_alike(const std::uint64_t *here, const std::uint64_t *there, Index n, std::uint8_t *alike) {
    for (Index i = 0; i < n; ++i) alike[i] = static_cast<std::uint8_t>(alike[i] + (here[i] == there[i]));
}
MIKURABE_WIDE void count_alike(const double *here, const double *there, Index n, Index apart, std::uint8_t *alike) {
    for (Index i = 0; i < n; ++i)
        alike[i] = static_cast<std::uint8_t>(alike[i] + ((here[i] == there[i]) & (here[i + apart] == there[i + apart]) &
                                                         (here[i + 2 * apart] == there[i + 2 * apart])));
}

MIKURABE_WIDE void above(const std::uint8_t *alike, Index n, std::uint8_t *flat) {
    for (Index i = 0; i < n; ++i) flat[i] = alike[i] > kFlat;
}

// The flat places of one picture, row by row in any rising order, each with a blank pixel at both ends.
template <class T>
class FlatRows {
  public:
    explicit FlatRows(const Pixels<T> &pixels)
        : pixels_(pixels), room_(pixels.width + 2), planes_(Colour<T>::is_whole ? 1 : 3),
          keys_(static_cast<std::size_t>(kKept * planes_ * room_)), flat_(static_cast<std::size_t>(kKept * room_)),
          alike_(static_cast<std::size_t>(pixels.width)), blank_(static_cast<std::size_t>(room_)) {
        std::fill_n(key_of_, kKept, kNever);
        std::fill_n(flat_of_, kKept, kNever);
    }

    // The row as bytes, 1 where flat; its pixel x stands at x + 1. Rows beyond the border are nowhere flat.
    const std::uint8_t *row(Index y) {
        if (y < 0 || y >= pixels_.height) return blank_.data();
        const Index slot = y % kKept;
        std::uint8_t *out = flat_.data() + slot * room_;
        if (flat_of_[slot] == y) return out;
        flat_of_[slot] = y;
        const Index width = pixels_.width;
        const bool border = y == 0 || y == pixels_.height - 1;
        std::fill(alike_.begin(), alike_.end(), std::uint8_t{border});
        alike_.front() = alike_.back() = 1;
        const auto *here = keys(y) + 1;
        for (Index down = -1; down <= 1; ++down) {
            if (y + down < 0 || y + down >= pixels_.height) continue;
            const auto *there = keys(y + down) + 1;
            for (Index right = -1; right <= 1; ++right) {
                if (down == 0 && right == 0) continue;
                if constexpr (Colour<T>::is_whole)
                    count_alike(here, there + right, width, alike_.data());
                else
                    count_alike(here, there + right, width, room_, alike_.data());
            }
        }
        above(alike_.data(), width, out + 1);
        return out;
    }

  private:
    using Key = typename Colour<T>::Key;
    // A row of flat places needs the colours of three, a row of marks three rows of flat places.
    static constexpr Index kKept = 5;
    static constexpr Index kNever = -1;

    const Key *keys(Index y) {
        const Index slot = y % kKept;
        Key *out = keys_.data() + slot * planes_ * room_;
        if (key_of_[slot] == y) return out;
        key_of_[slot] = y;
        const T *x = pixels_.at(y, 0);
        const Index width = pixels_.width, channels = pixels_.channels;
        for (Index plane = 0; plane < planes_; ++plane)
            out[plane * room_] = out[plane * room_ + width + 1] = Colour<T>::none();
        if constexpr (Colour<T>::is_whole) {
            constexpr int bits = 8 * sizeof(T);
            if (channels == 1)
                for (Index i = 0; i < width; ++i) out[i + 1] = x[i];
            else
                for (Index i = 0; i < width; ++i)
                    out[i + 1] = static_cast<Key>(x[3 * i]) | static_cast<Key>(x[3 * i + 1]) << bits |
                                 static_cast<Key>(x[3 * i + 2]) << 2 * bits;
        } else {
            for (Index plane = 0; plane < planes_; ++plane)
                for (Index i = 0; i < width; ++i)
                    out[plane * room_ + i + 1] = x[i * channels + (channels == 1 ? 0 : plane)];
        }
        return out;
    }

    Pixels<T> pixels_;
    Index room_, planes_;
    std::vector<Key> keys_;
    std::vector<std::uint8_t> flat_, alike_, blank_;
    Index key_of_[kKept], flat_of_[kKept];
};

// Floats of single precision keep it.
template <class T>
using Brightness = std::conditional_t<std::is_same_v<T, float>, float, double>;

template <class T>
Brightness<T> brightness(const T *pixel, Index channels) {
    if (channels == 1) return pixel[0];
    return part<Brightness<T>>(kBrightness, pixel[0], pixel[1], pixel[2]);
}

// Three rows of flat places around a pixel; in both pictures at once.
struct FlatAround {
    const std::uint8_t *a[3], *b[3];

    bool both(Index x, Index right, Index down) const {
        return a[down + 1][x + right + 1] != 0 && b[down + 1][x + right + 1] != 0;
    }
};

// Whether a pixel lies on an anti-aliased edge of this picture.
template <class T>
bool is_antialiased(const Pixels<T> &pixels, Index y, Index x, const FlatAround &flat) {
    const Brightness<T> here = brightness(pixels.at(y, x), pixels.channels);
    int alike = y == 0 || y == pixels.height - 1 || x == 0 || x == pixels.width - 1;
    Brightness<T> least = 0, most = 0;
    Index least_right = 0, least_down = 0, most_right = 0, most_down = 0;
    // Column by column: among equally bright neighbours the first is taken.
    for (Index right = -1; right <= 1; ++right) {
        if (x + right < 0 || x + right >= pixels.width) continue;
        for (Index down = -1; down <= 1; ++down) {
            if ((right == 0 && down == 0) || y + down < 0 || y + down >= pixels.height) continue;
            const Brightness<T> step = here - brightness(pixels.at(y + down, x + right), pixels.channels);
            if (step == 0 && ++alike > kFlat) return false;
            if (step < least) least = step, least_right = right, least_down = down;
            if (step > most) most = step, most_right = right, most_down = down;
        }
    }
    if (!(least < 0 && most > 0)) return false;
    return flat.both(x, least_right, least_down) || flat.both(x, most_right, most_down);
}

// 1 where a place of the three by three around is flat in both pictures; columns of rows are worked in ``both``.
MIKURABE_WIDE void find_near(const FlatAround &flat, Index width, std::uint8_t *MIKURABE_RESTRICT both,
                             std::uint8_t *MIKURABE_RESTRICT is_near) {
    for (Index i = 0; i < width + 2; ++i)
        both[i] = static_cast<std::uint8_t>((flat.a[0][i] & flat.b[0][i]) | (flat.a[1][i] & flat.b[1][i]) |
                                            (flat.a[2][i] & flat.b[2][i]));
    for (Index i = 0; i < width; ++i) is_near[i] = static_cast<std::uint8_t>(both[i] | both[i + 1] | both[i + 2]);
}

template <class T>
void changed(const nb::ndarray<const T, nb::ndim<3>, nb::c_contig, nb::device::cpu> &first,
             const nb::ndarray<const T, nb::ndim<3>, nb::c_contig, nb::device::cpu> &second, double scale, double limit,
             bool antialias, const nb::ndarray<std::uint8_t, nb::ndim<2>, nb::c_contig, nb::device::cpu> &out) {
    nb::gil_scoped_release unlocked;
    const Index height = static_cast<Index>(first.shape(0)), width = static_cast<Index>(first.shape(1));
    const Index channels = static_cast<Index>(first.shape(2));
    const Pixels<T> a{first.data(), height, width, channels}, b{second.data(), height, width, channels};
    FlatRows<T> flat_a(a), flat_b(b);
    std::vector<std::uint8_t> both(static_cast<std::size_t>(width + 2)), is_near(static_cast<std::size_t>(width));
    for (Index y = 0; y < height; ++y) {
        std::uint8_t *marks = out.data() + y * width;
        const Index marked = mark_row(a.at(y, 0), b.at(y, 0), width, channels, scale, limit, marks);
        if (!antialias || marked == 0) continue;
        const FlatAround flat{{flat_a.row(y - 1), flat_a.row(y), flat_a.row(y + 1)},
                              {flat_b.row(y - 1), flat_b.row(y), flat_b.row(y + 1)}};
        find_near(flat, width, both.data(), is_near.data());
        for (Index x = 0; x < width; ++x) {
            if (!(marks[x] & is_near[static_cast<std::size_t>(x)])) continue;
            // What is flat itself has three neighbours as bright as itself.
            if ((!flat.a[1][x + 1] && is_antialiased(a, y, x, flat)) ||
                (!flat.b[1][x + 1] && is_antialiased(b, y, x, flat)))
                marks[x] = 0;
        }
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("changed", &changed<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(), nb::arg("scale"),
               nb::arg("limit"), nb::arg("antialias"), nb::arg("out").noconvert());
}

}  // namespace

void bind_changes(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
