// Exact area averaging of one picture. The specification is area.py.

#pragma once

#include <cstdint>
#include <vector>

#include "wide.hpp"

namespace mikurabe {

// Rows that are kept between pictures, so that small ones need no memory of their own.
struct AreaScratch {
    std::vector<std::uint16_t> narrow;
    std::vector<std::uint32_t> whole;
    std::vector<std::uint64_t> sums;
};

// Averages `tall` x `wide` pixels of `channels` values down to `height` x `width`; all rows lie without gaps.
void shrink(const std::uint8_t *pixels, Index tall, Index wide, Index channels, Index height, Index width,
            AreaScratch &scratch, std::uint8_t *out);
void shrink(const std::uint16_t *pixels, Index tall, Index wide, Index channels, Index height, Index width,
            AreaScratch &scratch, std::uint16_t *out);

}  // namespace mikurabe
