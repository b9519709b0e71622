"""What mikurabe does, as functions: the command line and the notebooks call these."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import mikurabe
from mikurabe import kernels
from mikurabe.comparison import Limits, Options, Progress, compare_found, first_readable
from mikurabe.criteria import Criterion, check_criteria, parse_criterion
from mikurabe.errors import UsageError
from mikurabe.eventplots import Plot, with_plots
from mikurabe.images import decode
from mikurabe.inputs import (
    PictureLike,
    PicturesLike,
    Region,
    counted_pixels,
    found_picture,
    listing_of,
    read_picture,
    share_of,
    without_reference,
)
from mikurabe.metrics import METRICS, Index, choose, parse
from mikurabe.pairing import FITS, Fit, Pairing
from mikurabe.records import ParamValue
from mikurabe.storage import from_json
from mikurabe.table import Table
from mikurabe.thumbnail import ThumbnailKind

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
    "events": (
        "event_count_ratio",
        "event_chi2",
        "event_hellinger",
        "event_sliced_wasserstein",
        "event_binning_chi2",
        "event_binning_t",
        *(f"event_{name}_{axis}" for name in ("ks", "wasserstein", "median_shift", "rcv_ratio") for axis in "xy"),
    ),
    "tolerant": ("registered", "max_ncc", "cw_ssim", "fft_magnitude", "hog", "idm"),
}


def compare(
    reference: PictureLike | None,
    candidates: PicturesLike | None = None,
    *,
    metrics: str | IndexFunction | Sequence[str | IndexFunction] | None = None,
    fit: Fit = "strict",
    recursive: bool = False,
    mask: PictureLike | None = None,
    roi: str | Sequence[str] = (),
    auto_mask: bool = False,
    maps: str | Sequence[str] = (),
    fail_on: str | Sequence[str] = (),
    white: float | None = None,
    max_pixels: int = 200_000_000,
    threads: int | None = None,
    thumbnail_px: int | None = 128,
    thumbs: ThumbnailKind = "auto",
    plot: Plot | None = None,
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
            cosine, psnr and ssim, and for files of events also ``"events"``.
        fit: what to do with another size: ``strict`` (a problem in that row), ``resize``, ``crop`` or ``pad``.
        recursive: look into folders within folders.
        mask: a picture of the reference's size; only what is bright in it counts.
        roi: ``"x,y,width,height"``, or several of these; only what lies in one of them counts.
        auto_mask: leave out what all pictures of the set show alike: axes, text, legend.
        maps: indices of which each row gets a picture of where it differs; they become columns too.
        fail_on: limits such as ``"ssim<0.95"``: a picture beyond one of them has the verdict ``ng``, one that lacks
            the value ``unknown``. Their indices become columns too.
        white: full white of float pictures, where it is not 1.
        max_pixels: a picture that declares more pixels is refused before it is decoded.
        threads: how many rows at a time; default: one per core. Values do not depend on it.
        thumbnail_px: longest side of the reports' thumbnails; None makes none.
        thumbs: ``png``, ``jpeg``, ``webp`` (smaller; a workbook gets them as PNG or JPEG, because Excel shows no
            WebP), or ``auto``: JPEG for photographs (WebP where there are more than 2,000 pictures), PNG for plots and
            small pictures.
        plot: how files of events (FCS, CSV) are drawn: ``Plot(x="FSC-A", y="SSC-A")``. All get the same axes.
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
            raise UsageError(f"{index.key} has no map. Those with one: {known}.")
    criteria = criteria_of(fail_on)
    # What is wrong with the names is told before any file is looked at.
    _all_indices(metrics, mapped, criteria)
    limits = Limits(max_pixels=max_pixels, white=white)
    if reference is None or candidates is None:
        everything = candidates if reference is None else reference
        if not isinstance(everything, str | Path | Mapping | list | tuple):
            raise UsageError("There is nothing to compare with; give a reference and candidates, or a folder.")
        plotted = with_plots(listing_of(everything, recursive), plot)
        image, listing = first_readable(plotted.listing, limits)
        if not listing.found:
            raise UsageError(f"There is one picture ({image.source.name}) and nothing to compare it with.")
    elif isinstance(reference, str | Path):
        first = found_picture(reference, "reference")
        plotted = with_plots(listing_of(candidates, recursive), plot, first)
        image = decode(plotted.reference or first, max_pixels=max_pixels, white=white)
        listing = without_reference(image, plotted.listing)
    else:
        plotted = with_plots(listing_of(candidates, recursive), plot)
        image, listing = read_picture(reference, "reference", limits), plotted.listing
    indices = _all_indices(metrics, mapped, criteria, events=plotted.has_events)
    check_criteria(criteria, [index.column() for index in indices])
    for index in indices:
        if "events" in index.metric.needs and not plotted.has_events:
            raise UsageError(
                f"{index.key} compares events, and all of these are pictures. Give files of events: FCS, or CSV with a "
                "header row of channel names."
            )
    region = Region(mask=mask, rectangles=(roi,) if isinstance(roi, str) else tuple(roi), automatic=auto_mask)
    counted = counted_pixels(region, image, listing, limits)
    if counted is not None:
        told = f"Only a part of the pictures was compared: {share_of(counted)} px."
        listing = replace(listing, notes=(*listing.notes, told))
    options = Options(
        fit=fit,
        limits=limits,
        threads=threads,
        thumbnail_px=thumbnail_px,
        thumbs=thumbs,
        mask=counted,
        maps=mapped,
    )
    return compare_found(
        image,
        listing,
        indices,
        options,
        settings={
            "command": command,
            "metrics": ", ".join(index.key for index in indices),
            "fit": fit,
            "pixels compared": share_of(counted),
            "max pixels": str(max_pixels),
            "white of float pictures": "1" if white is None else f"{white:g}",
            **plotted.settings,
        },
        versions=versions(),
        criteria=criteria,
        progress=progress,
    )


def column_keys(
    metrics: str | IndexFunction | Sequence[str | IndexFunction] | None,
    maps: str | Sequence[str] = (),
    fail_on: str | Sequence[str] = (),
) -> list[str]:
    """Return the keys of the columns that a table of these indices, maps and limits can have.

    Those of events are among them where they would come with files of events.
    """
    mapped = indices_of(maps) if maps else ()
    return [index.key for index in _all_indices(metrics, mapped, criteria_of(fail_on), events=True)]


def _all_indices(
    metrics: str | IndexFunction | Sequence[str | IndexFunction] | None,
    mapped: Sequence[Index],
    criteria: Sequence[Criterion],
    *,
    events: bool = False,
) -> tuple[Index, ...]:
    """Return the indices that were asked for, then those of maps and limits, each once."""
    limited = (parse(criterion.key) for criterion in criteria)
    return tuple({index.key: index for index in (*indices_of(metrics, events=events), *mapped, *limited)}.values())


def criteria_of(fail_on: str | Sequence[str]) -> tuple[Criterion, ...]:
    """Return limits as typed (``"ssim<0.95"``, several separated by commas), with their columns' keys.

    Raises UsageError where one is no limit or its index does not exist.
    """
    texts = [fail_on] if isinstance(fail_on, str) else list(fail_on)
    typed = [parse_criterion(part) for text in texts for part in _split(text)]
    return tuple(replace(each, key=parse(each.key).key) for each in typed)


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


def _several(metrics: str | IndexFunction | Sequence[str | IndexFunction]) -> tuple[str | IndexFunction, ...]:
    return (metrics,) if isinstance(metrics, str | IndexFunction) else tuple(metrics)


def indices_of(
    metrics: str | IndexFunction | Sequence[str | IndexFunction] | None, *, events: bool = False
) -> tuple[Index, ...]:
    """Return the indices that names, profiles (``default``, ``all``) and comma-separated lists of them ask for.

    ``events`` says that files of events are compared: ``all``, and nothing asked for, then hold their indices too.
    """
    known = profiles(events=events)
    if metrics is None:
        metrics = (*DEFAULT_METRICS, *(known["events"] if events else ()))
    # mk.ssim itself may stand for its name.
    asked = [each if isinstance(each, str) else str(each.name) for each in _several(metrics)]
    specs: list[str] = []
    for text in asked:
        for spec in _split(text):
            specs += known.get(spec, (spec,))
    indices = {index.key: index for index in map(parse, specs)}
    if not indices:
        raise UsageError(f"No metric was named; known: {', '.join(METRICS.names())}.")
    return tuple(indices.values())


def profiles(*, events: bool = False) -> dict[str, tuple[str, ...]]:
    """Return the named sets of indices; ``all`` is every index that needs nothing but the two pictures.

    With ``events``, those that need the pictures' events are among them.
    """
    there = {"white", "events"} if events else {"white"}
    alone = tuple(metric.name for metric in METRICS if set(metric.needs) <= there)
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
