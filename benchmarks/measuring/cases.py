"""The cases: which contestants meet over which pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from measuring.drawing import Drawn, Encoding, Kind, PictureSet, drawn, first_of, of_megapixels
from measuring.rounds import Entry, Line, interleaved

DEFAULT = ["cosine", "psnr", "ssim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a run was asked for. ``pictures`` is how many a folder has at most, ``scale`` shortens their sides."""

    data: Path
    rounds: int
    seconds: float
    quick: bool
    without: tuple[str, ...]
    pictures: int | None
    scale: float
    say: Callable[[str], None]

    def count(self, full: int, quick: int) -> int:
        """Return how many pictures a folder gets."""
        count = quick if self.quick else full
        return count if self.pictures is None else min(count, self.pictures)

    def drawn(self, wanted: PictureSet) -> Drawn:
        """Return the set on the disk, its files read once so that they lie in memory."""
        if self.scale != 1 and wanted.kind != "digit":
            width, height = (max(16, round(side * self.scale)) for side in (wanted.width, wanted.height))
            wanted = replace(wanted, width=width, height=height)
        # Sets of other sizes lie beside each other: a short run does not cost the long run's pictures.
        name = f"{wanted.name}-{wanted.count}x{wanted.width}x{wanted.height}"
        self.say(f"pictures: {name}")
        pictures = drawn(replace(wanted, name=name), self.data)
        self.warm(pictures)
        return pictures

    @staticmethod
    def warm(pictures: Drawn) -> None:
        """Read all files once: what is measured is not the disk."""
        for path in pictures.files():
            path.read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a case came to. ``base`` names the line that the ratios refer to; ``load`` is the machine's at its start."""

    case: str
    title: str
    lines: list[Line]
    base: str | None = None
    notes: list[str] = field(default_factory=list)
    load: float | None = None


def _on(pictures: Drawn, **more: Any) -> dict[str, Any]:
    return {"reference": str(pictures.reference), "folder": str(pictures.folder), **more}


def _entry(key: str, label: str, task: str, pictures: Drawn, threads: int, **settings: Any) -> Entry:
    """Return an entry over a whole folder; its key has the number of threads."""
    wanted = pictures.wanted
    where = {"folder": str(pictures.folder)} if task.startswith("decode") else _on(pictures)
    return Entry(
        key=f"{key}-{threads}",
        label=label,
        task=task,
        settings={**where, "threads": threads, **settings},
        of=wanted.count,
        megapixels=wanted.megapixels * wanted.count,
        threads=threads,
        # What others are held against is measured on all files.
        whole=task.startswith("decode"),
    )


def _command(pictures: Drawn, key: str, label: str, reports: Sequence[str], threads: int = 2) -> Entry:
    arguments = ["compare", str(pictures.reference), str(pictures.folder), "-q", "--threads", str(threads)]
    wanted = pictures.wanted
    return Entry(
        key=key,
        label=label,
        task="command",
        settings={"arguments": arguments, "reports": list(reports)},
        of=wanted.count,
        megapixels=wanted.megapixels * wanted.count,
        threads=threads,
        whole=True,
    )


def _alike(lines: Sequence[Line], keys: Sequence[str], what: str) -> list[str]:
    """Return a note on whether the tables of these lines, made with one and with two threads, hold the same values."""
    told = [line for line in lines if line.key in keys and line.values is not None]
    if len(told) < 2 or len({line.files for line in told}) != 1:
        return []
    same = len({line.values for line in told}) == 1
    return [f"Values of {what} at one and at two threads: {'the same to the last bit' if same else 'NOT the same'}."]


def _whole_tables(
    case: str, title: str, wanted: PictureSet, setting: Setting, profiles: Sequence[str] = ("dotplot", "photo")
) -> Result:
    """Return decoding, our tables and other people's ways over one folder; the base is OpenCV's decoding."""
    pictures = setting.drawn(wanted)
    reports = ["html", "xlsx"]
    entries = []
    for threads in (1, 2):
        entries += [
            _entry("cv2", "OpenCV, decoding alone (cv2.imread)", "decode_cv2", pictures, threads),
            _entry("ours", "mikurabe, decoding alone", "decode_ours", pictures, threads),
            *(
                _entry(key, f"mikurabe, {label}", "table", pictures, threads, metrics=metrics, reports=reports)
                for key, label, metrics in (
                    ("table", "the whole table, HTML, Excel", DEFAULT),
                    *((profile, f"the same with -m {profile}", profile) for profile in profiles),
                )
            ),
        ]
    entries.append(
        _command(pictures, "command-2", "mikurabe, the whole table as a command, start-up included", reports)
    )
    for threads in (1, 2):
        entries += [
            _entry(
                "gray", "cv2.quality on gray, pandas, openpyxl", "plain", pictures, threads, way="opencv", colour=False
            ),
            _entry("colour", "cv2.quality on colour, pandas, openpyxl", "plain", pictures, threads, way="opencv"),
            _entry("skimage", "scikit-image, pandas, openpyxl", "plain", pictures, threads, way="scikit-image"),
        ]
    lines = _raced(entries, setting, "cv2")
    notes = [f"{pictures.megabytes_each:.2f} MB per file."]
    for key in ("table", *profiles):
        notes += _alike(lines, (f"{key}-1", f"{key}-2"), f"`{key}`")
    return Result(case=case, title=title.format(**asdict(pictures.wanted)), lines=lines, base="cv2", notes=notes)


def _raced(entries: Sequence[Entry], setting: Setting, base: str | None, rounds: int | None = None) -> list[Line]:
    return interleaved(
        entries,
        rounds=rounds or setting.rounds,
        seconds=setting.seconds,
        base=base,
        without=setting.without,
        say=setting.say,
    )


def png(setting: Setting) -> Result:
    """Return the case of RGB PNGs of 1024 x 1024."""
    wanted = PictureSet(name="png", kind="photo", encoding="png", count=setting.count(200, 20), width=1024, height=1024)
    return _whole_tables("png", "{count} RGB PNGs of {width} × {height}", wanted, setting)


def jpeg(setting: Setting) -> Result:
    """Return the case of JPEGs of 12 megapixels."""
    wanted = PictureSet(
        name="jpeg",
        kind="photo",
        encoding="jpg",
        count=setting.count(20, 4),
        width=4000,
        height=3000,
        steepness=1.55,
        noise=0.7,
    )
    return _whole_tables("jpeg", "{count} JPEGs of {width} × {height} (quality 92, 4:2:0)", wanted, setting)


def plots(setting: Setting) -> Result:
    """Return the case of scattergrams: what ``-m dotplot`` is made for."""
    count = setting.count(50, 10)
    wanted = PictureSet(name="plots", kind="plot", encoding="png", count=count, width=1024, height=1024)
    return _whole_tables("plots", "{count} RGB dot plots of {width} × {height}", wanted, setting, ("dotplot",))


def start(setting: Setting) -> Result:
    """Return the case of starting up: fresh programs that do next to nothing."""
    programs: Mapping[str, tuple[str, str, list[str]]] = {
        "python": ("`python -c pass`", "python", ["-c", "pass"]),
        "numpy": ("`python -c 'import numpy'`", "python", ["-c", "import numpy"]),
        "import": ("`python -c 'import mikurabe'`", "python", ["-c", "import mikurabe"]),
        "ssim": ("`python -c 'import mikurabe; mikurabe.ssim'`", "python", ["-c", "import mikurabe; mikurabe.ssim"]),
        "version": ("`mikurabe --version`", "mikurabe", ["--version"]),
        "help": ("`mikurabe compare --help`", "mikurabe", ["compare", "--help"]),
    }
    entries = [
        Entry(key=key, label=label, task="command", settings={"arguments": line, "program": program}, whole=True)
        for key, (label, program, line) in programs.items()
    ]
    lines = _raced(entries, setting, "numpy", rounds=setting.rounds if setting.quick else 4 * setting.rounds)
    return Result(case="start", title="Start-up, fresh programs", lines=lines, base="numpy")


def small(setting: Setting) -> Result:
    """Return the case of 20 small pictures and all three reports."""
    reports = ["html", "xlsx", "csv"]
    entries = []
    kinds: dict[str, Kind] = {"rgb": "photo", "gray": "gray photo"}
    for name, kind in kinds.items():
        count = setting.count(20, 20)
        wanted = PictureSet(name=name, kind=kind, encoding="png", count=count, width=512, height=512)
        pictures = setting.drawn(wanted)
        width = pictures.wanted.width
        label = f"{name}, {count} pictures"
        entries.append(_command(pictures, f"{name}-command", f"{label}, as a command (start-up included)", reports))
        entries += [
            _entry(name, f"{label}, from Python", "table", pictures, threads, metrics=DEFAULT, reports=reports)
            for threads in (1, 2)
        ]
    lines = _raced(entries, setting, None, rounds=setting.rounds if setting.quick else 2 * setting.rounds)
    title = f"Small work: PNGs of {width} × {width}, default indices, HTML, Excel and CSV"
    return Result(case="small", title=title, lines=lines)


def tiny(setting: Setting) -> Result:
    """Return the case of very many PNG files of 28 x 28."""
    pictures = _digits(setting, setting.count(60_000, 2_000))
    entries = []
    for threads in (1, 2):
        entries += [
            _entry("cv2", "OpenCV, decoding alone (cv2.imread)", "decode_cv2", pictures, threads),
            _entry("bare", "the table without thumbnails", "table", pictures, threads, thumbnails=False),
            _entry("table", "the table", "table", pictures, threads),
        ]
    # The folder as a whole, as it is compared: a list of some of its files would be read one by one.
    entries = [replace(entry, whole=True) for entry in entries]
    entries += [
        _entry("csv", "the table, CSV", "table", pictures, 2, reports=["csv"]),
        _entry("reports", "the table, HTML, Excel and CSV", "table", pictures, 2, reports=["html", "xlsx", "csv"]),
        _entry("gray", "cv2.quality on gray, pandas, openpyxl", "plain", pictures, 2, way="opencv", colour=False),
        _entry("skimage", "scikit-image, pandas, openpyxl", "plain", pictures, 2, way="scikit-image"),
    ]
    lines = _raced(entries, setting, "cv2")
    notes = _alike(lines, ("table-1", "table-2"), "the table")
    title = f"{pictures.wanted.count:,} PNG files of 28 × 28 in one folder, cosine, PSNR and SSIM"
    return Result(case="tiny", title=title, lines=lines, base="cv2", notes=notes)


def _digits(setting: Setting, count: int) -> Drawn:
    """Return a folder of so many digits, out of the largest that any case needs."""
    most = setting.count(100_000, 2_000)
    whole = setting.drawn(PictureSet(name="digits", kind="digit", encoding="png", count=most, width=28, height=28))
    return whole if count == most else first_of(whole, f"digits-first-{count}-of-{most}", count, setting.data)


def growth(setting: Setting) -> Result:
    """Return the case of ever more and ever larger pictures: cost per picture and per megapixel should stay flat."""
    entries = []
    for count in (100, 1_000) if setting.quick else (100, 1_000, 10_000, 100_000):
        pictures = _digits(setting, setting.count(count, count))
        setting.warm(pictures)
        label = f"{count:,} PNGs of 28 × 28, the table"
        entries.append(_entry(f"n-{count}", label, "table", pictures, 2))
    budgets: dict[Encoding, float] = {"png": 40.0, "jpg": 80.0}
    for encoding, budget in budgets.items():
        for megapixels in (0.1, 0.33, 1.0) if setting.quick else (0.1, 0.33, 1.0, 3.3, 10.0, 33.0):
            width, height = of_megapixels(megapixels)
            # An even number, so that two threads finish together.
            count = min(256, max(4, 2 * round(budget / megapixels / 2)))
            wanted = PictureSet(
                name=f"size-{encoding}",
                kind="photo",
                encoding=encoding,
                count=setting.count(count, min(4, count)),
                width=width,
                height=height,
            )
            pictures = setting.drawn(wanted)
            label = f"{pictures.wanted.count} {encoding.upper()}s of {megapixels:g} MP, the table"
            entries.append(_entry(f"{encoding}-{megapixels:g}", label, "table", pictures, 2))
    lines = _raced([replace(entry, whole=True) for entry in entries], setting, None, rounds=min(3, setting.rounds))
    notes = [
        f"{what}: the dearest costs {max(costs) / min(costs):.2f} times the cheapest."
        for what, costs in (
            ("Time per picture, by their number", _costs(lines, "n-", lambda line: line.of)),
            ("Time per megapixel, PNGs by their size", _costs(lines, "png-", lambda line: line.megapixels)),
            ("Time per megapixel, JPEGs by their size", _costs(lines, "jpg-", lambda line: line.megapixels)),
        )
        if costs
    ]
    title = "Growth: more pictures, larger pictures (two threads)"
    return Result(case="growth", title=title, lines=lines, notes=notes)


def _costs(lines: Sequence[Line], key: str, amount: Callable[[Line], float]) -> list[float]:
    return [line.wall / amount(line) for line in lines if line.key.startswith(key) and line.walls]


CASES: Mapping[str, Callable[[Setting], Result]] = {
    "png": png,
    "jpeg": jpeg,
    "plots": plots,
    "start": start,
    "small": small,
    "tiny": tiny,
    "growth": growth,
}
