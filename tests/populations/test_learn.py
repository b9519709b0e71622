"""Learning populations: what is found on plots of known cells, what is refused, what comes back from JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from plots import CLUSTERS, Blood, cells_of, dots, heat, image

from mikurabe.errors import UsageError
from mikurabe.images import from_array
from mikurabe.populations import Populations, from_dict, learn_populations, measure, to_dict


def learned(count: int, **look: object) -> Populations:
    return learn_populations([image(dots(cells_of(Blood(), seed), **look)) for seed in range(count)])  # type: ignore[arg-type]


def nearest(populations: Populations, name: str, size: int = 256) -> float:
    """Return how far the nearest population's centre is from that cluster's, in widths of the cluster."""
    x, y, sd_x, sd_y, *_ = CLUSTERS[name]
    places = [each.place for each in populations.normal.members if each.place is not None]
    scale = size / 256
    return min(np.hypot((each.x / scale - x) / sd_x, (256 - each.y / scale - y) / sd_y) for each in places)


@pytest.mark.parametrize("dark", [False, True])
def test_five_clusters_and_debris_are_found_in_the_colours_of_the_clusters(dark: bool) -> None:
    populations = learned(4, coloured=True, dark=dark)
    assert len(populations.normal.members) == 6
    assert len(populations.look.inks) == 6
    assert all(nearest(populations, name) < 0.4 for name in CLUSTERS)


def test_one_picture_without_colours_shows_all_but_the_smallest_cluster() -> None:
    populations = learned(1)
    assert len(populations.normal.members) == 5
    assert all(nearest(populations, name) < 0.4 for name in CLUSTERS if name != "IG")
    # The 150 cells of the smallest one belong to none.
    assert 100 < populations.normal.strays < 220


def test_more_pictures_show_the_smallest_cluster_too() -> None:
    populations = learned(10)
    assert len(populations.normal.members) == 6
    assert nearest(populations, "IG") < 0.4


def test_populations_are_named_by_size() -> None:
    members = learned(3, coloured=True).normal.members
    assert [each.name for each in members] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    counts = [each.count for each in members]
    assert counts == sorted(counts, reverse=True)
    assert sum(each.share for each in members) == pytest.approx(1)


def test_a_density_shows_the_clusters_and_says_what_it_is() -> None:
    populations = learn_populations([image(heat(cells_of(Blood(), seed))) for seed in range(3)])
    assert populations.look.kind == "density"
    assert all(nearest(populations, name) < 0.5 for name in CLUSTERS if name != "EO")
    # Its neighbour's tail is drawn as brightly as the cluster itself.
    assert nearest(populations, "EO") < 1


def test_everything_learned_comes_back_from_json() -> None:
    first = learned(2, coloured=True)
    again = from_dict(json.loads(json.dumps(to_dict(first))))
    assert to_dict(again) == to_dict(first)
    other = image(dots(cells_of(Blood(), 9), coloured=True))
    assert measure(again, other) == measure(first, other)


def test_a_density_comes_back_from_json() -> None:
    pictures = [image(heat(cells_of(Blood(), seed))) for seed in range(2)]
    first = learn_populations(pictures, full_count=100)
    again = from_dict(json.loads(json.dumps(to_dict(first))))
    assert measure(again, pictures[0]) == measure(first, pictures[0])


def test_data_of_another_version_are_refused() -> None:
    data = to_dict(learned(1))
    with pytest.raises(UsageError, match=r"version 99 and this mikurabe reads version 2: learn them again"):
        from_dict({**data, "version": 99})
    del data["model"]
    with pytest.raises(UsageError, match=r"no learned populations \(KeyError\('model'\)\)"):
        from_dict(data)


def test_the_order_of_pictures_does_not_matter_for_what_is_found() -> None:
    pictures = [image(dots(cells_of(Blood(), seed), coloured=True)) for seed in range(3)]
    one, other = learn_populations(pictures), learn_populations(pictures[::-1])
    for first, second in zip(one.normal.members, other.normal.members, strict=True):
        assert first.place is not None
        assert second.place is not None
        assert first.place.x == pytest.approx(second.place.x, abs=0.02)


def test_nothing_to_learn_from_is_told_in_one_line() -> None:
    with pytest.raises(UsageError, match=r"learned from normal pictures; there is none"):
        learn_populations([])
    with pytest.raises(UsageError, match=r"nothing but background"):
        learn_populations([image(np.full((64, 64, 3), 255, np.uint8))])
    with pytest.raises(UsageError, match=r"small is RGB, 128 × 128 px.*plot is RGB, 256 × 256 px"):
        learn_populations([image(dots(cells_of(Blood(), 1), 128), "small"), image(dots(cells_of(Blood(), 1)))])
    with pytest.raises(UsageError, match=r"full count of 0 events"):
        learn_populations([image(dots(cells_of(Blood(), 1)))], full_count=0)


def test_a_few_scattered_dots_are_no_population() -> None:
    pixels = np.full((128, 128), 255, np.uint8)
    pixels[[10, 50, 100], [20, 90, 60]] = 0
    with pytest.raises(UsageError, match=r"show no population: no peak of ink stands out"):
        learn_populations([from_array(pixels, name="three dots")])
