// The sums over a pair of arrays. The specification is moments.py.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <type_traits>

#if defined(MIKURABE_HAS_TARGET_CLONES)
#include <immintrin.h>
#endif

#include "bindings.hpp"
#include "lanes.hpp"
#include "wide.hpp"

namespace mikurabe {

namespace {

// Small enough that sums of 8-bit products fit 32 bits: 4096 * 255 * 255 < 2^32.
constexpr Index kBlock = 4096;
constexpr int kSums = 7;  // a, b, aa, bb, ab, dd, |d|
constexpr int kLanes = 8;

// Hands out the elements of an array of up to three axes in their logical order, a block at a time, so that
// sums do not depend on how the array lies in memory.
template <class T>
class Blocks {
  public:
    explicit Blocks(const nb::ndarray<const T, nb::device::cpu> &array) : data_(array.data()) {
        const int axes = static_cast<int>(array.ndim());
        for (int i = 0; i < axes; ++i) {
            shape_[3 - axes + i] = static_cast<Index>(array.shape(i));
            stride_[3 - axes + i] = static_cast<Index>(array.stride(i));
        }
        Index expected = 1;
        for (int i = 2; i >= 0; --i) {
            contiguous_ = contiguous_ && (shape_[i] == 1 || stride_[i] == expected);
            expected *= shape_[i];
        }
    }

    const T *next(Index count) {
        if (contiguous_) {
            const T *block = data_ + done_;
            done_ += count;
            return block;
        }
        for (Index filled = 0; filled < count;) {
            const Index run = std::min(count - filled, shape_[2] - at_[2]);
            const T *from = data_ + at_[0] * stride_[0] + at_[1] * stride_[1] + at_[2] * stride_[2];
            for (Index i = 0; i < run; ++i) buffer_[filled + i] = from[i * stride_[2]];
            filled += run;
            at_[2] += run;
            for (int axis = 2; axis > 0 && at_[axis] == shape_[axis]; --axis) {
                at_[axis] = 0;
                ++at_[axis - 1];
            }
        }
        return buffer_.data();
    }

  private:
    const T *data_;
    std::array<Index, 3> shape_{1, 1, 1}, stride_{0, 0, 0}, at_{0, 0, 0};
    bool contiguous_ = true;
    Index done_ = 0;
    std::array<T, kBlock> buffer_;
};

using WholeSums = std::array<std::uint64_t, kSums>;
using FloatSums = std::array<double, kSums>;

// One block's sums are added to the totals. 16-bit totals are exact up to 2^32 elements, which native/moments.py
// checks: 2^32 * 65535^2 < 2^64. Of 8 bits the sum of products is what the squares leave: a b = (a^2 + b^2 - d^2) / 2.
void add_bytes(const std::uint8_t *a, const std::uint8_t *b, Index n, WholeSums &totals) {
    std::int32_t sum_a = 0, sum_b = 0, sum_aa = 0, sum_bb = 0, sum_dd = 0, sum_abs = 0;
    for (Index i = 0; i < n; ++i) {
        const std::int32_t x = a[i], y = b[i], d = x - y;
        sum_a += x;
        sum_b += y;
        sum_aa += x * x;
        sum_bb += y * y;
        sum_dd += d * d;
        sum_abs += d < 0 ? -d : d;
    }
    const std::int32_t block[kSums] = {sum_a, sum_b, sum_aa, sum_bb, (sum_aa + (sum_bb - sum_dd)) / 2, sum_dd, sum_abs};
    for (int i = 0; i < kSums; ++i) totals[i] += static_cast<std::uint64_t>(block[i]);
}

#if defined(MIKURABE_HAS_TARGET_CLONES)

// Sums of bytes and of products of neighbours are single instructions that a compiler does not find by itself.
__attribute__((target("avx2"))) std::uint64_t total_of_4(__m256i sums) {
    const __m128i two = _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(two)) + static_cast<std::uint64_t>(_mm_extract_epi64(two, 1));
}

__attribute__((target("avx2"))) std::uint64_t total_of_8(__m256i sums) {
    const __m256i zero = _mm256_setzero_si256();
    return total_of_4(_mm256_add_epi64(_mm256_unpacklo_epi32(sums, zero), _mm256_unpackhi_epi32(sums, zero)));
}

__attribute__((target("avx2"))) void add_bytes_avx2(const std::uint8_t *a, const std::uint8_t *b, Index n,
                                                    WholeSums &totals) {
    const __m256i zero = _mm256_setzero_si256();
    __m256i sum_a = zero, sum_b = zero, sum_aa = zero, sum_bb = zero, sum_dd = zero, sum_abs = zero;
    Index i = 0;
    for (; i + 32 <= n; i += 32) {
        const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(a + i));
        const __m256i y = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(b + i));
        sum_a = _mm256_add_epi64(sum_a, _mm256_sad_epu8(x, zero));
        sum_b = _mm256_add_epi64(sum_b, _mm256_sad_epu8(y, zero));
        sum_abs = _mm256_add_epi64(sum_abs, _mm256_sad_epu8(x, y));
        const __m256i x_low = _mm256_unpacklo_epi8(x, zero), x_high = _mm256_unpackhi_epi8(x, zero);
        const __m256i y_low = _mm256_unpacklo_epi8(y, zero), y_high = _mm256_unpackhi_epi8(y, zero);
        const __m256i d_low = _mm256_sub_epi16(x_low, y_low), d_high = _mm256_sub_epi16(x_high, y_high);
        const auto squares = [](__m256i low, __m256i high) __attribute__((target("avx2"))) {
            return _mm256_add_epi32(_mm256_madd_epi16(low, low), _mm256_madd_epi16(high, high));
        };
        sum_aa = _mm256_add_epi32(sum_aa, squares(x_low, x_high));
        sum_bb = _mm256_add_epi32(sum_bb, squares(y_low, y_high));
        sum_dd = _mm256_add_epi32(sum_dd, squares(d_low, d_high));
    }
    const std::uint64_t aa = total_of_8(sum_aa), bb = total_of_8(sum_bb), dd = total_of_8(sum_dd);
    const std::uint64_t block[kSums] = {total_of_4(sum_a), total_of_4(sum_b), aa, bb,
                                        (aa + bb - dd) / 2, dd, total_of_4(sum_abs)};
    for (int k = 0; k < kSums; ++k) totals[k] += block[k];
    add_bytes(a + i, b + i, n - i, totals);
}

void add_block(const std::uint8_t *a, const std::uint8_t *b, Index n, WholeSums &totals) {
    static const bool wide = __builtin_cpu_supports("avx2");
    return wide ? add_bytes_avx2(a, b, n, totals) : add_bytes(a, b, n, totals);
}

#else

void add_block(const std::uint8_t *a, const std::uint8_t *b, Index n, WholeSums &totals) { add_bytes(a, b, n, totals); }

#endif

MIKURABE_WIDE void add_block(const std::uint16_t *a, const std::uint16_t *b, Index n, WholeSums &totals) {
    std::uint32_t sum_a = 0, sum_b = 0, sum_abs = 0;
    std::uint64_t sum_aa = 0, sum_bb = 0, sum_ab = 0, sum_dd = 0;
    for (Index i = 0; i < n; ++i) {
        const std::uint32_t x = a[i], y = b[i];
        const std::uint32_t d = x < y ? y - x : x - y;
        sum_a += x;
        sum_b += y;
        sum_abs += d;
        sum_aa += static_cast<std::uint64_t>(x) * x;
        sum_bb += static_cast<std::uint64_t>(y) * y;
        sum_ab += static_cast<std::uint64_t>(x) * y;
        sum_dd += static_cast<std::uint64_t>(d) * d;
    }
    const std::uint64_t block[kSums] = {sum_a, sum_b, sum_aa, sum_bb, sum_ab, sum_dd, sum_abs};
    for (int i = 0; i < kSums; ++i) totals[i] += block[i];
}

template <class T>
MIKURABE_INLINE void sum_floats(const T *a, const T *b, Index n, FloatSums &block) {
    double lanes[kSums][kLanes] = {};
    Index i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        for (int lane = 0; lane < kLanes; ++lane) {
            const double x = a[i + lane], y = b[i + lane], d = x - y;
            lanes[0][lane] += x;
            lanes[1][lane] += y;
            lanes[2][lane] += x * x;
            lanes[3][lane] += y * y;
            lanes[4][lane] += x * y;
            lanes[5][lane] += d * d;
            lanes[6][lane] += std::fabs(d);
        }
    }
    for (int lane = 0; i < n; ++i, ++lane) {
        const double x = a[i], y = b[i], d = x - y;
        lanes[0][lane] += x;
        lanes[1][lane] += y;
        lanes[2][lane] += x * x;
        lanes[3][lane] += y * y;
        lanes[4][lane] += x * y;
        lanes[5][lane] += d * d;
        lanes[6][lane] += std::fabs(d);
    }
    for (int sum = 0; sum < kSums; ++sum) {
        block[sum] = 0;
        for (int lane = 0; lane < kLanes; ++lane) block[sum] += lanes[sum][lane];
    }
}

MIKURABE_WIDE void sum_block(const float *a, const float *b, Index n, FloatSums &block) { sum_floats(a, b, n, block); }
MIKURABE_WIDE void sum_block(const double *a, const double *b, Index n, FloatSums &block) { sum_floats(a, b, n, block); }

// Those of bb and ab alone, in the same order. Numbers are widened before, a few at a time: in one loop with the sums a
// compiler would do it one by one.
template <class T>
MIKURABE_INLINE void multiply_floats(const T *a, const T *b, Index n, double *MIKURABE_RESTRICT block) {
    constexpr Index kWidened = 256;
    static_assert(kWidened % kLanes == 0);
    double wide_a[kWidened], wide_b[kWidened], lanes[2][kLanes] = {};
    Four bb[2] = {}, ab[2] = {};
    Index i = 0;
    while (n - i >= kLanes) {
        const Index count = std::min(kWidened, (n - i) / kLanes * kLanes);
        for (Index k = 0; k < count; ++k) wide_a[k] = a[i + k], wide_b[k] = b[i + k];
        for (Index k = 0; k < count; k += kLanes) {
            for (Index half = 0; half < 2; ++half) {
                Four x, y;
                load(x, wide_a + k + 4 * half);
                load(y, wide_b + k + 4 * half);
                bb[half] = bb[half] + y * y;
                ab[half] = ab[half] + x * y;
            }
        }
        i += count;
    }
    for (Index half = 0; half < 2; ++half) {
        store(bb[half], lanes[0] + 4 * half);
        store(ab[half], lanes[1] + 4 * half);
    }
    for (int lane = 0; i < n; ++i, ++lane) {
        const double x = a[i], y = b[i];
        lanes[0][lane] += y * y;
        lanes[1][lane] += x * y;
    }
    for (int sum = 0; sum < 2; ++sum) {
        block[sum] = 0;
        for (int lane = 0; lane < kLanes; ++lane) block[sum] += lanes[sum][lane];
    }
}

MIKURABE_WIDEST void product_block(const float *a, const float *b, Index n, double *block) {
    multiply_floats(a, b, n, block);
}
MIKURABE_WIDEST void product_block(const double *a, const double *b, Index n, double *block) {
    multiply_floats(a, b, n, block);
}

// Neumaier's compensated sum over the blocks: the number of blocks costs no accuracy.
struct Compensated {
    double sum = 0, lost = 0;
    void add(double x) {
        const double next = sum + x;
        lost += std::fabs(sum) >= std::fabs(x) ? (sum - next) + x : (x - next) + sum;
        sum = next;
    }
    // What was lost has no meaning once the sum is infinite or NaN.
    double total() const { return std::isfinite(sum) ? sum + lost : sum; }
};

template <class T>
nb::tuple moments(nb::ndarray<const T, nb::device::cpu> a, nb::ndarray<const T, nb::device::cpu> b) {
    const Index n = static_cast<Index>(a.size());
    if constexpr (std::is_integral_v<T>) {
        WholeSums totals{};
        {
            nb::gil_scoped_release unlocked;
            Blocks<T> blocks_a(a), blocks_b(b);
            for (Index start = 0; start < n; start += kBlock) {
                const Index count = std::min(kBlock, n - start);
                add_block(blocks_a.next(count), blocks_b.next(count), count, totals);
            }
        }
        return nb::make_tuple(totals[0], totals[1], totals[2], totals[3], totals[4], totals[5], totals[6]);
    } else {
        std::array<Compensated, kSums> totals;
        {
            nb::gil_scoped_release unlocked;
            Blocks<T> blocks_a(a), blocks_b(b);
            FloatSums block;
            for (Index start = 0; start < n; start += kBlock) {
                const Index count = std::min(kBlock, n - start);
                sum_block(blocks_a.next(count), blocks_b.next(count), count, block);
                for (int i = 0; i < kSums; ++i) totals[i].add(block[i]);
            }
        }
        return nb::make_tuple(totals[0].total(), totals[1].total(), totals[2].total(), totals[3].total(),
                              totals[4].total(), totals[5].total(), totals[6].total());
    }
}

template <class T>
nb::tuple products(nb::ndarray<const T, nb::device::cpu> a, nb::ndarray<const T, nb::device::cpu> b) {
    const Index n = static_cast<Index>(a.size());
    Compensated bb, ab;
    {
        nb::gil_scoped_release unlocked;
        Blocks<T> blocks_a(a), blocks_b(b);
        double block[2];
        for (Index start = 0; start < n; start += kBlock) {
            const Index count = std::min(kBlock, n - start);
            product_block(blocks_a.next(count), blocks_b.next(count), count, block);
            bb.add(block[0]);
            ab.add(block[1]);
        }
    }
    return nb::make_tuple(bb.total(), ab.total());
}

// The sums of one array of bytes with each of a stack: a row of seven per picture.
void moments_of_stack(nb::ndarray<const std::uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu> a,
                      nb::ndarray<const std::uint8_t, nb::ndim<2>, nb::c_contig, nb::device::cpu> stack,
                      nb::ndarray<std::int64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu> out) {
    nb::gil_scoped_release unlocked;
    const Index n = static_cast<Index>(a.size()), count = static_cast<Index>(stack.shape(0));
    for (Index picture = 0; picture < count; ++picture) {
        WholeSums totals{};
        for (Index start = 0; start < n; start += kBlock)
            add_block(a.data() + start, stack.data() + picture * n + start, std::min(kBlock, n - start), totals);
        for (int i = 0; i < kSums; ++i) out.data()[picture * kSums + i] = static_cast<std::int64_t>(totals[i]);
    }
}

template <class T>
void bind(nb::module_ &module) {
    module.def("moments", &moments<T>, nb::arg("a").noconvert(), nb::arg("b").noconvert());
}

}  // namespace

void bind_moments(nb::module_ &module) {
    module.def("moments_of_stack", &moments_of_stack, nb::arg("a").noconvert(), nb::arg("stack").noconvert(),
               nb::arg("out").noconvert());
    module.def("products", &products<float>, nb::arg("a").noconvert(), nb::arg("b").noconvert());
    module.def("products", &products<double>, nb::arg("a").noconvert(), nb::arg("b").noconvert());
    bind<std::uint8_t>(module);
    bind<std::uint16_t>(module);
    bind<float>(module);
    bind<double>(module);
}

}  // namespace mikurabe
