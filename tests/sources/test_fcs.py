"""FCS files: values as other programs read them, and one clear line for each that is not sound."""

from __future__ import annotations

import contextlib
import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_files import cloud, fcs_bytes
from mikurabe.errors import UnreadablePicture
from mikurabe.sources.fcs import open_fcs

SOUND = [
    *(f"flowbeads/inst_extdata_beads{at}.fcs" for at in (1, 2, 3)),
    *(f"flowcal/{name}.fcs" for name in ("max_sample002", "min_sample004", "sample001", "sample015")),
    *(f"flowcore_tubes/0877408774.{suffix}" for suffix in ("B08", "E07", "F06")),
    "odd_files/cyflow_cube_8.fcs",
    "tasbe_beads/171201_BadBeads.fcs",
    "tasbe_beads/180614_PPS6K_A02.fcs",
    *(f"yeast_plate/Yeast_B{at}_B{at:02}.fcs" for at in (1, 6, 12)),
]


def reason(content: bytes) -> str:
    with pytest.raises(UnreadablePicture) as error:
        open_fcs(content).read()
    assert "\n" not in str(error.value)
    return str(error.value)


# --- values


@pytest.mark.parametrize("kind", ["F", "D"])
@pytest.mark.parametrize("little", [True, False])
def test_floats_come_back_as_they_were_written(kind: str, little: bool) -> None:
    events = cloud(40)
    file = open_fcs(fcs_bytes(events, kind=kind, little=little, bits=64 if kind == "D" else 32))
    assert file.event_count == 40
    assert np.array_equal(file.read().data, events)
    assert np.array_equal(file.read([1]).data[:, 0], events[:, 1])


@pytest.mark.parametrize("little", [True, False])
@pytest.mark.parametrize("bits", [8, 16, 24, 32, [8, 24], [32, 16]], ids=str)
def test_whole_numbers_of_any_bytes_come_back(bits: int | list[int], little: bool) -> None:
    events = np.random.default_rng(3).integers(0, 256, (30, 2))
    data = open_fcs(fcs_bytes(events, kind="I", bits=bits, little=little, tops=256)).read().data
    assert np.array_equal(data, events)
    assert not data.flags.writeable


def test_bits_above_the_range_do_not_count() -> None:
    # $PnR 1000: the bits below 1024 count (FCS 3.1, 3.2.20). 0xFC05 & 0x03FF = 5.
    data = open_fcs(fcs_bytes([[0xFC05, 999]], kind="I", bits=16, tops=1000)).read().data
    assert data.tolist() == [[5, 999]]


def test_a_logarithmic_amplifier_is_undone() -> None:
    file = open_fcs(
        fcs_bytes([[0, 512], [256, 1023]], kind="I", bits=16, tops=1024, extra={"$P1E": "4,1", "$P2E": "2,0"})
    )
    # lowest * 10^(decades * channel / range); a lowest value of 0 stands for 1.
    assert file.read().data.tolist() == [[1, 10], [10, 10 ** (2 * 1023 / 1024)]]
    assert [(each.decades, each.lowest, each.top) for each in file.channels] == [(4, 1, 1e4), (2, 1, 100)]


def test_a_gain_is_divided_out_and_told() -> None:
    file = open_fcs(fcs_bytes([[8, 6]], extra={"$P1G": "4", "$P2G": "0"}))
    assert file.read().data.tolist() == [[2, 6]]
    assert file.notes == ("divided by the gain ($PnG): FSC-A by 4",)


def test_time_is_in_seconds() -> None:
    file = open_fcs(fcs_bytes([[100, 1]], ("Time", "FSC-A"), extra={"$TIMESTEP": "0.01", "$P1G": "7"}))
    assert file.read().data.tolist() == [[1, 1]]


def test_empty_values_and_doubled_delimiters_are_told_apart() -> None:
    empty = open_fcs(fcs_bytes([[1, 2]], extra={"$P1S": "", "$P2S": "CD4"}))
    assert [each.label for each in empty.channels] == ["FSC-A", "SSC-A (CD4)"]
    doubled = open_fcs(fcs_bytes([[1, 2]], extra={"$P1S": "forward//side"}))
    assert doubled.channels[0].long_name == "forward/side"


@pytest.mark.parametrize("delimiter", ["/", "\\", "|", "^", ".", "\f", "!", "*", "#", "+"])
def test_any_delimiter_is_read(delimiter: str) -> None:
    assert [each.name for each in open_fcs(fcs_bytes([[1, 2]], delimiter=delimiter)).channels] == ["FSC-A", "SSC-A"]


def test_how_the_file_asks_to_be_shown_is_known() -> None:
    file = open_fcs(fcs_bytes([[1, 2]], extra={"$P1D": "Logarithmic,4,0.1", "P2DISPLAY": "LIN"}))
    assert [(each.shown, each.shown_by) for each in file.channels] == [("log", "$P1D"), ("linear", "P2DISPLAY")]


def test_of_several_data_sets_the_first_is_read_and_that_is_told() -> None:
    first = fcs_bytes([[1, 2]], extra={"$NEXTDATA": "400"})
    file = open_fcs(first.ljust(400) + fcs_bytes([[3, 4]]))
    assert file.read().data.tolist() == [[1, 2]]
    assert file.notes == ("the first of several data sets in the file",)


@pytest.mark.parametrize("name", SOUND)
def test_the_medians_are_those_of_flowio(shared_data: Path, name: str) -> None:
    flowio = pytest.importorskip("flowio", reason="FlowIO (extra: peers) is not installed")
    file = open_fcs((shared_data / "fcs" / name).read_bytes())
    if name.startswith("flowcal/"):
        pytest.skip("FlowIO does not read 24-bit numbers; FlowCal does, below")
    theirs = flowio.FlowData(str(shared_data / "fcs" / name)).as_array(preprocess=True)
    ours = file.read().data
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(np.median(ours, axis=0), np.median(theirs, axis=0), rtol=1e-14)
    np.testing.assert_allclose(ours, theirs, rtol=1e-13)


# Medians of channels as stored, by FlowCal 1.3.1 with NumPy 2.4:
#   np.median(np.asarray(FlowCal.io.FCSData(path), float), axis=0)[1:4]
FLOWCAL = {
    "max_sample002": [341, 514, 607],
    "sample001": [345, 544, 724],
    "min_sample001": [335, 540, 758],
}


@pytest.mark.parametrize("name", FLOWCAL)
def test_numbers_of_24_bits_have_the_medians_of_flowcal(shared_data: Path, name: str) -> None:
    file = open_fcs((shared_data / "fcs" / "flowcal" / f"{name}.fcs").read_bytes())
    forward, side, first = np.median(file.read([1, 2, 3]).data, axis=0)
    # FSC and SSC are linear there, FL1 has four decades over 1024 channels.
    expected = FLOWCAL[name]
    assert [forward, side] == expected[:2]
    assert first == pytest.approx(10 ** (4 * expected[2] / 1024), rel=1e-14)


@pytest.mark.parametrize("name", [each for each in SOUND if each.startswith(("flowcal/", "yeast", "tasbe"))])
def test_every_event_is_that_of_flowcal(shared_data: Path, name: str) -> None:
    flowcal: Any = pytest.importorskip("FlowCal", reason="FlowCal is not installed")
    path = shared_data / "fcs" / name
    theirs = flowcal.io.FCSData(str(path))
    file = open_fcs(path.read_bytes())
    for at, channel in enumerate(file.channels):
        stored = np.asarray(theirs[:, at], dtype=np.float64)
        if channel.decades > 0:
            stored = channel.lowest * 10 ** (channel.decades * stored / 1024)
        elif channel.name.lower() == "time":
            stored = stored * float(theirs.text.get("$TIMESTEP", 1))
        np.testing.assert_allclose(file.read([at]).data[:, 0], stored, rtol=1e-13)


def test_every_sound_file_of_the_test_data_is_read(shared_data: Path) -> None:
    problems = {}
    files = sorted(path for path in (shared_data / "fcs").rglob("*") if path.is_file())
    for path in files:
        try:
            assert open_fcs(path.read_bytes()).read().data.size > 0
        except UnreadablePicture as told:
            problems[path.name] = str(told)
    assert problems == {
        "corrupted.fcs": "it is no FCS file: it begins with 'oi21j08c' and not with FCS3.1 or the like",
        "header_only.fcs": "the FCS is cut short: its DATA segment ends at byte 2,165,911, the file has 3,931 bytes",
    }


# --- what is not sound


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (
            {"$TOT": "99"},
            "the FCS is damaged: $TOT says 99 events of 8 bytes, and its DATA segment of 24 bytes holds 3",
        ),
        ({"$TOT": "2"}, "$TOT says 2 events of 8 bytes, and its DATA segment of 24 bytes holds 3"),
        ({"$TOT": "many"}, "$TOT should be a whole number and is 'many'"),
        ({"$TOT": None}, "its TEXT segment lacks the keyword $TOT"),
        ({"$PAR": None}, "its TEXT segment lacks the keyword $PAR"),
        ({"$PAR": "900000000000"}, "$PAR declares 900,000,000,000 channels and 2 are described"),
        ({"$PAR": "0"}, "$PAR declares 0 channels and 2 are described"),
        ({"$BYTEORD": "3,4,1,2"}, "in the mixed order $BYTEORD 3,4,1,2; 1,2,3,4 and 4,3,2,1 are read"),
        ({"$DATATYPE": "A"}, "the FCS stores its values as $DATATYPE A; I (whole numbers), F and D (floats) are read"),
        ({"$DATATYPE": None}, "the FCS stores its values as $DATATYPE ?"),
        ({"$MODE": "C"}, "the FCS holds a histogram ($MODE C) and no list of events"),
        ({"$P2B": None}, "lacks the keyword $P2B"),
    ],
)
def test_what_contradicts_itself_is_told_in_one_line(extra: dict[str, str | None], told: str) -> None:
    assert told in reason(fcs_bytes([[1, 2], [3, 4], [5, 6]], extra=extra))


def test_packed_bits_are_refused() -> None:
    assert "in 10 bits ($P1B); whole bytes up to 8 are read" in reason(
        fcs_bytes([[1, 2]], kind="I", bits=16, extra={"$P1B": "10"})
    )


def test_a_claim_beyond_the_file_is_refused_before_anything_is_made() -> None:
    # 10^15 events of 8 bytes: were they allocated first, this would end in a MemoryError.
    whole = fcs_bytes([[1, 2]], extra={"$TOT": str(10**15)})
    assert "$TOT says 1,000,000,000,000,000 events of 8 bytes" in reason(whole)
    header = whole[:26] + b"       0       0" + whole[42:]
    text = header.replace(b"$MODE/L", b"$BEGINDATA/300/$ENDDATA/8000000000000299/$MODE/L")
    grown = len(text) - len(header)
    text = text[:18] + f"{int(text[18:26]) + grown:>8}".encode() + text[26:]
    assert "$TOT says 1,000,000,000,000,000 events of 8 bytes, and 0 are there" in reason(text)


def test_a_file_cut_anywhere_is_told_in_one_line() -> None:
    whole = fcs_bytes(cloud(20))
    for length in range(0, len(whole), 7):
        assert len(reason(whole[:length])) > 20


@pytest.mark.parametrize("version", ["FCS1.0", "FCS4.0", "FCSxyz"])
def test_versions_that_are_not_read_are_named(version: str) -> None:
    assert f"of a version that is not read ('{version}'); those are FCS2.0, FCS3.0" in reason(
        fcs_bytes([[1, 2]], version=version)
    )


@pytest.mark.parametrize("field", [b"  banana", b"      -5", b"99999999", b"       3"])
def test_a_header_without_sense_is_told(field: bytes) -> None:
    whole = fcs_bytes([[1, 2]])
    assert reason(whole[:18] + field + whole[26:]).startswith("the FCS is")


def test_the_places_in_text_are_taken_where_the_header_has_none() -> None:
    whole = fcs_bytes([[1, 2]], extra={"$BEGINDATA": "@@@@@@", "$ENDDATA": "######"})
    start, end = whole[26:34].strip(), whole[34:42].strip()
    moved = whole.replace(b"@@@@@@", start.rjust(6, b" ")).replace(b"######", end.rjust(6, b" "))
    assert open_fcs(moved[:26] + b"       0       0" + moved[42:]).read().data.tolist() == [[1, 2]]


def test_an_end_that_is_one_byte_too_far_is_read() -> None:
    whole = fcs_bytes([[1, 2]])
    end = int(whole[34:42]) + 1
    assert open_fcs(whole[:34] + f"{end:>8}".encode() + whole[42:]).read().data.tolist() == [[1, 2]]


@pytest.mark.slow
@given(damage=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=600, deadline=None)
def test_any_damage_gives_events_or_one_line(damage: list[tuple[int, int]]) -> None:
    content = bytearray(fcs_bytes(cloud(20), extra={"$P1S": "", "$P2G": "2"}))
    for at, value in damage:
        if at < len(content):
            content[at] = value
    # Whatever else is raised fails the test.
    with contextlib.suppress(UnreadablePicture):
        assert open_fcs(bytes(content)).read().data.ndim == 2


def test_reading_imports_no_plotting_library() -> None:
    assert importlib.import_module("mikurabe.sources.fcs")
    import subprocess
    import sys

    code = (
        "import sys, mikurabe.sources.fcs; print(sorted({'pandas', 'scipy', 'matplotlib', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
