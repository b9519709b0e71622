"""How near each index comes to a person's eye on handwritten digits (MNIST), as two tables.

    python benchmarks/human.py path/to/mnist                 both tables, every index
    python benchmarks/human.py path/to/mnist -m idm -m hog   some of them

Moved digits: P(a test digit moved by 2 px scores higher than a digit of another class), over 150 digits, 8 directions
and one rival of each of the 9 other classes. Ties count half; what has no score loses. Chance is 0.5; a person is at 1.

Nearest neighbours: the share of the first 1,000 test digits whose most similar training digit (of 60,000) is of another
class, and the same by a vote of the 3 most similar. Euclid's distance and the indices that are cosines of a feature
vector look at all 60,000. The others re-rank the 500 nearest by Euclid, as Keysers et al. 2007 do; those that have no
batched form are stopped after --seconds, and the table says how many digits were done by then.

Published, on all 10,000 test digits: Euclid 3.09 % (1-NN), image distortion model 0.54 % (Keysers et al. 2007, 3-NN).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.api import indices_of
from mikurabe.errors import MikurabeError
from mikurabe.metrics import METRICS, Index
from mikurabe.metrics.deformation import idm_costs, sobel_gradients
from mikurabe.metrics.features import hog_features
from mikurabe.metrics.frequency import fft_features
from mikurabe.picture import Picture
from mikurabe.records import Image, Source
from mikurabe.sources import mnist

Digits: TypeAlias = NDArray[np.uint8]
# Scores of one test digit against many training digits; larger is nearer.
Batch: TypeAlias = Callable[[Digits, Digits], NDArray[Any]]

STEP_PX = 2
DIRECTIONS = [(dy, dx) for dy in (-STEP_PX, 0, STEP_PX) for dx in (-STEP_PX, 0, STEP_PX) if (dy, dx) != (0, 0)]
_SOURCE = Source(name="digit", path=None, sha256=None, size_bytes=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How often a moved digit beats another one. ``best`` is the share of moved digits that beat all rivals."""

    key: str
    probability: float
    best: float
    undefined: int
    ms_per_pair: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """How often the most similar training digit is of another class; ``among`` is how many were looked at."""

    key: str
    error_1nn: float
    error_3nn: float
    digits: int
    among: int
    seconds: float


def picture(pixels: Digits) -> Picture:
    """Return the Picture of one digit."""
    return Picture(Image(source=_SOURCE, pixels=pixels, white=255.0))


def moved_digit(pixels: Digits, dy: int, dx: int) -> Digits:
    """Return the digit moved down by ``dy`` and to the right by ``dx`` px, black where it came from."""
    height, width = pixels.shape
    moved = np.zeros_like(pixels)
    moved[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)] = pixels[
        max(0, -dy) : height + min(0, -dy), max(0, -dx) : width + min(0, -dx)
    ]
    return moved


def likeness(index: Index, reference: Picture, candidate: Picture) -> float:
    """Return the score, larger where more similar; NaN where there is none."""
    value = index.score(reference, candidate).value
    if value is None:
        return float("nan")
    return value if index.metric.better == "higher" else -value


def moved_test(index: Index, test: mnist.MnistSet, count: int, seed: int) -> Moved:
    """Return how often this index finds a moved digit more similar than a digit of another class."""
    labels = labels_of(test)
    random = np.random.default_rng(seed)
    start, wins, beaten, undefined = time.perf_counter(), 0.0, 0, 0
    for at in random.choice(len(labels), count, replace=False):
        reference = picture(test.images[at])
        rivals = [random.choice(np.flatnonzero(labels == other)) for other in range(10) if other != labels[at]]
        same = np.array([likeness(index, reference, picture(moved_digit(test.images[at], *way))) for way in DIRECTIONS])
        others = np.array([likeness(index, reference, picture(test.images[rival])) for rival in rivals])
        undefined += int(np.isnan(same).sum() + np.isnan(others).sum())
        # Without a score nothing is won; both without one are a tie.
        same = np.where(np.isnan(same), -np.inf, same)[:, np.newaxis]
        others = np.where(np.isnan(others), -np.inf, others)
        won = (same > others) + 0.5 * (same == others)
        wins += float(won.sum())
        beaten += int((won == 1).all(axis=1).sum())
    pairs = len(DIRECTIONS) + 9
    return Moved(
        key=index.key,
        probability=wins / (count * len(DIRECTIONS) * 9),
        best=beaten / (count * len(DIRECTIONS)),
        undefined=undefined,
        ms_per_pair=(time.perf_counter() - start) * 1000 / (count * pairs),
    )


def labels_of(half: mnist.MnistSet) -> NDArray[np.uint8]:
    """Return the labels, or raise where the file has none."""
    if half.labels is None:
        raise SystemExit("These digits have no labels; both tables need them.")
    return half.labels


def euclid(test: Digits, train: Digits) -> NDArray[np.float64]:
    """Return the squared Euclidean distances, (tests, trains); exact whole numbers."""
    a = test.reshape(len(test), -1).astype(np.float64)
    distances = np.empty((len(test), len(train)))
    square_a = np.sum(a * a, axis=1)[:, np.newaxis]
    for start in range(0, len(train), 5000):
        b = train[start : start + 5000].reshape(-1, a.shape[1]).astype(np.float64)
        distances[:, start : start + 5000] = square_a + np.sum(b * b, axis=1) - 2 * (a @ b.T)
    return distances


def flat_levels(digit: Digits) -> NDArray[np.float64]:
    """Return the digit's levels as a vector: what ``cosine`` compares."""
    return digit.ravel().astype(np.float64)


def centred_levels(digit: Digits) -> NDArray[np.float64]:
    """Return the digit's levels less their mean as a vector: what ``pearson`` compares."""
    levels = flat_levels(digit)
    levels -= levels.mean()
    return levels


# Indices that are the cosine of a feature vector, by their key.
FEATURES: dict[str, Callable[[Digits], NDArray[np.float64]]] = {
    "cosine": flat_levels,
    "pearson": centred_levels,
    "hog": lambda digit: hog_features(digit, None, 8, 9),
    "fft_magnitude": lambda digit: fft_features(digit, None).ravel(),
}


def by_features(key: str, test: Digits, train: Digits) -> NDArray[np.float64]:
    """Return the cosines of the feature vectors, (tests, trains)."""

    def unit(digits: Digits) -> NDArray[np.float64]:
        rows = np.stack([FEATURES[key](digit) for digit in digits])
        units: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return units

    a = unit(test)
    return np.concatenate([a @ unit(train[at : at + 5000]).T for at in range(0, len(train), 5000)], axis=1)


def idm_batch(digit: Digits, train: Digits) -> NDArray[Any]:
    """Return the negated ``idm`` of one test digit (the candidate) against many training digits (the references)."""
    fixed, warped = (sobel_gradients(digits).astype(np.float32) for digits in (digit[np.newaxis], train))
    costs: NDArray[Any] = idm_costs(fixed, warped, 2, 3).mean(axis=(1, 2), dtype=np.float64)
    return -costs


BATCHES: dict[str, Batch] = {"idm": idm_batch}


def one_by_one(index: Index) -> Batch:
    """Return a batch that asks the index for one training digit after another; the test digit is the reference."""

    def batch(digit: Digits, train: Digits) -> NDArray[np.float64]:
        reference = picture(digit)
        scores = np.array([likeness(index, reference, picture(each)) for each in train])
        return np.array(np.where(np.isnan(scores), -np.inf, scores))

    return batch


def vote(labels: NDArray[np.uint8]) -> int:
    """Return the class that most of the neighbours (nearest first) have; of equally many, the nearest's."""
    counts = np.bincount(labels, minlength=10)
    return int(next(label for label in labels if counts[label] == counts.max()))


def neighbour_test(
    index: Index | None,
    test: mnist.MnistSet,
    train: mnist.MnistSet,
    nearest: NDArray[np.intp],
    distances: NDArray[np.float64],
    seconds: float,
) -> Neighbours:
    """Return the errors of one index; None is Euclid. ``nearest`` are those to re-rank, (tests, among)."""
    truth, classes = labels_of(test), labels_of(train)
    count = len(nearest)
    start = time.perf_counter()
    key = "euclid" if index is None else index.key
    whole = None
    if index is None:
        whole = -distances
    elif key in FEATURES:
        whole = by_features(key, test.images[:count], train.images)
    batch = BATCHES.get(key) or (one_by_one(index) if index is not None else None)
    wrong_1 = wrong_3 = done = 0
    for at in range(count):
        if whole is not None:
            best = np.argpartition(-whole[at], 10)[:10]
            ranked = classes[best[np.argsort(-whole[at][best], kind="stable")]]
        else:
            assert batch is not None
            among = nearest[at]
            ranked = classes[among[np.argsort(-batch(test.images[at], train.images[among]), kind="stable")]]
        wrong_1 += int(ranked[0] != truth[at])
        wrong_3 += int(vote(ranked[:3]) != truth[at])
        done += 1
        if key not in BATCHES and time.perf_counter() - start > seconds:
            break
    return Neighbours(
        key=key,
        error_1nn=wrong_1 / done,
        error_3nn=wrong_3 / done,
        digits=done,
        among=len(classes) if whole is not None else nearest.shape[1],
        seconds=time.perf_counter() - start,
    )


def moved_lines(results: Sequence[Moved]) -> Iterator[str]:
    """Return the first table as lines, best first."""
    yield f"{'moved digits':<44}{'P(moved > other)':>18}{'beats all 9':>13}{'no score':>10}{'ms':>9}"
    for each in sorted(results, key=lambda result: -result.probability):
        line = f"{each.key:<44}{each.probability:>18.4f}{each.best:>13.3f}{each.undefined:>10}{each.ms_per_pair:>9.2f}"
        tolerant = "" if each.probability > 0.95 else "  below 0.95"
        yield line + tolerant


def neighbour_lines(results: Sequence[Neighbours]) -> Iterator[str]:
    """Return the second table as lines, best first."""
    yield f"{'nearest neighbour':<44}{'1-NN error %':>14}{'3-NN error %':>14}{'digits':>8}{'among':>8}{'seconds':>9}"
    for each in sorted(results, key=lambda result: result.error_1nn):
        yield (
            f"{each.key:<44}{100 * each.error_1nn:>14.2f}{100 * each.error_3nn:>14.2f}"
            f"{each.digits:>8}{each.among:>8}{each.seconds:>9.1f}"
        )


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the command line's settings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mnist", type=Path, nargs="?", help="folder of IDX files or .npz (MIKURABE_MNIST, ~/.keras)")
    parser.add_argument("-m", "--metric", action="append", help="such as idm or registered[metric=psnr]; default all")
    parser.add_argument("--table", choices=("both", "moved", "neighbours"), default="both")
    parser.add_argument("--digits", type=int, default=150, help="digits that are moved (150)")
    parser.add_argument("--tests", type=int, default=1000, help="test digits whose neighbour is sought (1000)")
    parser.add_argument("--among", type=int, default=500, help="nearest by Euclid that are re-ranked (500)")
    parser.add_argument("--seconds", type=float, default=30.0, help="longest time for an index not batched (30)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path, help="write the results there as well")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Print both tables; return the exit code."""
    asked = arguments(argv)
    path = asked.mnist or mnist.find_local()
    if path is None:
        raise SystemExit("Where is MNIST? Give its folder, or set MIKURABE_MNIST.")
    try:
        indices = indices_of(asked.metric or METRICS.names())
        test = mnist.load(path, "test")
        moved: list[Moved] = []
        neighbours: list[Neighbours] = []
        if asked.table != "neighbours":
            for index in indices:
                print(f"moved digits: {index.key}", file=sys.stderr)
                moved.append(moved_test(index, test, asked.digits, asked.seed))
            print("\n".join(moved_lines(moved)), flush=True)
        if asked.table != "moved":
            train = mnist.load(path, "train")
            print("nearest neighbour: euclid", file=sys.stderr)
            distances = euclid(test.images[: asked.tests], train.images)
            among = min(asked.among, distances.shape[1] - 1)
            nearest = np.argpartition(distances, among, axis=1)[:, :among]
            nearest = np.take_along_axis(nearest, np.argsort(np.take_along_axis(distances, nearest, 1), axis=1), 1)
            for each in (None, *indices):
                if each is not None:
                    print(f"nearest neighbour: {each.key}", file=sys.stderr)
                neighbours.append(neighbour_test(each, test, train, nearest, distances, asked.seconds))
            print(("\n" if moved else "") + "\n".join(neighbour_lines(neighbours)))
    except MikurabeError as error:
        print(error, file=sys.stderr)
        return 2
    if asked.json is not None:
        results = {"moved": [asdict(each) for each in moved], "neighbours": [asdict(each) for each in neighbours]}
        asked.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
