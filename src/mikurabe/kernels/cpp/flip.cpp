// The FLIP difference of every pixel. The specification is flip.py.
//
// Everything is done in one pass: the opponent colours of as many rows as the widest filter is high, and a few more, lie
// in a ring; those few rows of the result are filtered down the columns, then along the rows, and compared at once.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "bindings.hpp"
#include "flip_scores.hpp"
#include "flip_taps.hpp"
#include "light.hpp"
#include "sum.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Columns that are filtered down at a time, for so many rows of the result together, so that the rows stay in the nearest
// cache; and those that are skipped together where both pictures are the same.
constexpr Index kDown = 128;
constexpr Index kRows = 4;
constexpr Index kBlock = 16;

// Rows begin where a register full of floats may.
constexpr Index kAligned = 16;
Index padded(Index count) { return (count + kAligned - 1) / kAligned * kAligned; }

class Floats {
  public:
    explicit Floats(Index count)
        : room_(new float[static_cast<std::size_t>(count + kAligned)]()),
          start_(reinterpret_cast<std::uintptr_t>(room_.get()) % 64 / sizeof(float)) {}
    float *data() { return room_.get() + (start_ == 0 ? 0 : static_cast<std::size_t>(kAligned) - start_); }

  private:
    std::unique_ptr<float[]> room_;
    std::size_t start_;
};

Index clamped(Index place, Index length) { return std::clamp<Index>(place, 0, length - 1); }

// The pixels of one strip of columns, and what stands left and right of it under the filters, as opponent colours.
template <class T>
class Ring {
  public:
    Ring(Index channels, Index radius)
        : radius(radius), channels_(channels), span_(padded(kStrip + 2 * radius)), rows_(2 * radius + kRows),
          planes_(channels * rows_ * span_) {}

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
    Floats planes_;
};

struct Filters {
    Taps y, red_green, blue_down, blue_right, smooth, edge, point;
    Index radius() const { return std::max({y.radius, red_green.radius, blue_down.radius, smooth.radius}); }
};

// What is seen of part of a few rows, from the ring: columns from..to of the strip.
template <class T>
class Eye {
  public:
    Eye(const Filters &filters, Ring<T> &ring, Index channels, Index height)
        : filters_(filters), ring_(ring), channels_(channels), height_(height),
          span_(padded(kStrip + 2 * ring.radius + kAligned)), parts_((kDownParts * kRows + kAlongParts) * span_) {}

    // ``count`` rows from row y of the picture on; ``of`` says where what is seen of a row goes, and ``ahead`` is called
    // every now and then with a row and columns, to ask for what is needed next.
    template <class Of, class Ahead>
    void look(Index y, Index count, Index from, Index to, Of of, Ahead ahead) {
        const Index n = to - from, wide = n + 2 * ring_.radius;
        for (Index channel = 0; channel < channels_; ++channel) {
            under_[channel].clear();
            for (Index k = -ring_.radius; k < count + ring_.radius; ++k)
                under_[channel].push_back(ring_.row(channel, clamped(y + k, height_)) + from);
        }
        for (Index x = 0; x < wide; x += kDown)
            for (Index row = 0; row < count; ++row) {
                if (x < n) ahead(row, from + x, std::min(kDown, n - x));
                filter_down(row, x, std::min(kDown, wide - x));
            }
        for (Index row = 0; row < count; ++row) filter_along(row, n, of(row));
    }

  private:
    static constexpr Index kDownParts = 7, kAlongParts = 3;
    const Filters &filters_;
    Ring<T> &ring_;
    Index channels_, height_, span_;
    Floats parts_;
    Strip roots_;
    // Of each channel the rows around those that are looked at.
    std::vector<const float *> under_[3];

    float *down(Index row, Index i) { return parts_.data() + (row * kDownParts + i) * span_; }
    float *along(Index i) { return parts_.data() + (kRows * kDownParts + i) * span_; }

    void filter_down(Index row, Index x, Index n) {
        const auto part = [&](Index i) { return down(row, i) + x; };
        const auto around = [&](Index channel) { return Rows{under_[channel].data() + row + ring_.radius, x}; };
        detect_down(around(0), filters_.smooth, filters_.edge, filters_.point, n, part(0), part(1), part(2));
        blur_down(around(0), filters_.y, n, part(3));
        if (channels_ == 1) return;
        blur_down(around(1), filters_.red_green, n, part(4));
        blur_down_twice(around(2), filters_.blue_down, n, part(5), part(6));
    }

    void filter_along(Index row, Index n, Seen out) {
        const auto middle = [&](Index i) { return down(row, i) + ring_.radius; };
        detect_along(middle(0), filters_.edge, filters_.point, n, along(0), along(1));
        blur_along(middle(1), filters_.smooth, n, along(2));
        strengths(along(0), along(2), n, out.edges);
        blur_along(middle(2), filters_.smooth, n, along(2));
        strengths(along(1), along(2), n, out.points);
        blur_along(middle(3), filters_.y, n, along(0));
        if (channels_ == 1) {
            to_lightness(along(0), n, out.lightness);
            return;
        }
        blur_along(middle(4), filters_.red_green, n, along(1));
        blur_along_both(middle(5), middle(6), filters_.blue_right, n, along(2));
        to_seen(along(0), along(1), along(2), n, roots_, out.lightness, out.a, out.b);
    }
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
        for (Index y = 0; y < height; y += kRows) {
            const Index many = std::min(kRows, height - y);
            for (; done <= std::min(y + many - 1 + radius, height - 1); ++done)
                ring.read(rows.row(done), done, x, count, width, light);
            const auto of = [&](Index row) {
                return planes_at(out.data(), rows.channels, height * width, (y + row) * width + x);
            };
            eye.look(y, many, 0, count, of, [](Index, Index, Index) {});
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

// Hands the differences of parts of rows to ``take``: row, column, how many, and where they are, or null where all are 0.
template <class T, class Take>
void each_difference(const PlanesArgument &seen, const PixelsArgument<T> &reference, const PixelsArgument<T> &candidate,
                     Light light, const Filters &filters, Take take) {
    PixelRows<T> rows_1(reference), rows_2(candidate);
    const Index radius = filters.radius(), height = rows_2.height, width = rows_2.width, channels = rows_2.channels;
    const Index plane = height * width, planes = channels == 1 ? 3 : 5;
    Ring<T> ring(channels, radius);
    Eye<T> eye(filters, ring, channels, height);
    Floats found((planes * kRows + 1) * kStrip);
    Strip strip;
    float *differences = found.data() + planes * kRows * kStrip;
    const auto second = [&](Index row) { return planes_at(found.data() + row * planes * kStrip, channels, kStrip, 0); };
    // Only read; Seen serves for both.
    float *first = const_cast<float *>(seen.data());
    for (Index x = 0; x < width; x += kStrip) {
        const Index count = std::min(kStrip, width - x);
        Differing differing(radius, count);
        Index done = 0;
        for (Index y = 0; y < height; y += kRows) {
            const Index many = std::min(kRows, height - y);
            // What is seen of the reference comes from far away.
            const auto ahead = [&](Index row, Index from, Index n) {
                const Index below = y + kRows + row;
                if (below < height)
                    for (Index i = 0; i < planes; ++i) fetch(first + i * plane + below * width + x + from, n);
            };
            for (; done <= std::min(y + many - 1 + radius, height - 1); ++done) {
                const T *row_2 = rows_2.row(done);
                differing.read(rows_1.row(done), row_2, done, x, width, channels);
                ring.read(row_2, done, x, count, width, light);
            }
            for (Index from = 0; from < count;) {
                const bool different = differing.under(from, y);
                Index end = from + kBlock;
                while (end < count && differing.under(end, y) == different) end += kBlock;
                end = std::min(end, count);
                if (different) eye.look(y, many, from, end, second, ahead);
                for (Index row = 0; row < many; ++row) {
                    if (different) {
                        const Seen at = planes_at(first, channels, plane, (y + row) * width + x + from);
                        (channels == 1 ? score_grays : score_colours)(at, second(row), end - from, strip, differences);
                    }
                    take(y + row, x + from, end - from, different ? differences : nullptr);
                }
                from = end;
            }
        }
    }
}

template <class T>
void flip(PlanesArgument seen, PixelsArgument<T> reference, PixelsArgument<T> candidate, TableArgument table,
          double white, const Filters &filters, MapResult out) {
    nb::gil_scoped_release unlocked;
    const Index width = static_cast<Index>(out.shape(1));
    each_difference(seen, reference, candidate, Light{table.data(), white}, filters,
                    [&](Index y, Index x, Index n, const float *differences) {
                        float *to = out.data() + y * width + x;
                        if (differences != nullptr)
                            std::copy_n(differences, n, to);
                        else
                            std::fill_n(to, n, 0.0f);
                    });
}

template <class T>
double flip_mean(PlanesArgument seen, PixelsArgument<T> reference, PixelsArgument<T> candidate, TableArgument table,
                 double white, const Filters &filters) {
    nb::gil_scoped_release unlocked;
    Sum sum;
    each_difference(seen, reference, candidate, Light{table.data(), white}, filters,
                    [&](Index, Index, Index n, const float *differences) {
                        if (differences != nullptr) sum.add(differences, n);
                    });
    return sum.total() / static_cast<double>(seen.shape(1) * seen.shape(2));
}

template <class T>
void bind(nb::module_ &module) {
    module.def("flip_seen", &flip_seen<T>, nb::arg("pixels").noconvert(), nb::arg("table").noconvert(),
               nb::arg("white"), nb::arg("filters"), nb::arg("out").noconvert());
    module.def("flip", &flip<T>, nb::arg("seen").noconvert(), nb::arg("reference").noconvert(),
               nb::arg("candidate").noconvert(), nb::arg("table").noconvert(), nb::arg("white"), nb::arg("filters"),
               nb::arg("out").noconvert());
    module.def("flip_mean", &flip_mean<T>, nb::arg("seen").noconvert(), nb::arg("reference").noconvert(),
               nb::arg("candidate").noconvert(), nb::arg("table").noconvert(), nb::arg("white"), nb::arg("filters"));
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
