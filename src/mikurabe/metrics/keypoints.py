"""Keypoints: how many corners of one picture are found again in the other, all moved by one perspective."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

INSTALL = "pip install 'mikurabe[opencv]'"

# A homography has 8 unknowns and each match gives two equations: fewer than 4 matches fit any.
_FEWEST = 4
_REACH_PX = 3.0


class Keypoints(NamedTuple):
    """Where the keypoints lie, float64 (N, 2) as (x, y), and what they look like, one descriptor a row."""

    places: NDArray[np.float64]
    looks: Array


@metric(
    title="Keypoints found again",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-3,
    reads="luma",
    needs=("white", "opencv"),
    params=(
        Param(
            name="detector", default="orb", choices=("orb", "sift"), help="orb: binary, fast; sift: slower, steadier"
        ),
        Param(name="count", default=500, low=10, high=10_000, help="how many keypoints of each picture, at most"),
    ),
    tolerates=("movement, turning, scaling and perspective of the whole", "brightness", "contrast"),
    blind=("everything between the keypoints",),
    source="Rublee, Rabaud, Konolige & Bradski 2011, ICCV (ORB); Lowe 2004, IJCV 60(2) (SIFT); by OpenCV, with mutual "
    "nearest neighbours and a homography by RANSAC (3 px, its generator starts at a fixed state), both ways round",
)
def keypoints(reference: Picture, candidate: Picture, *, detector: str = "orb", count: int = 500) -> float:
    """Return the share of keypoints that are found again in the other picture where one perspective puts them.

    Inliers of a homography over the larger of the two numbers of keypoints, the mean of both ways round: 1 for
    identical pictures, 0 where fewer than 4 keypoints match. Good for photographs of one thing that moved; dots and
    flat graphics have no corners that can be told apart. Undefined where a picture has none, for pictures
    below 16 x 16 px, and without OpenCV (``pip install 'mikurabe[opencv]'``).
    """
    if candidate.equals(reference):
        # Repeated patterns have no unique match, not even with themselves.
        return 1.0
    first, second = (_keypoints(picture, detector, count) for picture in (reference, candidate))
    for which, found in (("reference", first), ("candidate", second)):
        if len(found.places) == 0:
            raise UndefinedScore(f"the {which} has no keypoints ({detector}): it is too flat, too small or too smooth")
    pairs = _mutual(first.looks, second.looks)
    if len(pairs) < _FEWEST:
        return 0.0
    # Each way with its matches in the order of where they start, so that the pictures may change places.
    back = pairs[np.argsort(pairs[:, 1])]
    there = _inliers(first.places[pairs[:, 0]], second.places[pairs[:, 1]])
    inliers = (there + _inliers(second.places[back[:, 1]], first.places[back[:, 0]])) / 2
    return inliers / max(len(first.places), len(second.places))


def _cv2() -> Any:
    try:
        import cv2
    except ImportError as missing:
        raise UndefinedScore(f"keypoints need OpenCV, which is not installed: {INSTALL}") from missing
    return cv2


def _keypoints(picture: Picture, detector: str, count: int) -> Keypoints:
    white = picture.white
    cv2 = _cv2()

    def detect() -> Keypoints:
        height, width = picture.luma.shape
        if min(height, width) < 16:
            raise UndefinedScore(f"{width} × {height} px is too small for keypoints, which need 16 px a side")
        gray = np.clip(np.rint(picture.luma * (255 / white)), 0, 255).astype(np.uint8)
        if detector == "sift":
            finder = cv2.SIFT_create(nfeatures=count)
        else:
            # A low threshold, since the best by Harris' measure are kept anyway: faint pictures have corners too.
            finder = cv2.ORB_create(nfeatures=count, fastThreshold=5, edgeThreshold=min(31, min(height, width) // 4))
        found, looks = finder.detectAndCompute(gray, None)
        # SIFT keeps all that tie with the last one; which come first must not be left to its threads.
        order = sorted(range(len(found)), key=lambda at: (-found[at].response, *found[at].pt, found[at].angle))[:count]
        if not order:
            return Keypoints(np.zeros((0, 2)), np.zeros((0, 32), np.uint8))
        return Keypoints(np.array([found[at].pt for at in order], dtype=np.float64), looks[order])

    return picture.derive(("keypoints", detector, count), detect)


def _mutual(first: Array, second: Array) -> NDArray[np.intp]:
    """Return which descriptors are each other's nearest (of equally near ones the first): (N, 2) row numbers."""
    there, back = _nearest(first, second), _nearest(second, first)
    rows = np.arange(len(first))
    mutual = rows[back[there] == rows]
    return np.stack([mutual, there[mutual]], axis=1)


def _nearest(first: Array, second: Array) -> NDArray[np.intp]:
    """Return for each row of ``first`` the number of the nearest row of ``second``."""
    cv2 = _cv2()
    # OpenCV's own cross-check depends on which of the two comes first where distances are equal.
    matches = cv2.BFMatcher(cv2.NORM_HAMMING if first.dtype == np.uint8 else cv2.NORM_L2).match(first, second)
    nearest = np.empty(len(first), np.intp)
    for each in matches:
        nearest[each.queryIdx] = each.trainIdx
    return nearest


def _inliers(here: NDArray[np.float64], there: NDArray[np.float64]) -> int:
    """Return how many places the best perspective takes to within 3 px of their match; 0 where there is none."""
    found, inside = _cv2().findHomography(here, there, _cv2().RANSAC, _REACH_PX)
    return 0 if found is None else int(np.count_nonzero(inside))
