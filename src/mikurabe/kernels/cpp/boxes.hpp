// Sums over boxes of pixels, a row of boxes at a time; what lies beyond the border counts as 0.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "wide.hpp"

namespace mikurabe {

// The sums down the columns, and over a whole box: integers never round, and do not overflow up to boxes of 257 x 257
// for 8 bits and of 65537 x 65537 for 16 bits; native/boxes.py widens 8 bits where boxes are larger.
template <class T>
struct BoxSums;
template <>
struct BoxSums<std::uint8_t> {
    using Column = std::uint16_t;
    using Box = std::uint32_t;
};
template <>
struct BoxSums<std::uint16_t> {
    using Column = std::uint32_t;
    using Box = std::uint64_t;
};
template <>
struct BoxSums<float> {
    using Column = double;
    using Box = double;
};
template <>
struct BoxSums<double> {
    using Column = double;
    using Box = double;
};

// Pixels of one or several channels, in any strides (in elements).
template <class T>
struct Pixels {
    const T *data;
    Index row, column, channel;
    Index height, width, channels;
};

// sums[i] = the first row's value, or the sum so far and another row, or three others.
#define MIKURABE_COLUMNS(T)                                                                                           \
    MIKURABE_WIDE static void start_columns(const T *MIKURABE_RESTRICT x, Index n,                                    \
                                            BoxSums<T>::Column *MIKURABE_RESTRICT sums) {                             \
        for (Index i = 0; i < n; ++i) sums[i] = static_cast<BoxSums<T>::Column>(x[i]);                                \
    }                                                                                                                 \
    MIKURABE_WIDE static void add_columns(const T *MIKURABE_RESTRICT x, Index n,                                      \
                                          BoxSums<T>::Column *MIKURABE_RESTRICT sums) {                               \
        using Sum = BoxSums<T>::Column;                                                                               \
        for (Index i = 0; i < n; ++i) sums[i] = static_cast<Sum>(sums[i] + static_cast<Sum>(x[i]));                   \
    }                                                                                                                 \
    MIKURABE_WIDE static void add_columns(const T *MIKURABE_RESTRICT x, const T *MIKURABE_RESTRICT y,                 \
                                          const T *MIKURABE_RESTRICT z, Index n,                                      \
                                          BoxSums<T>::Column *MIKURABE_RESTRICT sums) {                               \
        using Sum = BoxSums<T>::Column;                                                                               \
        for (Index i = 0; i < n; ++i)                                                                                 \
            sums[i] = static_cast<Sum>(((sums[i] + static_cast<Sum>(x[i])) + static_cast<Sum>(y[i])) +                \
                                       static_cast<Sum>(z[i]));                                                       \
    }
MIKURABE_COLUMNS(std::uint8_t)
MIKURABE_COLUMNS(std::uint16_t)
MIKURABE_COLUMNS(float)
MIKURABE_COLUMNS(double)
#undef MIKURABE_COLUMNS

// Hands out rows of boxes: box (i, j) holds factor x factor pixels from (i * factor - before, j * factor - before) on.
template <class T>
class BoxRows {
  public:
    using Column = typename BoxSums<T>::Column;
    using Box = typename BoxSums<T>::Box;

    BoxRows(const Pixels<T> &pixels, Index factor, Index before)
        : x_(pixels), factor_(factor), before_(before), length_(pixels.width * pixels.channels),
          columns_(static_cast<std::size_t>(length_)) {
        packed_ = (x_.channels == 1 || x_.channel == 1) && (x_.width == 1 || x_.column == x_.channels);
        if (!packed_) packed_rows_.resize(3 * static_cast<std::size_t>(length_));
    }

    Index height() const { return (x_.height + factor_ - 1) / factor_; }
    Index width() const { return (x_.width + factor_ - 1) / factor_; }

    // Writes the sums of row i of the boxes, every channel's `apart` elements from the one before.
    template <class Out>
    void read(Index i, Out *out, Index apart) {
        const Index top = std::max<Index>(0, i * factor_ - before_);
        const Index end = std::min(x_.height, i * factor_ - before_ + factor_);
        start_columns(packed(top, 0), length_, columns_.data());
        Index y = top + 1;
        for (; y + 3 <= end; y += 3)
            add_columns(packed(y, 0), packed(y + 1, 1), packed(y + 2, 2), length_, columns_.data());
        for (; y < end; ++y) add_columns(packed(y, 0), length_, columns_.data());
        if (x_.channels == 1)
            across<1>(out, apart);
        else
            across<3>(out, apart);
    }

  private:
    const T *packed(Index y, int slot) {
        const T *from = x_.data + y * x_.row;
        if (packed_) return from;
        T *to = packed_rows_.data() + slot * length_;
        for (Index i = 0; i < x_.width; ++i)
            for (Index c = 0; c < x_.channels; ++c) to[i * x_.channels + c] = from[i * x_.column + c * x_.channel];
        return to;
    }

    template <int Channels, class Out>
    void across(Out *out, Index apart) const {
        const Index boxes = width();
        const Index first = std::min(boxes, (before_ + factor_ - 1) / factor_);
        const Index last = std::max(first, std::min(boxes, (x_.width + before_) / factor_));
        for (Index j = 0; j < first; ++j) clipped<Channels>(j, out, apart);
        // The usual factors are known to the compiler.
        switch (factor_) {
            case 1: whole<Channels, 1>(first, last, out, apart); break;
            case 2: whole<Channels, 2>(first, last, out, apart); break;
            case 4: whole<Channels, 4>(first, last, out, apart); break;
            case 8: whole<Channels, 8>(first, last, out, apart); break;
            default: whole<Channels, 0>(first, last, out, apart);
        }
        for (Index j = last; j < boxes; ++j) clipped<Channels>(j, out, apart);
    }

    template <int Channels, int Factor, class Out>
    void whole(Index first, Index last, Out *MIKURABE_RESTRICT out, Index apart) const {
        const Index factor = Factor > 0 ? Factor : factor_;
        const Column *MIKURABE_RESTRICT from = columns_.data() + (first * factor - before_) * Channels;
        for (Index j = first; j < last; ++j, from += factor * Channels) {
            Box sums[Channels];
            for (int c = 0; c < Channels; ++c) sums[c] = static_cast<Box>(from[c]);
            for (Index k = 1; k < factor; ++k)
                for (int c = 0; c < Channels; ++c) sums[c] += static_cast<Box>(from[k * Channels + c]);
            for (int c = 0; c < Channels; ++c) out[c * apart + j] = static_cast<Out>(sums[c]);
        }
    }

    template <int Channels, class Out>
    void clipped(Index j, Out *out, Index apart) const {
        const Index start = std::max<Index>(0, j * factor_ - before_);
        const Index end = std::min(x_.width, j * factor_ - before_ + factor_);
        for (int c = 0; c < Channels; ++c) {
            Box sum = static_cast<Box>(columns_[static_cast<std::size_t>(start * Channels + c)]);
            for (Index k = start + 1; k < end; ++k)
                sum += static_cast<Box>(columns_[static_cast<std::size_t>(k * Channels + c)]);
            out[c * apart + j] = static_cast<Out>(sum);
        }
    }

    Pixels<T> x_;
    Index factor_, before_, length_;
    bool packed_;
    std::vector<Column> columns_;
    std::vector<T> packed_rows_;
};

}  // namespace mikurabe
