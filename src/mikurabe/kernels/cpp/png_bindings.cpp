// The PNG functions for Python. The specification of unfilter is png.py, of the others images/png.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/vector.h>

#include <utility>
#include <vector>

#include "bindings.hpp"
#include "libdeflate.hpp"
#include "png.hpp"
#include "png_rows.hpp"

namespace mikurabe {

namespace {

using Rows = nb::ndarray<std::uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Span = std::pair<std::size_t, std::size_t>;

const std::uint8_t *bytes_of(const nb::bytes &data) { return static_cast<const std::uint8_t *>(data.data()); }

template <class Function>
Function function_at(std::uintptr_t address) {
    return reinterpret_cast<Function>(address);
}

void take_libdeflate(std::uintptr_t alloc_decompressor, std::uintptr_t zlib_decompress_ex, std::uintptr_t crc32,
                     std::uintptr_t free_decompressor, std::uintptr_t alloc_compressor, std::uintptr_t zlib_compress,
                     std::uintptr_t zlib_compress_bound, std::uintptr_t free_compressor) {
    use_libdeflate({function_at<decltype(Libdeflate::alloc_decompressor)>(alloc_decompressor),
                    function_at<decltype(Libdeflate::zlib_decompress_ex)>(zlib_decompress_ex),
                    function_at<decltype(Libdeflate::crc32)>(crc32),
                    function_at<decltype(Libdeflate::free_decompressor)>(free_decompressor),
                    function_at<decltype(Libdeflate::alloc_compressor)>(alloc_compressor),
                    function_at<decltype(Libdeflate::zlib_compress)>(zlib_compress),
                    function_at<decltype(Libdeflate::zlib_compress_bound)>(zlib_compress_bound),
                    function_at<decltype(Libdeflate::free_compressor)>(free_compressor)});
}

Index unfilter_rows(const Rows &raw, Index width, Index height, int pixel) {
    nb::gil_scoped_release unlocked;
    return unfilter(raw.data(), width, height, pixel);
}

nb::object chunks_of(const nb::bytes &data) {
    std::vector<PngChunk> chunks;
    const std::uint8_t *bytes = bytes_of(data);
    const std::size_t size = data.size();
    {
        nb::gil_scoped_release unlocked;
        if (!png_chunks(bytes, size, 8, chunks)) chunks.clear();
    }
    if (chunks.empty()) return nb::none();
    nb::list result;
    for (const PngChunk &chunk : chunks)
        result.append(nb::make_tuple(nb::bytes(reinterpret_cast<const char *>(chunk.kind), 4), chunk.start, chunk.stop));
    return result;
}

bool rows_of(const nb::bytes &data, const std::vector<Span> &spans, Index width, Index height, int pixel,
             const Rows &out) {
    std::vector<Piece> pieces;
    std::vector<std::uint8_t> joined;
    for (const auto &[start, stop] : spans) pieces.push_back({bytes_of(data) + start, stop - start});
    nb::gil_scoped_release unlocked;
    return png_rows(pieces, width, height, pixel, joined, out.data());
}

// None, or the pixels' buffer with height, width and channels. `make_room(bytes)` gives the buffer.
nb::object plain_of(const nb::bytes &data, std::size_t max_pixels, const nb::callable &make_room) {
    PngScratch scratch;
    PngFacts facts;
    const std::uint8_t *bytes = bytes_of(data);
    const std::size_t size = data.size();
    bool plain = false;
    {
        nb::gil_scoped_release unlocked;
        plain = parse_plain_png(bytes, size, scratch, facts);
    }
    if (!plain || facts.pixels() / static_cast<std::size_t>(facts.channels) > max_pixels) return nb::none();
    const nb::object room = make_room(facts.room());
    const Rows rows = nb::cast<Rows>(room);
    {
        nb::gil_scoped_release unlocked;
        plain = decode_plain_png(facts, scratch, rows.data());
    }
    if (!plain) return nb::none();
    return nb::make_tuple(room, facts.height, facts.width, facts.channels);
}

}  // namespace

void bind_png(nb::module_ &module) {
    module.def("use_libdeflate", &take_libdeflate);
    module.def("unfilter", &unfilter_rows, nb::arg("raw").noconvert(), nb::arg("width_bytes"), nb::arg("height"),
               nb::arg("bytes_per_pixel"));
    module.def("png_chunks", &chunks_of, nb::arg("data"));
    module.def("png_rows", &rows_of, nb::arg("data"), nb::arg("spans"), nb::arg("width_bytes"), nb::arg("height"),
               nb::arg("bytes_per_pixel"), nb::arg("out").noconvert());
    module.def("plain_png", &plain_of, nb::arg("data"), nb::arg("max_pixels"), nb::arg("make_room"));
}

}  // namespace mikurabe
