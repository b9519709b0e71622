// The FLIP difference of every pixel. The specification is flip.py.
//
// Everything is done in one pass: the opponent colours of as many rows as the widest filter is high lie in a ring,
// each row of the result is filtered down the columns, then along the row, and compared at once.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bindings.hpp"
#include "elementary.hpp"
#include "flip_taps.hpp"
#include "light.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Columns of the result that are worked on at a time, so that the rows under the filters stay in the cache, and the
// columns that are skipped together where both pictures are the same.
constexpr Index kStrip = 1024;
constexpr Index kBlock = 16;

// What is computed of a picture: L, a, b as they are seen, edges, points; of a gray one L, edges, points.
struct Seen {
    float *lightness, *a, *b, *edges, *points;
};

MIKURABE_INLINE float within(float light) {
    light = light > 0.0f ? light : 0.0f;
    return light < 1.0f ? light : 1.0f;
}

MIKURABE_INLINE float hypotenuse(float x, float y) { return std::sqrt(x * x + y * y); }

// Red, green and blue become Y, X - Y and Z - Y over those of white, in place.
MIKURABE_WIDEST void to_opponents(float *MIKURABE_RESTRICT first, float *MIKURABE_RESTRICT second,
                                float *MIKURABE_RESTRICT third, Index n) {
    for (Index i = 0; i < n; ++i) {
        const float green = second[i], red = first[i] - green, blue = third[i] - green;
        first[i] = green + 0.21263683f * red + 0.0721802f * blue;
        second[i] = 0.22125857f * red + 0.11768204f * blue;
        third[i] = -0.1948844f * red + 0.8006018f * blue;
    }
}

MIKURABE_WIDEST void to_lightness(const float *MIKURABE_RESTRICT y, Index n, float *MIKURABE_RESTRICT lightness) {
    for (Index i = 0; i < n; ++i) lightness[i] = 116.0f * compressed(within(y[i])) - 16.0f;
}

MIKURABE_WIDEST void to_seen(const float *MIKURABE_RESTRICT y, const float *MIKURABE_RESTRICT less_x,
                           const float *MIKURABE_RESTRICT less_z, Index n, float *MIKURABE_RESTRICT lightness,
                           float *MIKURABE_RESTRICT a, float *MIKURABE_RESTRICT b) {
    for (Index i = 0; i < n; ++i) {
        float red = within(y[i] + 3.080342f * less_x[i] + -0.542943f * less_z[i]);
        const float green = within(y[i] + -0.9211784f * less_x[i] + 0.04524841f * less_z[i]);
        float blue = within(y[i] + 0.052881293f * less_x[i] + 1.15113f * less_z[i]);
        red = red - green;
        blue = blue - green;
        const float x_root = compressed(green + 0.43389538f * red + 0.18986224f * blue);
        const float y_root = compressed(green + 0.21263683f * red + 0.0721802f * blue);
        const float z_root = compressed(green + 0.017752424f * red + 0.87278193f * blue);
        const float light = 116.0f * y_root - 16.0f, faded = 0.01f * light;
        lightness[i] = light;
        a[i] = faded * (500.0f * (x_root - y_root));
        b[i] = faded * (200.0f * (y_root - z_root));
    }
}

MIKURABE_WIDEST void strengths(const float *MIKURABE_RESTRICT across, const float *MIKURABE_RESTRICT down, Index n,
                             float *MIKURABE_RESTRICT out) {
    for (Index i = 0; i < n; ++i) out[i] = hypotenuse(across[i], down[i]);
}

MIKURABE_INLINE float scored(float distance, float edges, float points) {
    const float powered = 0.7f * mikurabe::log2(distance);
    const float above = powered - 4.0453067f;
    float beyond = series(above, -0.074000575f, 0.035087362f, 0.011736615f, 0.0025129614f, 0.00038333517f, 3.2760658e-05f);
    beyond = beyond < 0.0f ? beyond : 0.0f;
    const float below = powered + -4.119307f;
    const float colour = powered < 4.0453067f ? below : beyond;
    float feature = (edges > points ? edges : points) * 0.70710677f;
    feature = feature < 1.0f ? feature : 1.0f;
    const float shrunk = 1.0f - std::sqrt(feature);
    const float nothing = shrunk == 0.0f ? 1.0f : 0.0f;
    const float raised = mikurabe::exp2(shrunk * colour);
    return distance > 0.0f ? raised : nothing;
}

MIKURABE_WIDEST void score_colours(Seen first, Seen second, Index n, float *MIKURABE_RESTRICT out) {
    const float *MIKURABE_RESTRICT l_1 = first.lightness, *MIKURABE_RESTRICT l_2 = second.lightness;
    const float *MIKURABE_RESTRICT a_1 = first.a, *MIKURABE_RESTRICT a_2 = second.a;
    const float *MIKURABE_RESTRICT b_1 = first.b, *MIKURABE_RESTRICT b_2 = second.b;
    const float *MIKURABE_RESTRICT edges_1 = first.edges, *MIKURABE_RESTRICT edges_2 = second.edges;
    const float *MIKURABE_RESTRICT points_1 = first.points, *MIKURABE_RESTRICT points_2 = second.points;
    for (Index i = 0; i < n; ++i) {
        const float apart = hypotenuse(a_1[i] - a_2[i], b_1[i] - b_2[i]);
        out[i] = scored(std::fabs(l_1[i] - l_2[i]) + apart, std::fabs(edges_1[i] - edges_2[i]),
                        std::fabs(points_1[i] - points_2[i]));
    }
}

MIKURABE_WIDEST void score_grays(Seen first, Seen second, Index n, float *MIKURABE_RESTRICT out) {
    const float *MIKURABE_RESTRICT l_1 = first.lightness, *MIKURABE_RESTRICT l_2 = second.lightness;
    const float *MIKURABE_RESTRICT edges_1 = first.edges, *MIKURABE_RESTRICT edges_2 = second.edges;
    const float *MIKURABE_RESTRICT points_1 = first.points, *MIKURABE_RESTRICT points_2 = second.points;
    for (Index i = 0; i < n; ++i)
        out[i] = scored(std::fabs(l_1[i] - l_2[i]), std::fabs(edges_1[i] - edges_2[i]),
                        std::fabs(points_1[i] - points_2[i]));
}

Index clamped(Index place, Index length) { return std::clamp<Index>(place, 0, length - 1); }

// The pixels of one strip of columns, and what stands left and right of it under the filters, as opponent colours.
template <class T>
class Ring {
  public:
    Ring(Index channels, Index radius)
        : radius(radius), channels_(channels), span_(kStrip + 2 * radius), rows_(2 * radius + 1),
          planes_(static_cast<std::size_t>(channels * rows_ * span_)) {}

    float *row(Index channel, Index y) { return planes_.data() + (channel * rows_ + y % rows_) * span_; }

    // Reads row y of the columns from x - radius on; those beyond the border are the border's.
    void read(const T *levels, Index y, Index x, Index count, Index width, Light light) {
        const Index first = std::max<Index>(x - radius, 0), last = std::min(x + count + radius, width);
        const Index left = first - (x - radius), right = count + 2 * radius - left - (last - first), n = last - first;
        float *to[3] = {row(0, y), nullptr, nullptr};
        if (channels_ == 1) {
            light_row(levels + first, n, light, to[0] + left);
        } else {
            to[1] = row(1, y), to[2] = row(2, y);
            light_rows(levels + 3 * first, n, light, to[0] + left, to[1] + left, to[2] + left);
            to_opponents(to[0] + left, to[1] + left, to[2] + left, n);
        }
        for (Index c = 0; c < channels_; ++c) {
            std::fill_n(to[c], left, to[c][left]);
            std::fill_n(to[c] + left + n, right, to[c][left + n - 1]);
        }
    }

    const Index radius;

  private:
    Index channels_, span_, rows_;
    std::vector<float> planes_;
};

struct Filters {
    Taps y, red_green, blue_down, blue_right, smooth, edge, point;
    Index radius() const { return std::max({y.radius, red_green.radius, blue_down.radius, smooth.radius}); }
};

// What is seen of part of a row, from the ring: columns from..to of the strip, row y of the picture.
template <class T>
class Eye {
  public:
    Eye(const Filters &filters, Ring<T> &ring, Index channels, Index height)
        : filters_(filters), ring_(ring), channels_(channels), height_(height),
          parts_(static_cast<std::size_t>(kParts * (kStrip + 2 * ring.radius))) {}

    void look(Index y, Index from, Index to, Seen out) {
        const Index n = to - from, wide = n + 2 * ring_.radius, radius = ring_.radius;
        const auto above = [&](Index channel) {
            under_.clear();
            for (Index k = -radius; k <= radius; ++k)
                under_.push_back(ring_.row(channel, clamped(y + k, height_)) + from);
            return under_.data() + radius;
        };
        const auto part = [&](Index i) { return parts_.data() + i * (kStrip + 2 * radius); };
        const auto middle = [&](Index i) { return part(i) + radius; };

        const float *const *rows = above(0);
        detect_down(rows, filters_.smooth, filters_.edge, filters_.point, wide, part(0), part(1), part(2));
        blur_down(rows, filters_.y, wide, part(3));
        detect_along(middle(0), filters_.edge, filters_.point, n, part(4), part(5));
        blur_along(middle(1), filters_.smooth, n, part(6));
        strengths(part(4), part(6), n, out.edges);
        blur_along(middle(2), filters_.smooth, n, part(6));
        strengths(part(5), part(6), n, out.points);
        blur_along(middle(3), filters_.y, n, part(4));
        if (channels_ == 1) {
            to_lightness(part(4), n, out.lightness);
            return;
        }
        blur_down(above(1), filters_.red_green, wide, part(0));
        blur_along(middle(0), filters_.red_green, n, part(5));
        blur_down_twice(above(2), filters_.blue_down, wide, part(0), part(1));
        blur_along_both(middle(0), middle(1), filters_.blue_right, n, part(6));
        to_seen(part(4), part(5), part(6), n, out.lightness, out.a, out.b);
    }

  private:
    static constexpr Index kParts = 7;
    const Filters &filters_;
    Ring<T> &ring_;
    Index channels_, height_;
    std::vector<float> parts_;
    std::vector<const float *> under_;
};

Seen planes_at(float *data, Index channels, Index plane, Index at) {
    if (channels == 1) return {data + at, nullptr, nullptr, data + plane + at, data + 2 * plane + at};
    return {data + at, data + plane + at, data + 2 * plane + at, data + 3 * plane + at, data + 4 * plane + at};
}

template <class T>
void flip_seen(PixelsArgument<T> pixels, TableArgument table, double white, const Filters &filters, PlanesResult out) {
    nb::gil_scoped_release unlocked;
    PixelRows<T> rows(pixels);
    const Light light{table.data(), white};
    const Index radius = filters.radius(), height = rows.height, width = rows.width;
    Ring<T> ring(rows.channels, radius);
    Eye<T> eye(filters, ring, rows.channels, height);
    for (Index x = 0; x < width; x += kStrip) {
        const Index count = std::min(kStrip, width - x);
        Index done = 0;
        for (Index y = 0; y < height; ++y) {
            for (; done <= std::min(y + radius, height - 1); ++done)
                ring.read(rows.row(done), done, x, count, width, light);
            eye.look(y, 0, count, planes_at(out.data(), rows.channels, height * width, y * width + x));
        }
    }
}

// The last row in which the two pictures differ, for each block of columns that lie under the filters of a strip.
class Differing {
  public:
    Differing(Index radius, Index count)
        : radius_(radius), last_(static_cast<std::size_t>((count + 2 * radius + kBlock - 1) / kBlock), -1) {}

    template <class T>
    void read(const T *first, const T *second, Index y, Index x, Index width, Index channels) {
        for (std::size_t i = 0; i < last_.size(); ++i) {
            const Index start = x - radius_ + static_cast<Index>(i) * kBlock;
            const Index from = clamped(start, width), to = clamped(start + kBlock - 1, width) + 1;
            const auto bytes = static_cast<std::size_t>((to - from) * channels) * sizeof(T);
            if (std::memcmp(first + from * channels, second + from * channels, bytes) != 0) last_[i] = y;
        }
    }

    // Whether any pixel differs under the filters of the block of columns from ``from`` on, down from row y - radius.
    bool under(Index from, Index y) const {
        const Index end = std::min<Index>((from + kBlock - 1 + 2 * radius_) / kBlock, static_cast<Index>(last_.size()) - 1);
        for (Index i = from / kBlock; i <= end; ++i)
            if (last_[static_cast<std::size_t>(i)] >= std::max<Index>(y - radius_, 0)) return true;
        return false;
    }

  private:
    Index radius_;
    std::vector<Index> last_;
};

template <class T>
void flip(PlanesArgument seen, PixelsArgument<T> reference, PixelsArgument<T> candidate, TableArgument table,
          double white, const Filters &filters, MapResult out) {
    nb::gil_scoped_release unlocked;
    PixelRows<T> rows_1(reference), rows_2(candidate);
    const Light light{table.data(), white};
    const Index radius = filters.radius(), height = rows_2.height, width = rows_2.width, channels = rows_2.channels;
    Ring<T> ring(channels, radius);
    Eye<T> eye(filters, ring, channels, height);
    std::vector<float> found(static_cast<std::size_t>(5 * kStrip));
    const Seen second = planes_at(found.data(), channels, kStrip, 0);
    // Only read; Seen serves for both.
    float *first = const_cast<float *>(seen.data());
    for (Index x = 0; x < width; x += kStrip) {
        const Index count = std::min(kStrip, width - x);
        Differing differing(radius, count);
        Index done = 0;
        for (Index y = 0; y < height; ++y) {
            for (; done <= std::min(y + radius, height - 1); ++done) {
                const T *row_2 = rows_2.row(done);
                differing.read(rows_1.row(done), row_2, done, x, width, channels);
                ring.read(row_2, done, x, count, width, light);
            }
            float *to = out.data() + y * width + x;
            for (Index from = 0; from < count;) {
                const bool different = differing.under(from, y);
                Index end = from + kBlock;
                while (end < count && differing.under(end, y) == different) end += kBlock;
                end = std::min(end, count);
                if (different) {
                    eye.look(y, from, end, second);
                    const Seen at = planes_at(first, channels, height * width, y * width + x + from);
                    (channels == 1 ? score_grays : score_colours)(at, second, end - from, to + from);
                } else {
                    std::fill(to + from, to + end, 0.0f);
                }
                from = end;
            }
        }
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("flip_seen", &flip_seen<T>, nb::arg("pixels").noconvert(), nb::arg("table").noconvert(),
               nb::arg("white"), nb::arg("filters"), nb::arg("out").noconvert());
    module.def("flip", &flip<T>, nb::arg("seen").noconvert(), nb::arg("reference").noconvert(),
               nb::arg("candidate").noconvert(), nb::arg("table").noconvert(), nb::arg("white"), nb::arg("filters"),
               nb::arg("out").noconvert());
}

}  // namespace

void bind_flip(nb::module_ &module) {
    using Array = const nb::ndarray<const float, nb::c_contig, nb::device::cpu> &;
    nb::class_<Filters>(module, "FlipFilters")
        .def("__init__", [](Filters *self, Array y, Array red_green, Array blue_down, Array blue_right, Array smooth,
                            Array edge, Array point) {
            new (self) Filters{taps_of(y),      taps_of(red_green), taps_of(blue_down), taps_of(blue_right),
                               taps_of(smooth), taps_of(edge),      taps_of(point)};
        });
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
