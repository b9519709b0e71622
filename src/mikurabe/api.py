"""What mikurabe does, as functions: the command line and the notebooks call these."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeAlias

import numpy as np

import mikurabe
from mikurabe import kernels
from mikurabe.comparison import Limits, Options, Progress, compare_found, first_readable
from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.images import decode, from_array
from mikurabe.metrics import METRICS, Index, choose, parse
from mikurabe.pairing import FITS, Fit, Pairing
from mikurabe.records import Array, Bools, Found, Image, Listing, ParamValue, Skipped
from mikurabe.region import Rectangle, combined, furniture, mask_of_image, mask_of_rectangles
from mikurabe.sources.files import find
from mikurabe.storage import from_json
from mikurabe.table import Table

# One picture: a path (or one digit, as mnist:PATH[3]), pixels, a vector, or an Image that was read before.
PictureLike: TypeAlias = str | Path | Array | Image | Sequence[float]
# Many: a folder, glob, list or file; several of these; pixels; or pixels by name.
PicturesLike: TypeAlias = str | Path | Array | Mapping[str, Array] | Sequence[str | Path | Array | Sequence[float]]

DEFAULT_METRICS = ("cosine", "psnr", "ssim")

# What a profile names; "all" is made of the registry.
_PROFILES: Mapping[str, tuple[str, ...]] = {
    "default": DEFAULT_METRICS,
    "dotplot": (
        *DEFAULT_METRICS,
        "cosine_ink",
        "cosine_blur",
        "ssim_blur",
        "density_chi2",
        "density_hellinger",
        "count_ratio",
        "emd",
        "sliced_wasserstein",
        "hist_wasserstein",
    ),
    "photo": (
        "psnr",
        "psnr_hvs_m",
        "ssim",
        "ms_ssim",
        "vif_p",
        "gmsd",
        "fsim_c",
        "vsi",
        "mdsi",
        "haarpsi",
        "ciede2000",
        "flip",
    ),
    "tolerant": ("registered", "max_ncc", "cw_ssim", "fft_magnitude", "hog", "idm"),
}


def compare(
    reference: PictureLike | None,
    candidates: PicturesLike | None = None,
    *,
    metrics: str | Sequence[str] | None = None,
    fit: Fit = "strict",
    recursive: bool = False,
    mask: PictureLike | None = None,
    roi: str | Sequence[str] = (),
    auto_mask: bool = False,
    maps: str | Sequence[str] = (),
    white: float | None = None,
    max_pixels: int = 200_000_000,
    threads: int | None = None,
    thumbnail_px: int | None = 128,
    progress: Progress | None = None,
    command: str = "mikurabe.compare()",
) -> Table:
    """Return the table of a reference against its candidates.

    Args:
        reference: one picture: a path, an array of shape (H, W), (H, W, 3) or (H, W, 4), or a vector. With
            ``candidates`` left out, a folder (or glob, or list): its first picture in natural order is the reference.
            None says the same of the candidates.
        candidates: a folder, a file, a glob, ``@list.txt``, ``mnist:PATH[0-19]``, a sequence of these or of arrays,
            or a mapping from names to arrays.
        metrics: names such as ``"ssim"`` or ``"ssim[recipe=opencv]"``, ``"all"`` for every index; by default
            cosine, psnr and ssim.
        fit: what to do with another size: ``strict`` (a problem in that row), ``resize``, ``crop`` or ``pad``.
        recursive: look into folders within folders.
        mask: a picture of the reference's size; only what is bright in it counts.
        roi: ``"x,y,width,height"``, or several of these; only what lies in one of them counts.
        auto_mask: leave out what all pictures of the set show alike: axes, text, legend.
        maps: indices of which each row gets a picture of where it differs; they become columns too.
        white: full white of float pictures, where it is not 1.
        max_pixels: a picture that declares more pixels is refused before it is decoded.
        threads: how many rows at a time; default: one per core. Values do not depend on it.
        thumbnail_px: longest side of the reports' thumbnails; None makes none.
        progress: called with (done, total) after each picture.
        command: what the report says it was made by.

    Returns:
        The table, with a row per picture and a score or a problem for each metric in each row.

    Raises:
        UsageError: nothing to compare, or an unknown metric or parameter.
        UnreadablePicture: the reference cannot be read.
        ComparisonInterrupted: Ctrl-C; its ``table`` holds what was finished.
    """
    if fit not in FITS:
        raise UsageError(f"fit is {fit!r}; it can be {', '.join(FITS)}.")
    mapped = indices_of(maps) if maps else ()
    for index in mapped:
        if index.metric.local is None:
            known = ", ".join(metric.name for metric in METRICS if metric.local is not None)
            raise UsageError(f"{index.key} has no map: it does not come from local values. Those with one: {known}.")
    indices = tuple({index.key: index for index in (*indices_of(metrics), *mapped)}.values())
    limits = Limits(max_pixels=max_pixels, white=white)
    if reference is None or candidates is None:
        everything = candidates if reference is None else reference
        if not isinstance(everything, str | Path | Mapping | list | tuple):
            raise UsageError("There is nothing to compare with; give a reference and candidates, or a folder.")
        image, listing = first_readable(_listing(everything, recursive), limits)
        if not listing.found:
            raise UsageError(f"There is one picture ({image.source.name}) and nothing to compare it with.")
    else:
        image = read_picture(reference, "reference", limits)
        listing = _without(image, _listing(candidates, recursive))
    region = Region(mask=mask, rectangles=(roi,) if isinstance(roi, str) else tuple(roi), automatic=auto_mask)
    counted = _counted(region, image, listing, limits)
    options = Options(fit=fit, limits=limits, threads=threads, thumbnail_px=thumbnail_px, mask=counted, maps=mapped)
    return compare_found(
        image,
        listing,
        indices,
        options,
        settings={
            "command": command,
            "metrics": ", ".join(index.key for index in indices),
            "fit": fit,
            "pixels compared": _share(counted),
            "max pixels": str(max_pixels),
            "white of float pictures": "1" if white is None else f"{white:g}",
        },
        versions=versions(),
        progress=progress,
    )


def read_table(path: str | Path) -> Table:
    """Return the table kept in a JSON file that ``to_json`` or ``mikurabe compare -o table.json`` wrote.

    Raises UsageError where the file is missing or holds no such table.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    return from_json(data, str(path))


def metric_names() -> tuple[str, ...]:
    """Return the names of all similarity indices."""
    return METRICS.names()


@dataclass(frozen=True, slots=True)
class IndexFunction:
    """A similarity index as a plain function of two pictures."""

    name: str

    @property
    def __name__(self) -> str:
        return self.name

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        return METRICS[self.name].fn.__doc__

    def __call__(
        self,
        reference: PictureLike,
        candidate: PictureLike,
        *,
        white: float | None = None,
        fit: Fit = "strict",
        **params: ParamValue,
    ) -> float:
        """Return the index of two pictures, each a path, an array or a vector.

        ``white`` is full white for numbers whose range is not known from their type (floats, wide integers).
        Raises UndefinedScore where the index has no value for the pair, UnequalPictures for unequal sizes.
        """
        limits = Limits(white=white)
        index = choose(METRICS[self.name], params)
        pairing = Pairing(read_picture(reference, "reference", limits), fit)
        first, second, _ = pairing.pair(read_picture(candidate, "candidate", limits))
        return index.value(first, second)

    def __repr__(self) -> str:
        return f"<mikurabe index {self.name}(reference, candidate)>"


def index_function(name: str) -> IndexFunction:
    """Return the similarity index of that name as a function; raise UnknownName where there is none."""
    return IndexFunction(METRICS[name].name)


def indices_of(metrics: str | Sequence[str] | None) -> tuple[Index, ...]:
    """Return the indices that names, profiles (``default``, ``all``) and comma-separated lists of them ask for."""
    asked = DEFAULT_METRICS if metrics is None else (metrics,) if isinstance(metrics, str) else tuple(metrics)
    specs: list[str] = []
    for text in asked:
        for spec in _split(text):
            specs += profiles().get(spec, (spec,))
    indices = {index.key: index for index in map(parse, specs)}
    if not indices:
        raise UsageError(f"No metric was named; known: {', '.join(METRICS.names())}.")
    return tuple(indices.values())


def profiles() -> dict[str, tuple[str, ...]]:
    """Return the named sets of indices; ``all`` is every index that needs nothing but the two pictures."""
    alone = tuple(metric.name for metric in METRICS if set(metric.needs) <= {"white"})
    return {**_PROFILES, "all": alone}


def _split(text: str) -> list[str]:
    """Return the parts between commas that stand outside brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "[") - (sign == "]")
        if sign == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def read_picture(picture: PictureLike, name: str, limits: Limits) -> Image:
    """Return the one picture that a path, array or vector stands for; ``name`` is what an array is called."""
    if isinstance(picture, Image):
        return picture
    if isinstance(picture, str | Path):
        listing = find([picture])
        if len(listing.found) != 1:
            raise UsageError(f"{picture} stands for {len(listing.found)} pictures where one {name} is needed.")
        # Whoever names one picture wants it read, whatever it is called.
        found = replace(listing.found[0], explicit=True)
        return decode(found, max_pixels=limits.max_pixels, white=limits.white)
    return from_array(np.asarray(picture), name=name, white=limits.white)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What a person said of which pixels count."""

    mask: PictureLike | None
    rectangles: tuple[str, ...]
    automatic: bool


# An automatic mask looks at this many pictures of the set at most, evenly spread over it.
LOOKED_AT = 32


def _counted(region: Region, reference: Image, listing: Listing, limits: Limits) -> Bools | None:
    """Return which of the reference's pixels count, None where all do."""
    width, height = reference.width, reference.height
    masks = []
    if region.mask is not None:
        masks.append(mask_of_image(read_picture(region.mask, "mask", limits), width, height))
    if region.rectangles:
        parts = [Rectangle.parse(text) for text in region.rectangles]
        masks.append(mask_of_rectangles(parts, width, height))
    if region.automatic:
        step = max(1, -(-len(listing.found) // LOOKED_AT))
        others = []
        for found in listing.found[::step]:
            # What cannot be read is told in its own row later.
            with contextlib.suppress(UnreadablePicture):
                others.append(decode(found, max_pixels=limits.max_pixels, white=limits.white))
        masks.append(~furniture(reference, others))
    return combined(masks)


def _share(counted: Bools | None) -> str:
    if counted is None:
        return "all"
    return f"{int(counted.sum()):,} of {counted.size:,} of the reference"


def _listing(candidates: PicturesLike, recursive: bool) -> Listing:
    if isinstance(candidates, str | Path):
        return find([candidates], recursive=recursive)
    if isinstance(candidates, Sequence) and all(isinstance(each, str | Path) for each in candidates):
        return find([each for each in candidates if isinstance(each, str | Path)], recursive=recursive)
    if isinstance(candidates, Mapping):
        return Listing(found=tuple(_of_array(name, array) for name, array in candidates.items()))
    if isinstance(candidates, np.ndarray):
        return Listing(found=(_of_array("candidate", candidates),))
    parts = []
    for at, each in enumerate(candidates):
        if isinstance(each, str | Path):
            parts.append(find([each], recursive=recursive))
        else:
            parts.append(Listing(found=(_of_array(f"[{at}]", np.asarray(each)),)))
    return Listing(
        found=tuple(found for part in parts for found in part.found),
        skipped=tuple(skipped for part in parts for skipped in part.skipped),
        notes=tuple(note for part in parts for note in part.notes),
    )


def _of_array(name: str, array: Array) -> Found:
    return Found(name=name, path=None, read=lambda: array, explicit=True)


def _without(reference: Image, listing: Listing) -> Listing:
    """Return the listing without the reference's own file, which is listed as passed over."""
    if reference.source.path is None:
        return listing
    own = reference.source.path.resolve()
    same = [found for found in listing.found if found.path is not None and found.path.resolve() == own]
    return replace(
        listing,
        found=tuple(found for found in listing.found if found not in same),
        skipped=(*listing.skipped, *(Skipped(name=found.name, reason="it is the reference itself") for found in same)),
    )


def versions() -> dict[str, str]:
    """Return what a report was made with: mikurabe, its kernels, Python and the libraries that decide values."""
    made_with = {
        "mikurabe": mikurabe.__version__,
        "kernels": kernels.describe(),
        "Python": platform.python_version(),
    }
    for package in ("numpy", "pillow", "imagecodecs"):
        made_with[package] = _version(package)
    return made_with


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
