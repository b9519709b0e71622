// The filters of PNG's rows, undone. The specification is png.py.

#pragma once

#include <cstdint>

#include "wide.hpp"

namespace mikurabe {

// Undoes the filters of `height` rows in place. A row is its filter type and then `width` bytes, as they come out of
// inflate; afterwards the first `height * width` bytes are the rows alone, and what follows them is undefined.
// `pixel` is the bytes per pixel: 1, 2, 3, 4, 6 or 8, a divisor of `width`. Returns `height`, or the first row whose
// filter type does not exist; nothing is changed then.
Index unfilter(std::uint8_t *raw, Index width, Index height, int pixel);

}  // namespace mikurabe
