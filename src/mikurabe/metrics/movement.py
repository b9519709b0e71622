"""How far one picture has moved against another: two estimators.

Only movements by a bounded number of pixels are looked for: an unbounded search locks on to chance likenesses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.correlation import ncc_surface
from mikurabe.metrics.resampling import read_spline, shared, spline_luma
from mikurabe.picture import Picture
from mikurabe.records import Bools

Plane: TypeAlias = NDArray[np.float64]
Axis: TypeAlias = tuple[slice, int, float]

# How strongly frequencies that hardly occur in both pictures are held down, as a share of their mean cross power.
_DAMPING = 0.1
# Values of the surface nearer than this are taken as equal: rounding must not decide between two movements.
_TIE = 1e-9
# The search between the pixels ends after this many steps, or with one shorter than this many px.
_STEPS, _SHORT_PX = 10, 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The candidate's content lies ``x_px`` to the right of the reference's and ``y_px`` below.

    ``response`` says how well that explains the candidate: Pearson's r of the overlap, or the phase correlation's
    peak, 0..1.
    """

    x_px: float
    y_px: float
    response: float

    @property
    def length_px(self) -> float:
        """Return how far that is."""
        return math.hypot(self.x_px, self.y_px)


def estimate_shift(reference: Picture, candidate: Picture, max_shift: int) -> Shift:
    """Return how far the candidate has moved against the reference, at most ``max_shift`` px; once per pair.

    The whole movement with the highest normalised cross-correlation of the overlap (Lewis 1995; with a mask Padfield
    2012), then the least-squares movement around it, brightness and contrast left free (Lucas & Kanade 1981), where it
    is the better one. Of equal movements the shortest counts. Phase correlation serves less well here: it takes
    the pictures as periodic, which pulls smooth ones towards 0, and knows no masks.

    Raises UndefinedScore where a picture is flat or too small to be moved.
    """

    def estimate() -> Shift:
        if candidate.equals(reference):
            return _IN_PLACE
        reach_y, reach_x = _reaches(reference, candidate, max_shift)
        surface = ncc_surface(reference, candidate, reach_y, reach_x).values
        y_px, x_px = nearest_peak(surface, max_shift)
        value = float(surface[y_px + reach_y, x_px + reach_x])
        if value == -np.inf:
            raise UndefinedScore("a picture is one flat level wherever they overlap: nothing in it shows a movement")
        whole = Shift(x_px=float(x_px), y_px=float(y_px), response=value)
        return whole if value >= 1 - _TIE else _between(reference, candidate, whole, (reach_y, reach_x), max_shift)

    return candidate.derive(("shift", id(reference), max_shift), estimate)


def phase_shift(reference: Picture, candidate: Picture, max_shift: int) -> Shift:
    """Return the movement by phase correlation (Kuglin & Hines 1975), at most ``max_shift`` px; once per pair.

    Refined to 1/100 px by the upsampled transform of Guizar-Sicairos, Thurman & Fienup 2008. Three differences from the
    plain method, for small and smooth pictures: instead of a window, which would pull the answer towards 0, the
    periodic component of Moisan 2011 (it changes nothing in a picture with an even frame); each frequency is divided
    by its cross power plus a tenth of the mean cross power, so that rounding errors in empty frequencies do not vote;
    of equal peaks the nearest counts. The response is the peak over the sum of the weights: 1 where the candidate is
    the reference moved in a circle. With a mask, what it leaves out is set to the mean of the rest.

    Raises UndefinedScore where a picture is flat or too small to be moved.
    """

    def estimate() -> Shift:
        if candidate.equals(reference):
            return _IN_PLACE
        reach_y, reach_x = _reaches(reference, candidate, max_shift)
        return _by_phase(reference, candidate, reach_y, reach_x, max_shift)

    return candidate.derive(("phase shift", id(reference), max_shift), estimate)


_IN_PLACE = Shift(x_px=0.0, y_px=0.0, response=1.0)


def reach(side: int, max_shift: int) -> int:
    """Return the largest whole movement along a side of that many pixels: a quarter of it, or ``max_shift``."""
    return min(max_shift, side // 4)


def _reaches(reference: Picture, candidate: Picture, max_shift: int) -> tuple[int, int]:
    """Return how far to look along y and x; raise UndefinedScore where there is nothing to see."""
    for picture, which in ((reference, "reference"), (candidate, "candidate")):
        counted = picture.luma if picture.mask is None else picture.luma[picture.mask]
        if counted.min() == counted.max():
            raise UndefinedScore(f"the {which} is one flat level: nothing in it shows a movement")
    height, width = reference.luma.shape
    reach_y, reach_x = reach(height, max_shift), reach(width, max_shift)
    if reach_y == reach_x == 0:
        raise UndefinedScore(f"{width} × {height} px is too small to look for a movement; it takes 4 px along a side")
    return reach_y, reach_x


def _between(reference: Picture, candidate: Picture, whole: Shift, reaches: tuple[int, int], max_shift: int) -> Shift:
    """Return the least-squares movement less than a pixel around a whole one, or the whole one where that is better."""
    bent = spline_luma(candidate)
    level = reference.derive("centred luma float64", lambda: reference.luma - np.mean(reference.luma, dtype=np.float64))
    slopes = reference.derive("slopes", lambda: tuple(_slope(level, axis) for axis in (0, 1)))
    free = [axis for axis in (0, 1) if reaches[axis]]
    best, at = whole, np.array([whole.y_px, whole.x_px])
    middle = at.copy()
    for _ in range(_STEPS):
        (rows, top, down), (columns, left, right) = (
            shared(side, float(px)) for side, px in zip(level.shape, at, strict=True)
        )
        read = read_spline(bent, 0, top, rows.stop - rows.start, down)
        moved = read_spline(read, 1, left, columns.stop - columns.start, right)
        here = level[rows, columns]
        counted = _counted_in_both(reference, (rows, top, down), (columns, left, right))
        parts = [slopes[axis][rows, columns] for axis in free] + [here, moved]
        parts = [part.ravel() if counted is None else part[counted] for part in parts]
        if parts[-1].size < 2:
            break
        rows_of = np.stack([part - part.mean() for part in parts])
        products = rows_of @ rows_of.T
        below = products[-1, -1] * products[-2, -2]
        if below <= 0:
            break
        response = float(products[-1, -2] / math.sqrt(below))
        if response > best.response:
            best = Shift(x_px=float(at[1]), y_px=float(at[0]), response=response)
        # moved = contrast * reference + slopes . (contrast * movement still to undo) + brightness
        sizes = np.sqrt(np.maximum(np.diag(products)[:-1], 1e-300))
        scaled = products[:-1, :-1] / np.outer(sizes, sizes)
        found = np.linalg.lstsq(scaled, products[:-1, -1] / sizes, rcond=1e-9)[0] / sizes
        if found[-1] <= 0:
            break
        step = np.zeros(2)
        step[free] = found[:-1] / found[-1]
        after = np.clip(at - step, middle - 1, middle + 1)
        length = float(np.hypot(*after))
        after *= min(1.0, max_shift / max(length, 1e-9))
        if float(np.abs(after - at).max()) < _SHORT_PX:
            break
        at = after
    y_px, x_px = round(best.y_px, 2), round(best.x_px, 2)
    return Shift(x_px=x_px, y_px=y_px, response=min(1.0, best.response))


def _slope(level: Plane, axis: int) -> Plane:
    return np.gradient(level, axis=axis) if level.shape[axis] > 1 else np.zeros_like(level)


def _counted_in_both(reference: Picture, down: Axis, right: Axis) -> Bools | None:
    """Return where both pictures count, for what they share along y and x; None without a mask."""
    mask = reference.mask
    if mask is None or mask.all():
        return None
    (rows, top, part_y), (columns, left, part_x) = down, right
    both = mask[rows, columns].copy()
    height, width = both.shape
    for below in range(2 if part_y else 1):
        for beside in range(2 if part_x else 1):
            both &= mask[top + below : top + below + height, left + beside : left + beside + width]
    return both


def _by_phase(reference: Picture, candidate: Picture, reach_y: int, reach_x: int, max_shift: int) -> Shift:
    from scipy import fft

    spectrum_a, spectrum_b = periodic_spectrum(reference), periodic_spectrum(candidate)
    height, width = reference.luma.shape
    cross = np.conj(spectrum_a) * spectrum_b
    power = np.abs(cross)
    # The columns that rfft2 leaves out are the mirror images of those it has.
    twice = np.full(cross.shape[1], 2.0)
    twice[0] = 1.0
    mean_power = float(np.sum(power * twice)) / (height * width)
    if mean_power == 0:
        raise UndefinedScore("the two pictures have no frequency in common: nothing shows a movement")
    weights = power / (power + _DAMPING * mean_power)
    total = float(np.sum(weights * twice))
    unit = cross / (power + _DAMPING * mean_power)
    surface = fft.irfft2(unit, s=(height, width)) * (height * width / total)
    near = surface[np.ix_(np.arange(-reach_y, reach_y + 1), np.arange(-reach_x, reach_x + 1))]
    y_px, x_px = (float(at) for at in nearest_peak(near, max_shift))
    unit *= twice / total
    for step in (0.1, 0.01):
        offsets = np.arange(-9, 10) * step if step == 0.1 else np.arange(-10, 11) * step
        ys = y_px + (offsets if reach_y else np.zeros(1))
        xs = x_px + (offsets if reach_x else np.zeros(1))
        phase_y = np.exp(2j * np.pi * np.outer(ys, np.fft.fftfreq(height)))
        phase_x = np.exp(2j * np.pi * np.outer(np.fft.rfftfreq(width), xs))
        fine = (phase_y @ (unit @ phase_x)).real
        lengths = np.hypot(ys[:, np.newaxis], xs)
        fine[lengths > max_shift] = -np.inf
        best = np.flatnonzero(fine >= fine.max() - _TIE)
        row, column = np.unravel_index(best[np.argmin(lengths.flat[best])], fine.shape)
        y_px, x_px = round(float(ys[row]), 2), round(float(xs[column]), 2)
    return Shift(x_px=x_px, y_px=y_px, response=min(1.0, max(0.0, float(fine.max()))))


def nearest_peak(near: NDArray[np.float64], max_shift: int) -> tuple[int, int]:
    """Return (dy, dx) of the highest value within ``max_shift`` of the middle; of equal ones the nearest to it."""
    rows, columns = near.shape
    ys, xs = np.arange(rows) - rows // 2, np.arange(columns) - columns // 2
    lengths = np.hypot(ys[:, np.newaxis], xs)
    bounded = np.where(lengths <= max_shift, near, -np.inf)
    best = np.flatnonzero(bounded >= bounded.max() - _TIE)
    row, column = np.unravel_index(best[np.argmin(lengths.flat[best])], near.shape)
    return int(ys[row]), int(xs[column])


def periodic_spectrum(picture: Picture) -> NDArray[np.complex128]:
    """Return rfft2 of the luma's periodic component (Moisan 2011), without mean and Nyquist; once per picture.

    The periodic component is the picture without the jumps between its opposite edges, which would otherwise show
    up as a cross in the spectrum that does not move with the picture.
    """

    def spectrum() -> NDArray[np.complex128]:
        luma, mask = picture.luma.astype(np.float64), picture.mask
        return _periodic_spectrum(luma if mask is None else np.where(mask, luma, luma[mask].mean()))

    return picture.derive("periodic spectrum", spectrum)


def _periodic_spectrum(luma: NDArray[np.float64]) -> NDArray[np.complex128]:
    from scipy import fft

    height, width = luma.shape
    spectrum: NDArray[np.complex128] = fft.rfft2(luma)
    turn_y, turn_x = 2 * np.pi * np.fft.fftfreq(height)[:, np.newaxis], 2 * np.pi * np.fft.rfftfreq(width)
    # The jumps stand only in the frame's four lines, so that their transform is that of two lines.
    across = fft.rfft(luma[-1] - luma[0]) * (1 - np.exp(1j * turn_y))
    down = fft.fft(luma[:, -1] - luma[:, 0])[:, np.newaxis] * (1 - np.exp(1j * turn_x))
    below = 2 * np.cos(turn_y) + 2 * np.cos(turn_x) - 4
    below[0, 0] = 1.0
    spectrum -= (across + down) / below
    spectrum[0, 0] = 0
    if height % 2 == 0:
        spectrum[height // 2] = 0
    if width % 2 == 0:
        spectrum[:, -1] = 0
    return spectrum
