// libdeflate, which imagecodecs brings along: its functions come from Python as addresses, once.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mikurabe {

// As libdeflate.h declares them (stable since its version 1.0).
struct Libdeflate {
    void *(*alloc_decompressor)();
    int (*zlib_decompress_ex)(void *decompressor, const void *in, std::size_t in_size, void *out, std::size_t out_size,
                              std::size_t *read, std::size_t *written);
    std::uint32_t (*crc32)(std::uint32_t crc, const void *data, std::size_t size);
    void (*free_decompressor)(void *decompressor);
    void *(*alloc_compressor)(int level);
    std::size_t (*zlib_compress)(void *compressor, const void *in, std::size_t in_size, void *out, std::size_t out_room);
    std::size_t (*zlib_compress_bound)(void *compressor, std::size_t in_size);
    void (*free_compressor)(void *compressor);
};

// From now on these functions are used. They must stay loaded as long as the process runs.
void use_libdeflate(const Libdeflate &functions);

// Null until they are known.
const Libdeflate *libdeflate();

// Inflates a zlib stream of exactly `in_size` bytes into exactly `out_size` bytes; false where it is anything else, or
// damaged. Adler-32 is checked. Distances beyond the window that the stream declares are the caller's to mind.
bool inflate(const std::uint8_t *in, std::size_t in_size, std::uint8_t *out, std::size_t out_size);

// Makes zlib streams one after the other: what takes the time for a small one is the room that a compressor needs.
class Deflater {
  public:
    explicit Deflater(int level);
    Deflater(const Deflater &) = delete;
    Deflater &operator=(const Deflater &) = delete;
    ~Deflater();

    // Whether there are the functions and the room for it: ask before anything else.
    bool works() const { return state_ != nullptr; }
    // Appends the stream; false where it cannot.
    bool append(const std::uint8_t *in, std::size_t in_size, std::vector<std::uint8_t> &out);

  private:
    void *state_;
};

}  // namespace mikurabe
