// PNG files without Python. What is said of a file that is not taken here is said by images/png.py.

#include "png.hpp"

#include <algorithm>
#include <cstring>

#include "libdeflate.hpp"
#include "png_rows.hpp"

namespace mikurabe {

namespace {

using Byte = std::uint8_t;

constexpr std::size_t kHeader = 33;  // signature and IHDR
constexpr std::uint32_t kLongestSide = 1000000;  // libpng's own limit

std::uint32_t number(const Byte *bytes) {
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
           static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

bool is_letter(Byte byte) { return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'); }

bool is(const Byte *kind, const char *name) { return std::memcmp(kind, name, 4) == 0; }

bool begins(const Byte *data, const PngChunk &chunk, const char *keyword) {
    const std::size_t length = std::strlen(keyword);
    return chunk.stop - chunk.start >= length && std::memcmp(data + chunk.start, keyword, length) == 0;
}

// Whether a chunk changes neither the pixels nor a word of what the reader says. Unknown ones might, and so might EXIF
// and XMP in text chunks (images/png.py).
bool is_harmless(const Byte *data, const PngChunk &chunk) {
    for (const char *name : {"bKGD", "cHRM", "gAMA", "oFFs", "pHYs", "sBIT", "sRGB", "tIME"})
        if (is(chunk.kind, name)) return true;
    if (is(chunk.kind, "tEXt") || is(chunk.kind, "zTXt")) return !begins(data, chunk, "Raw profile type");
    return is(chunk.kind, "iTXt") && !begins(data, chunk, "XML:com.adobe.xmp");
}

// zlib, and so libpng, refuses distances beyond the window that the stream's header declares; libdeflate does not look.
// Where the window holds 32 KiB or all of the data, no distance can be too long.
bool window_is_enough(const Byte *stream, std::size_t room) {
    const int bits = (stream[0] >> 4) + 8;
    return bits >= 15 || room <= std::size_t{1} << bits;
}

}  // namespace

bool png_chunks(const Byte *data, std::size_t size, std::size_t at, std::vector<PngChunk> &chunks) {
    const Libdeflate *functions = libdeflate();
    if (functions == nullptr) return false;
    while (at <= size && size - at >= 12) {
        const std::size_t length = number(data + at), start = at + 8;
        const Byte *kind = data + at + 4;
        if (!std::all_of(kind, kind + 4, is_letter) || length > size - start - 4) return false;
        const std::size_t stop = start + length;
        if (functions->crc32(0, kind, 4 + length) != number(data + stop)) return false;
        chunks.push_back({kind, start, stop});
        if (is(kind, "IEND")) return true;
        at = stop + 4;
    }
    return false;
}

bool png_rows(const std::vector<Piece> &pieces, Index width, Index height, int pixel, std::vector<Byte> &joined,
              Byte *rows) {
    if (pieces.empty()) return false;
    Piece stream = pieces.front();
    if (pieces.size() > 1) {
        joined.clear();
        for (const Piece &piece : pieces) joined.insert(joined.end(), piece.data, piece.data + piece.size);
        stream = {joined.data(), joined.size()};
    }
    const std::size_t room = static_cast<std::size_t>(height) * static_cast<std::size_t>(1 + width);
    if (stream.size < 2 || !window_is_enough(stream.data, room)) return false;
    return inflate(stream.data, stream.size, rows, room) && unfilter(rows, width, height, pixel) == height;
}

bool parse_plain_png(const Byte *data, std::size_t size, PngScratch &scratch, PngFacts &facts) {
    if (size < kHeader || std::memcmp(data, "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16) != 0) return false;
    const std::uint32_t width = number(data + 16), height = number(data + 20);
    const Byte depth = data[24], colour = data[25];
    if (width < 1 || height < 1 || width > kLongestSide || height > kLongestSide) return false;
    // After depth and colour type: how it is compressed, filtered and interlaced.
    if (depth != 8 || (colour != 0 && colour != 2) || data[26] != 0 || data[27] != 0 || data[28] != 0) return false;
    facts.width = static_cast<Index>(width);
    facts.height = static_cast<Index>(height);
    facts.channels = colour == 0 ? 1 : 3;
    facts.pieces.clear();
    scratch.chunks.clear();
    if (!png_chunks(data, size, 8, scratch.chunks)) return false;
    const PngChunk &end = scratch.chunks.back();
    if (end.start != end.stop || end.stop + 4 != size) return false;
    bool after_pixels = false;
    for (std::size_t i = 1; i + 1 < scratch.chunks.size(); ++i) {
        const PngChunk &chunk = scratch.chunks[i];
        if (is(chunk.kind, "IDAT")) {
            if (after_pixels) return false;
            facts.pieces.push_back({data + chunk.start, chunk.stop - chunk.start});
        } else if (is_harmless(data, chunk)) {
            after_pixels = !facts.pieces.empty();
        } else {
            return false;
        }
    }
    return !facts.pieces.empty();
}

bool decode_plain_png(const PngFacts &facts, PngScratch &scratch, Byte *pixels) {
    return png_rows(facts.pieces, facts.row(), facts.height, facts.channels, scratch.joined, pixels);
}

}  // namespace mikurabe
