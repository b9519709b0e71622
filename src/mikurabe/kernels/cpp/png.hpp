// PNG files without Python: their chunks, and the pixels of those that are plain.
//
// Nothing here tells what is wrong with a file. Whatever is odd is told by images/png.py, the one ordinary way: a
// function here says only that it is not for this file. Nothing works before use_libdeflate().

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "wide.hpp"

namespace mikurabe {

struct PngChunk {
    const std::uint8_t *kind;  // four letters
    std::size_t start, stop;   // of its data
};

// Appends the chunks from `at` (8 in a whole file) to IEND, which comes last. False where a chunk is cut short, has no
// name of four letters or fails its checksum.
bool png_chunks(const std::uint8_t *data, std::size_t size, std::size_t at, std::vector<PngChunk> &chunks);

// One part of the deflated pixels.
struct Piece {
    const std::uint8_t *data;
    std::size_t size;
};

// Inflates the pieces, which follow one another, and undoes the filters: `rows` holds `height * (1 + width)` bytes, of
// which the first `height * width` are then the rows. `width` in bytes, `pixel` in bytes per pixel. `joined` is room
// for the pieces, if they are several. False where that is not what libpng would give without a word.
bool png_rows(const std::vector<Piece> &pieces, Index width, Index height, int pixel, std::vector<std::uint8_t> &joined,
              std::uint8_t *rows);

// A plain PNG: 8-bit gray or RGB, not interlaced, and with no chunk that could change what the reader says of it.
struct PngFacts {
    Index width = 0, height = 0;
    int channels = 0;  // 1 or 3
    std::vector<Piece> pieces;

    Index row() const { return width * channels; }
    std::size_t pixels() const { return static_cast<std::size_t>(row()) * static_cast<std::size_t>(height); }
    // What decode_plain_png needs room for: the pixels and a filter type per row.
    std::size_t room() const { return pixels() + static_cast<std::size_t>(height); }
};

// What is kept from one file to the next, one per thread.
struct PngScratch {
    std::vector<PngChunk> chunks;
    std::vector<std::uint8_t> joined;
};

// Whether the whole file is a plain PNG with every checksum right and nothing after its end. The facts point into it.
// No size has been judged yet: compare width * height with the limit before making room.
bool parse_plain_png(const std::uint8_t *data, std::size_t size, PngScratch &scratch, PngFacts &facts);

// Writes `facts.pixels()` bytes, row by row, into `pixels`, which has room for `facts.room()`.
bool decode_plain_png(const PngFacts &facts, PngScratch &scratch, std::uint8_t *pixels);

}  // namespace mikurabe
