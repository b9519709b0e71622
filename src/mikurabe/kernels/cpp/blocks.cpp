// Errors and texture of 8 x 8 blocks in the frequencies of the DCT. The specification is blocks.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "bindings.hpp"
#include "lanes.hpp"
#include "plane.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

constexpr Index kSide = 8;
constexpr Index kSize = kSide * kSide;

// Blocks beside each other that are widened at a time: their 8 rows of float64 stay in the nearest cache.
constexpr Index kRun = 32;
constexpr Index kPitch = kRun * kSide;

using MatrixArgument = nb::ndarray<const double, nb::shape<8, 8>, nb::c_contig, nb::device::cpu>;

template <class T>
MIKURABE_INLINE void scale_row(const T *x, Index step, Index n, double scale, double *MIKURABE_RESTRICT out) {
    if (step == 1) {
        for (Index i = 0; i < n; ++i) out[i] = static_cast<double>(x[i]) * scale;
    } else {
        for (Index i = 0; i < n; ++i) out[i] = static_cast<double>(x[i * step]) * scale;
    }
}

template <class T>
MIKURABE_INLINE void subtract_row(const T *a, Index step_a, const T *b, Index step_b, Index n, double scale,
                                  double *MIKURABE_RESTRICT out) {
    if (step_a == 1 && step_b == 1) {
        for (Index i = 0; i < n; ++i) out[i] = static_cast<double>(a[i]) * scale - static_cast<double>(b[i]) * scale;
    } else {
        for (Index i = 0; i < n; ++i)
            out[i] = static_cast<double>(a[i * step_a]) * scale - static_cast<double>(b[i * step_b]) * scale;
    }
}

#define MIKURABE_ROWS(T)                                                                                       \
    MIKURABE_WIDE void scaled(const T *x, Index step, Index n, double scale, double *out) {                    \
        scale_row(x, step, n, scale, out);                                                                     \
    }                                                                                                          \
    MIKURABE_WIDE void difference(const T *a, Index step_a, const T *b, Index step_b, Index n, double scale,   \
                                  double *out) {                                                               \
        subtract_row(a, step_a, b, step_b, n, scale, out);                                                     \
    }
MIKURABE_ROWS(std::uint8_t)
MIKURABE_ROWS(std::uint16_t)
MIKURABE_ROWS(float)
MIKURABE_ROWS(double)
#undef MIKURABE_ROWS

// The frequencies of one block whose rows lie kPitch apart. ``basis`` has a frequency in each column.
MIKURABE_INLINE void transform(const double *MIKURABE_RESTRICT block, const double *MIKURABE_RESTRICT basis,
                               double *MIKURABE_RESTRICT out) {
    constexpr Index half = kSide / 2;
    double down[kSize];
    for (Index c = 0; c < kSide; c += 4) {
        // Even frequencies are the same forwards and backwards, odd ones change their sign: half the products do.
        Four even[half], odd[half];
#pragma GCC unroll 4
        for (Index j = 0; j < half; ++j) {
            Four near, far;
            load(near, block + j * kPitch + c);
            load(far, block + (kSide - 1 - j) * kPitch + c);
            even[j] = near + far;
            odd[j] = near - far;
        }
#pragma GCC unroll 4
        for (Index k = 0; k < kSide; k += 2) {
            Four sum = even[0] * basis[k], other = odd[0] * basis[k + 1];
#pragma GCC unroll 4
            for (Index j = 1; j < half; ++j) {
                sum = sum + even[j] * basis[j * kSide + k];
                other = other + odd[j] * basis[j * kSide + k + 1];
            }
            store(sum, down + k * kSide + c);
            store(other, down + (k + 1) * kSide + c);
        }
    }
    for (Index k = 0; k < kSide; ++k) {
        Four tap, other, left, right;
        load(tap, basis);
        load(other, basis + 4);
        left = tap * down[k * kSide];
        right = other * down[k * kSide];
#pragma GCC unroll 8
        for (Index j = 1; j < kSide; ++j) {
            load(tap, basis + j * kSide);
            load(other, basis + j * kSide + 4);
            left = left + tap * down[k * kSide + j];
            right = right + other * down[k * kSide + j];
        }
        store(left, out + k * kSide);
        store(right, out + k * kSide + 4);
    }
}

// Eight running sums, each over one column of a block, added up in pairs.
MIKURABE_INLINE double total(const Four &left, const Four &right) {
    return ((left[0] + left[1]) + (left[2] + left[3])) + ((right[0] + right[1]) + (right[2] + right[3]));
}

template <bool Hides>
MIKURABE_INLINE double error_of(const double *block, const double *basis, const double *weights, double hidden,
                                const double *shares) {
    double frequencies[kSize];
    transform(block, basis, frequencies);
    Four sums[2] = {};
    for (Index i = 0; i < kSize; i += kSide) {
        for (Index side = 0; side < 2; ++side) {
            Four error, weight, share;
            load(error, frequencies + i + side * 4);
            load(weight, weights + i + side * 4);
            if constexpr (Hides) {
                load(share, shares + i + side * 4);
                unsign(error);
                error = error - share * hidden;
                raise(error, 0.0);
            }
            error = error * weight;
            sums[side] = sums[side] + error * error;
        }
    }
    return total(sums[0], sums[1]) / kSize;
}

MIKURABE_WIDE void run_errors(const double *rows, const double *basis, const double *weights, const double *hidden,
                              const double *shares, Index n, double *out) {
    if (hidden == nullptr) {
        for (Index i = 0; i < n; ++i) out[i] = error_of<false>(rows + i * kSide, basis, weights, 0.0, shares);
    } else {
        for (Index i = 0; i < n; ++i) out[i] = error_of<true>(rows + i * kSide, basis, weights, hidden[i], shares);
    }
}

MIKURABE_INLINE double sum_of(const Four &lanes) { return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]); }

MIKURABE_WIDE void run_texture(const double *rows, const double *basis, const double *weights, Index n, double *out) {
    for (Index block = 0; block < n; ++block) {
        const double *levels = rows + block * kSide;
        // Seen from the first pixel a flat block is nothing, and the squares keep their digits.
        const double shift = levels[0];
        double frequencies[kSize];
        transform(levels, basis, frequencies);
        frequencies[0] = 0;
        Four energies[2] = {}, squares[2] = {}, quarters[2][2] = {};
#pragma GCC unroll 8
        for (Index k = 0; k < kSide; ++k) {
#pragma GCC unroll 2
            for (Index side = 0; side < 2; ++side) {
                Four x, frequency, weight;
                load(x, levels + k * kPitch + side * 4);
                load(frequency, frequencies + k * kSide + side * 4);
                load(weight, weights + k * kSide + side * 4);
                energies[side] = energies[side] + frequency * frequency * weight;
                x = x - shift;
                squares[side] = squares[side] + x * x;
                quarters[k / 4][side] = quarters[k / 4][side] + x;
            }
        }
        const double a = sum_of(quarters[0][0]), b = sum_of(quarters[0][1]);
        const double c = sum_of(quarters[1][0]), d = sum_of(quarters[1][1]);
        const double square = total(squares[0], squares[1]), sum = (a + b) + (c + d);
        const double inner = square - ((a * a + b * b) + (c * c + d * d)) / 16, outer = square - sum * sum / 64;
        // Variances over 15 and 63, by 16 and 64 pixels. Rounding may take one just below 0.
        const double within = (0.0 > inner ? 0.0 : inner) / 15 * 16, spread = (0.0 > outer ? 0.0 : outer) / 63 * 64;
        out[block] = spread != 0.0 ? total(energies[0], energies[1]) * (within / spread) : 0.0;
    }
}

// Walks over the blocks in runs: fill(y, x, n, out) gives n levels of a row as float64, take(row, column, n, rows)
// gets n blocks beside each other. Beyond the border the edge is repeated.
template <class Fill, class Take>
void walk(Index height, Index width, Fill fill, Take take) {
    std::array<double, kSide * kPitch> rows;
    const Index across = (width + kSide - 1) / kSide;
    for (Index y = 0; y < height; y += kSide) {
        for (Index block = 0; block < across; block += kRun) {
            const Index count = std::min(kRun, across - block), x = block * kSide;
            const Index inside = std::min(count * kSide, width - x);
            for (Index k = 0; k < kSide; ++k) {
                double *row = rows.data() + k * kPitch;
                if (y + k < height)
                    fill(y + k, x, inside, row);
                else
                    std::copy_n(row - kPitch, inside, row);
                std::fill(row + inside, row + count * kSide, row[inside - 1]);
            }
            take(y / kSide, block, count, rows.data());
        }
    }
}

template <class T>
void block_errors(PlaneArgument<T> a, PlaneArgument<T> b, double scale, MatrixArgument basis, MatrixArgument weights,
                  bool hides, StatsArgument hidden, MatrixArgument shares, Result out) {
    nb::gil_scoped_release unlocked;
    const Plane<T> first(a), second(b);
    const Index across = static_cast<Index>(out.shape(1));
    walk(
        first.height, first.width,
        [&](Index y, Index x, Index n, double *row) {
            difference(first.data + y * first.row + x * first.column, first.column,
                       second.data + y * second.row + x * second.column, second.column, n, scale, row);
        },
        [&](Index row, Index column, Index n, const double *rows) {
            const Index at = row * across + column;
            run_errors(rows, basis.data(), weights.data(), hides ? hidden.data() + at : nullptr, shares.data(), n,
                       out.data() + at);
        });
}

template <class T>
void block_texture(PlaneArgument<T> plane, double scale, MatrixArgument basis, MatrixArgument weights, Result out) {
    nb::gil_scoped_release unlocked;
    const Plane<T> x(plane);
    const Index across = static_cast<Index>(out.shape(1));
    walk(
        x.height, x.width,
        [&](Index y, Index column, Index n, double *row) {
            scaled(x.data + y * x.row + column * x.column, x.column, n, scale, row);
        },
        [&](Index row, Index column, Index n, const double *rows) {
            run_texture(rows, basis.data(), weights.data(), n, out.data() + row * across + column);
        });
}

template <class T>
void bind(nb::module_ &module) {
    module.def("block_errors", &block_errors<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert(), nb::arg("scale"),
               nb::arg("basis").noconvert(), nb::arg("weights").noconvert(), nb::arg("hides"),
               nb::arg("hidden").noconvert(), nb::arg("shares").noconvert(), nb::arg("out").noconvert());
    module.def("block_texture", &block_texture<T>, nb::arg("plane").noconvert(), nb::arg("scale"),
               nb::arg("basis").noconvert(), nb::arg("weights").noconvert(), nb::arg("out").noconvert());
}

}  // namespace

void bind_blocks(nb::module_ &module) {
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
