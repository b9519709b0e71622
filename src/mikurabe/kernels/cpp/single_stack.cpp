// SSIM in single precision of many small pictures with one reference: pictures lie side by side, several at a time, for
// the rows of one of them are too short to be worth a loop. The specification is single.py; both agree in every bit.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <vector>

#include "aligned.hpp"
#include "bindings.hpp"
#include "single.hpp"
#include "single_windows.hpp"

namespace mikurabe {

namespace {

using Byte = std::uint8_t;

// Columns of all pictures that lie side by side: their rows under a window stay in a core's first cache.
constexpr Index kTogether = 256;

// A row of all pictures and of the reference beside itself: what is left of them without their own first pixels, and
// the squares of the differences.
MIKURABE_WIDEST void read_rows(const Byte *MIKURABE_RESTRICT a, const Byte *MIKURABE_RESTRICT b, float shift_a,
                               const float *MIKURABE_RESTRICT shift_b, Index n, float *MIKURABE_RESTRICT of_b,
                               float *MIKURABE_RESTRICT squares) {
    for (Index i = 0; i < n; ++i) {
        of_b[i] = static_cast<float>(b[i]) - shift_b[i];
        const float apart = (static_cast<float>(a[i]) - shift_a) - of_b[i];
        squares[i] = apart * apart;
    }
}

// Adds a row of similarities to what is above it.
MIKURABE_WIDEST void add_similarities(const float *MIKURABE_RESTRICT mean_a, const float *MIKURABE_RESTRICT variance_a,
                                      Sums s, float shift_a, const float *MIKURABE_RESTRICT shift_b, float low,
                                      float high, Index n, double *MIKURABE_RESTRICT sums) {
    const float *MIKURABE_RESTRICT mean_b = s.mean_b, *MIKURABE_RESTRICT squares_b = s.squares_b,
                *MIKURABE_RESTRICT squares_d = s.squares_d;
    for (Index i = 0; i < n; ++i) {
        const Compared at = compared(mean_a[i], variance_a[i], mean_b[i], squares_b[i], squares_d[i], shift_a,
                                     shift_b[i], low, high);
        sums[i] += static_cast<double>(at.similarity());
    }
}

// The reference beside itself as often as pictures lie side by side, each in `step` columns.
template <class T>
Aligned<T> beside_itself(const T *rows, Index stride, Index height, Index width, Index step, Index times) {
    Aligned<T> out(static_cast<std::size_t>(height * times * step));
    for (Index y = 0; y < height; ++y)
        for (Index k = 0; k < times; ++k)
            std::copy_n(rows + y * stride, width, out.data() + (y * times + k) * step);
    return out;
}

// One mean per plane of the stack; each plane's own first pixel is taken off it.
void single_ssim_of_stack(PlaneArgument<Byte> reference,
                          nb::ndarray<const Byte, nb::ndim<3>, nb::c_contig, nb::device::cpu> stack, float shift_a,
                          SingleArgument mean_a, SingleArgument variance_a, SingleTaps weights, float c1, float c2,
                          nb::ndarray<double, nb::ndim<1>, nb::c_contig, nb::device::cpu> out) {
    nb::gil_scoped_release unlocked;
    const Taps taps(weights.data(), static_cast<Index>(weights.size()));
    const Plane<Byte> a(reference);
    const Index n = taps.n(), height = a.height, width = a.width, rows = height - n + 1, columns = width - n + 1;
    const Index count = static_cast<Index>(stack.shape(0)), step = in_lanes(width);
    const Index together = std::max<Index>(1, std::min(count, kTogether / step)), wide = together * step;
    const Aligned<Byte> rows_a = beside_itself(a.data, a.row, height, width, step, together);
    const Aligned<float> means = beside_itself(mean_a.data(), columns, rows, columns, step, together);
    const Aligned<float> variances = beside_itself(variance_a.data(), columns, rows, columns, step, together);
    // One row more than a window has: two rows of windows are worked on at a time.
    const bool in_pairs = taps.radius() == kUsualRadius;
    const Index room = wide + 2 * kLanes + 2 * taps.radius();
    Aligned<float> ring(static_cast<std::size_t>(2 * (n + 1) * room)), down(static_cast<std::size_t>(6 * room)),
        sums(static_cast<std::size_t>(6 * room)), shifts(static_cast<std::size_t>(wide));
    const auto slot = [&](Index y, Index channel) { return ring.data() + (2 * (y % (n + 1)) + channel) * room; };
    const Sums upper{sums.data(), sums.data() + room, sums.data() + 2 * room};
    const Sums lower{sums.data() + 3 * room, sums.data() + 4 * room, sums.data() + 5 * room};
    std::vector<const float *> under_b(static_cast<std::size_t>(n + 1)), under_dd(under_b.size());
    Aligned<Byte> row(static_cast<std::size_t>(wide));
    Aligned<double> totals(static_cast<std::size_t>(wide));
    for (Index first = 0; first < count; first += together) {
        const Index taken = std::min(together, count - first);
        const Byte *const pictures = stack.data() + first * height * width;
        for (Index k = 0; k < taken; ++k)
            std::fill_n(shifts.data() + k * step, step, static_cast<float>(pictures[k * height * width]));
        std::fill(totals.begin(), totals.end(), 0.0);
        const auto read = [&](Index y) {
            for (Index k = 0; k < taken; ++k)
                std::memcpy(row.data() + k * step, pictures + (k * height + y) * width,
                            static_cast<std::size_t>(width));
            read_rows(rows_a.data() + y * wide, row.data(), shift_a, shifts.data(), wide, slot(y, 0), slot(y, 1));
        };
        for (Index y = 0; y < n - 1; ++y) read(y);
        for (Index y = 0, done; y < rows; y += done) {
            done = in_pairs && y + 1 < rows ? 2 : 1;
            for (Index k = 0; k < done; ++k) read(y + k + n - 1);
            for (Index k = 0; k < n + done - 1; ++k) {
                under_b[static_cast<std::size_t>(k)] = slot(y + k, 0);
                under_dd[static_cast<std::size_t>(k)] = slot(y + k, 1);
            }
            // Windows that reach into the next picture are made too, and not looked at.
            const Index places = wide - n + 1;
            if (done == 2)
                two_rows_of_windows(under_b.data(), under_dd.data(), taps.half.data(), places, down.data(), room, upper,
                                    lower);
            else
                windows(under_b.data(), under_dd.data(), taps.half.data(), taps.radius(), places, down.data(), room,
                        upper);
            for (Index k = 0; k < done; ++k)
                add_similarities(means.data() + (y + k) * wide, variances.data() + (y + k) * wide,
                                 k == 0 ? upper : lower, shift_a, shifts.data(), c1, c2, places, totals.data());
        }
        const double windows_each = static_cast<double>(rows) * static_cast<double>(columns);
        for (Index k = 0; k < taken; ++k) {
            const double *const own = totals.data() + k * step;
            out.data()[first + k] = std::accumulate(own, own + columns, 0.0) / windows_each;
        }
    }
}

}  // namespace

void bind_single_stack(nb::module_ &module) {
    module.def("single_ssim_of_stack", &single_ssim_of_stack, nb::arg("a").noconvert(), nb::arg("stack").noconvert(),
               nb::arg("shift_a"), nb::arg("mean_a").noconvert(), nb::arg("variance_a").noconvert(),
               nb::arg("taps").noconvert(), nb::arg("c1"), nb::arg("c2"), nb::arg("out").noconvert());
}

}  // namespace mikurabe
