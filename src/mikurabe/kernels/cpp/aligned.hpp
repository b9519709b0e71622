// Rows of numbers that begin where a register of the widest SIMD does: others would be read from two lines of the cache.

#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace mikurabe {

template <class T>
struct AlignedAllocator {
    using value_type = T;
    static constexpr std::align_val_t kLine{64};

    AlignedAllocator() = default;
    template <class U>
    AlignedAllocator(const AlignedAllocator<U> &) {}
    T *allocate(std::size_t n) { return static_cast<T *>(::operator new(n * sizeof(T), kLine)); }
    void deallocate(T *p, std::size_t) { ::operator delete(p, kLine); }
    template <class U>
    bool operator==(const AlignedAllocator<U> &) const {
        return true;
    }
    template <class U>
    bool operator!=(const AlignedAllocator<U> &) const {
        return false;
    }
};

template <class T>
using Aligned = std::vector<T, AlignedAllocator<T>>;

}  // namespace mikurabe
