// libdeflate by its addresses, with one decompressor per thread.

#include "libdeflate.hpp"

#include <atomic>

namespace mikurabe {

namespace {

Libdeflate functions_in_use;
std::atomic<const Libdeflate *> known{nullptr};

// Kept from one picture to the next: a decompressor is 12 kB of tables.
class Decompressor {
  public:
    Decompressor() = default;
    Decompressor(const Decompressor &) = delete;
    Decompressor &operator=(const Decompressor &) = delete;
    ~Decompressor() {
        if (state_ != nullptr) libdeflate()->free_decompressor(state_);
    }

    void *get() {
        if (state_ == nullptr) state_ = libdeflate()->alloc_decompressor();
        return state_;
    }

  private:
    void *state_ = nullptr;
};

}  // namespace

void use_libdeflate(const Libdeflate &functions) {
    // Called with the interpreter lock held; only the first call counts, so nobody reads what is being written.
    if (known.load() != nullptr) return;
    functions_in_use = functions;
    known.store(&functions_in_use);
}

const Libdeflate *libdeflate() { return known.load(std::memory_order_acquire); }

bool inflate(const std::uint8_t *in, std::size_t in_size, std::uint8_t *out, std::size_t out_size) {
    thread_local Decompressor decompressor;
    const Libdeflate *functions = libdeflate();
    void *state = functions == nullptr ? nullptr : decompressor.get();
    if (state == nullptr) return false;
    std::size_t read = 0;
    // Without a place for what was written, a result that is not as long as `out` is an error.
    return functions->zlib_decompress_ex(state, in, in_size, out, out_size, &read, nullptr) == 0 && read == in_size;
}

Deflater::Deflater(int level) : state_(libdeflate() == nullptr ? nullptr : libdeflate()->alloc_compressor(level)) {}

Deflater::~Deflater() {
    if (state_ != nullptr) libdeflate()->free_compressor(state_);
}

bool Deflater::append(const std::uint8_t *in, std::size_t in_size, std::vector<std::uint8_t> &out) {
    const std::size_t before = out.size(), room = libdeflate()->zlib_compress_bound(state_, in_size);
    out.resize(before + room);
    const std::size_t written = libdeflate()->zlib_compress(state_, in, in_size, out.data() + before, room);
    out.resize(before + written);
    return written > 0;
}

}  // namespace mikurabe
