"""Keypoints found again: pictures that moved, that are others, and what is said where there are none."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore, UsageError
from mikurabe.metrics import METRICS, parse
from mikurabe.picture import Picture
from peers import camera_and_noise
from pictures import noise, picture

KEYS = pytest.mark.parametrize("key", ["keypoints", "keypoints[detector=sift]"])


@pytest.fixture(scope="module")
def camera() -> NDArray[np.uint8]:
    pytest.importorskip("cv2", reason="OpenCV (extra: opencv) is not installed")
    return camera_and_noise()[0]


def score(key: str, first: object, second: object) -> float:
    return parse(key).value(picture(first), picture(second))


@KEYS
def test_a_picture_that_moved_or_turned_is_found_again_and_another_one_is_not(
    key: str, camera: NDArray[np.uint8]
) -> None:
    here, moved = camera[40:440, 40:440], camera[25:425, 60:460]
    turned, other = np.rot90(here).copy(), noise((400, 400))
    assert score(key, here, moved) > 0.6
    assert score(key, here, turned) > 0.5
    assert score(key, here, other) < 0.05
    assert score(key, here, here.copy()) == 1


def test_it_is_what_opencv_finds(camera: NDArray[np.uint8]) -> None:
    # Written out with opencv-contrib-python-headless 5.0.0.93: detect, mutual matches, RANSAC both ways.
    cv2 = pytest.importorskip("cv2", reason="OpenCV (extra: opencv) is not installed")
    here, moved = camera[40:440, 40:440].copy(), camera[25:425, 60:460].copy()
    orb = cv2.ORB_create(nfeatures=500, fastThreshold=5, edgeThreshold=31)
    (points_a, looks_a), (points_b, looks_b) = (orb.detectAndCompute(each, None) for each in (here, moved))
    matches = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(looks_a, looks_b)
    from_a = np.array([points_a[each.queryIdx].pt for each in matches])
    to_b = np.array([points_b[each.trainIdx].pt for each in matches])
    inside = [cv2.findHomography(*ends, cv2.RANSAC, 3.0)[1].sum() for ends in ((from_a, to_b), (to_b, from_a))]
    expected = sum(inside) / 2 / max(len(points_a), len(points_b))
    # RANSAC draws in the order of the matches, and ours are sorted: a few more or fewer lie at its edge.
    assert mk.keypoints(here, moved) == pytest.approx(expected, abs=0.02)


@KEYS
def test_the_same_pair_gives_the_same_bits_both_ways_round(key: str, camera: NDArray[np.uint8]) -> None:
    here, moved = camera[40:440, 40:440], camera[25:425, 60:460]
    values = {score(key, here, moved) for _ in range(4)} | {score(key, moved, here) for _ in range(2)}
    assert len(values) == 1


def test_more_noise_finds_fewer(camera: NDArray[np.uint8]) -> None:
    shake = np.random.default_rng(11).normal(size=camera.shape)
    values = [score("keypoints", camera, np.clip(camera + s * shake, 0, 255).astype(np.uint8)) for s in (0, 4, 16, 48)]
    assert values == sorted(values, reverse=True)
    assert values[0] == 1


def test_where_there_are_no_keypoints_it_says_so(camera: NDArray[np.uint8]) -> None:
    flat = np.full((64, 64), 90, np.uint8)
    with pytest.raises(UndefinedScore, match="the candidate has no keypoints"):
        mk.keypoints(camera[100:164, 200:264], flat)
    with pytest.raises(UndefinedScore, match="the reference has no keypoints"):
        mk.keypoints(flat, camera[100:164, 200:264])
    with pytest.raises(UndefinedScore, match="12 × 40 px is too small for keypoints"):
        mk.keypoints(noise((40, 12)), noise((40, 12), seed=2))
    assert mk.keypoints(flat, flat.copy()) == 1


def test_sixteen_bits_of_the_same_pictures_give_the_same_value(camera: NDArray[np.uint8]) -> None:
    here, moved = camera[40:240, 40:240], camera[35:235, 50:250]
    assert mk.keypoints(here.astype(np.uint16) * 257, moved.astype(np.uint16) * 257) == mk.keypoints(here, moved)


def test_a_mask_is_refused_with_a_reason() -> None:
    from mikurabe.images import from_array

    mask = np.ones((40, 40), bool)
    pair = (Picture(from_array(noise((40, 40), seed=seed), name="picture"), mask) for seed in (1, 2))
    with pytest.raises(UndefinedScore, match="keypoints looks at whole pictures"):
        parse("keypoints").value(*pair)


def test_without_opencv_the_reason_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "cv2" else find(name, *rest))
    with pytest.raises(UsageError, match=r"pip install 'mikurabe\[opencv\]'"):
        mk.keypoints(noise((40, 40)), noise((40, 40)))
    assert "opencv" in METRICS["keypoints"].needs
