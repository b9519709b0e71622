// Many small files read and decoded in one go: what a thread does between two turns at the interpreter lock.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/vector.h>

#include <cstdint>
#include <cstring>
#include <vector>

#if !defined(_WIN32)
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#include "bindings.hpp"
#include "png.hpp"

namespace mikurabe {

namespace {

struct File {
    bool plain = false;
    std::size_t start = 0, size = 0;  // among all that was read
    double modified = 0;              // seconds since 1970, as Python's st_mtime
};

#if !defined(_WIN32)

double seconds_of(const struct stat &status) {
#if defined(__APPLE__)
    return static_cast<double>(status.st_mtimespec.tv_sec) + 1e-9 * static_cast<double>(status.st_mtimespec.tv_nsec);
#else
    return static_cast<double>(status.st_mtim.tv_sec) + 1e-9 * static_cast<double>(status.st_mtim.tv_nsec);
#endif
}

// Appends a regular file of at most `most` bytes; false where it is anything else or does not read in full.
bool read_file(const char *path, std::size_t most, std::vector<std::uint8_t> &contents, File &file) {
    const int handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (handle < 0) return false;
    struct stat status;
    bool whole = fstat(handle, &status) == 0 && S_ISREG(status.st_mode) && status.st_size >= 0 &&
                 static_cast<std::size_t>(status.st_size) <= most;
    if (whole) {
        file.start = contents.size();
        file.size = static_cast<std::size_t>(status.st_size);
        file.modified = seconds_of(status);
        // One byte more: a file that has grown since is for the ordinary way.
        contents.resize(file.start + file.size + 1);
        const ssize_t got = read(handle, contents.data() + file.start, file.size + 1);
        whole = got >= 0 && static_cast<std::size_t>(got) == file.size;
        contents.resize(file.start + (whole ? file.size : 0));
    }
    close(handle);
    return whole;
}

#else

bool read_file(const char *, std::size_t, std::vector<std::uint8_t> &, File &) { return false; }

#endif

// Reads and decodes the plain PNG files among `paths` that have the shape of the stack: picture i goes to out[i].
// Returns for each the file's bytes and when it was changed, or None: then out[i] means nothing, and the file is for
// the ordinary way.
nb::list read_stack(const std::vector<nb::bytes> &paths, Index channels, std::size_t most,
                    nb::ndarray<std::uint8_t, nb::ndim<3>, nb::c_contig, nb::device::cpu> out) {
    std::vector<const char *> names;
    for (const nb::bytes &path : paths) names.push_back(path.c_str());
    std::vector<File> files(names.size());
    std::vector<std::uint8_t> contents;
    {
        nb::gil_scoped_release unlocked;
        const Index height = static_cast<Index>(out.shape(1)), width = static_cast<Index>(out.shape(2)) / channels;
        std::vector<std::uint8_t> room;
        PngScratch scratch;
        for (std::size_t i = 0; i < names.size(); ++i) {
            File &file = files[i];
            if (!read_file(names[i], most, contents, file)) continue;
            PngFacts facts;
            if (!parse_plain_png(contents.data() + file.start, file.size, scratch, facts)) continue;
            if (facts.height != height || facts.width != width || facts.channels != channels) continue;
            room.resize(facts.room());
            if (!decode_plain_png(facts, scratch, room.data())) continue;
            std::memcpy(out.data() + i * facts.pixels(), room.data(), facts.pixels());
            file.plain = true;
        }
    }
    nb::list result;
    for (const File &file : files) {
        if (file.plain)
            result.append(nb::make_tuple(
                nb::bytes(reinterpret_cast<const char *>(contents.data() + file.start), file.size), file.modified));
        else
            result.append(nb::none());
    }
    return result;
}

}  // namespace

void bind_stack(nb::module_ &module) {
    module.def("read_stack", &read_stack, nb::arg("paths"), nb::arg("channels"), nb::arg("most"),
               nb::arg("out").noconvert());
}

}  // namespace mikurabe
