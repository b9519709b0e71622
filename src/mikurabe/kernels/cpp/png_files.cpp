// Many small pictures written as PNG files in one go: the thumbnails of a folder of them.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "bindings.hpp"
#include "libdeflate.hpp"
#include "plane.hpp"

namespace mikurabe {

namespace {

using Byte = std::uint8_t;
using Bytes = std::vector<Byte>;

void append_number(std::uint32_t number, Bytes &out) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<Byte>(number >> shift));
}

// Appends a chunk whose data write(out) appends; false where that fails.
template <class Write>
bool append_chunk(const char *kind, Bytes &out, const Write &write) {
    const std::size_t start = out.size();
    append_number(0, out);
    out.insert(out.end(), kind, kind + 4);
    if (!write(out)) return false;
    const std::size_t length = out.size() - start - 8;
    for (std::size_t i = 0; i < 4; ++i) out[start + i] = static_cast<Byte>(length >> (24 - 8 * i));
    append_number(libdeflate()->crc32(0, out.data() + start + 4, length + 4), out);
    return true;
}

// The rows of a picture, each pixel `factor` times beside and below itself, and before each row a filter type of 0.
void enlarge(const Byte *picture, Index height, Index width, Index channels, Index factor, Byte *rows) {
    const Index length = 1 + width * channels * factor;
    for (Index y = 0; y < height; ++y, picture += width * channels) {
        Byte *const first = rows + y * factor * length;
        Byte *to = first;
        *to++ = 0;
        for (Index x = 0; x < width; ++x)
            for (Index k = 0; k < factor; ++k)
                for (Index channel = 0; channel < channels; ++channel) *to++ = picture[x * channels + channel];
        for (Index k = 1; k < factor; ++k) std::memcpy(first + k * length, first, static_cast<std::size_t>(length));
    }
}

// None where there is no libdeflate, or no room for it.
nb::object png_files(nb::ndarray<const Byte, nb::ndim<3>, nb::c_contig, nb::device::cpu> pictures, Index channels,
                     Index factor, int level) {
    const Index count = static_cast<Index>(pictures.shape(0)), height = static_cast<Index>(pictures.shape(1));
    const Index width = static_cast<Index>(pictures.shape(2)) / channels;
    Bytes files;
    std::vector<std::size_t> ends;
    bool written = true;
    {
        nb::gil_scoped_release unlocked;
        Deflater deflater(level);
        written = deflater.works();
        Bytes rows(static_cast<std::size_t>(height * factor * (1 + width * channels * factor)));
        for (Index i = 0; i < count && written; ++i) {
            enlarge(pictures.data() + i * height * width * channels, height, width, channels, factor, rows.data());
            const Byte signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
            files.insert(files.end(), signature, signature + sizeof signature);
            written = append_chunk("IHDR", files,
                                   [&](Bytes &out) {
                                       append_number(static_cast<std::uint32_t>(width * factor), out);
                                       append_number(static_cast<std::uint32_t>(height * factor), out);
                                       // Depth, colour type, and how it is compressed, filtered and interlaced.
                                       for (const int each : {8, channels == 1 ? 0 : 2, 0, 0, 0})
                                           out.push_back(static_cast<Byte>(each));
                                       return true;
                                   }) &&
                      append_chunk("IDAT", files,
                                   [&](Bytes &out) { return deflater.append(rows.data(), rows.size(), out); }) &&
                      append_chunk("IEND", files, [](Bytes &) { return true; });
            ends.push_back(files.size());
        }
    }
    if (!written) return nb::none();
    nb::list result;
    std::size_t start = 0;
    for (const std::size_t end : ends) {
        result.append(nb::bytes(reinterpret_cast<const char *>(files.data() + start), end - start));
        start = end;
    }
    return result;
}

}  // namespace

void bind_png_files(nb::module_ &module) {
    module.def("png_files", &png_files, nb::arg("pictures").noconvert(), nb::arg("channels"), nb::arg("factor"),
               nb::arg("level"));
}

}  // namespace mikurabe
