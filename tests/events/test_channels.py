"""Channels by name: short or long, in capitals or not, with the nearest one where there is none."""

from __future__ import annotations

import pytest

from mikurabe.errors import UnknownName
from mikurabe.events import Channel, default_pair, find_channel, listed


def channels(*names: str) -> tuple[Channel, ...]:
    """Return channels; ``FL1=CD4`` gives a long name."""
    split = [name.partition("=") for name in names]
    return tuple(Channel(name=short, number=at, long_name=long) for at, (short, _, long) in enumerate(split, 1))


@pytest.mark.parametrize("wanted", ["FL1-A", "fl1-a", " Fl1-A", "CD4 FITC", "cd4 fitc"])
def test_a_channel_is_found_by_either_name_in_any_case(wanted: str) -> None:
    assert find_channel(channels("FSC-A", "FL1-A=CD4 FITC"), wanted) == 1


def test_the_exact_short_name_goes_before_all_others() -> None:
    made = channels("cd4", "CD4", "FL1=Cd4")
    assert [find_channel(made, name) for name in ("CD4", "cd4", "cD4")] == [1, 0, 0]
    assert find_channel(channels("FL1=SSC", "SSC"), "ssc") == 1


def test_a_name_that_is_not_there_gets_the_nearest_and_all_of_them() -> None:
    with pytest.raises(UnknownName) as error:
        find_channel(channels("FSC-A", "FL1-A=CD4"), "FSCA")
    assert str(error.value) == "There is no channel 'FSCA'. Did you mean 'FSC-A'? Its channels: FSC-A, FL1-A (CD4)."


@pytest.mark.parametrize(
    ("names", "pair"),
    [
        (("Time", "FSC-H", "FSC-A", "SSC-H", "SSC-A"), ("FSC-A", "SSC-A")),
        (("TIME", "FSC", "SSC", "FL1", "FSCW", "FSCA"), ("FSC", "SSC")),
        (("FSC-W", "FSC-H", "SSC-H"), ("FSC-H", "SSC-H")),
        (("Time", "DNA1", "DNA2"), ("DNA1", "DNA2")),
        (("x", "y", "population"), ("x", "y")),
        (("only",), ("only", "only")),
        (("Time",), ("Time", "Time")),
    ],
)
def test_the_pair_that_people_look_at_first(names: tuple[str, ...], pair: tuple[str, str]) -> None:
    assert tuple(names[at] for at in default_pair(channels(*names))) == pair


def test_a_long_list_of_channels_is_cut() -> None:
    assert listed(channels(*(f"c{at}" for at in range(40)))).endswith("c29 and 10 more")
