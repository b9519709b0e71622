"""Crosscheck: peers that agree, differ, crash, make noise or are missing, and the real ones where installed."""

from __future__ import annotations

import io
import json
import math
import os
import subprocess
import sys
import warnings
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray
from rich.console import Console

import mikurabe as mk
from mikurabe.crosscheck import CALLS, Call, Check, Package, as_peers_see, crosscheck, print_checks, to_json
from mikurabe.images import from_array
from mikurabe.metrics import parse
from mikurabe.records import Image
from peers import camera_and_noise
from pictures import noise

FAKE = Package(name="fake-peer", modules=("fake_peer",), measured="1.0")


def image(pixels: object, white: float | None = None) -> Image:
    return from_array(np.asarray(pixels), name="picture", white=white)


def mse_of(reference: NDArray[np.uint8], candidate: NDArray[np.uint8]) -> float:
    return float(np.mean((reference.astype(float) - candidate) ** 2))


def noisy_mse(reference: NDArray[np.uint8], candidate: NDArray[np.uint8]) -> float:
    print("progress: 100 %")
    print("log", file=sys.stderr)
    os.write(1, b"compiled code speaks too\n")
    os.write(2, b"and complains\n")
    warnings.warn("levels were guessed", UserWarning, stacklevel=1)
    warnings.warn("old spelling", DeprecationWarning, stacklevel=1)
    return mse_of(reference, candidate)


def crash(reference: object, candidate: object) -> float:
    raise RuntimeError("wrong\n  shape")


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("fake_peer")
    vars(module).update(
        __version__="1.2",
        mse=mse_of,
        noisy=noisy_mse,
        crash=crash,
        leave=lambda reference, candidate: sys.exit(1),
        spoil=lambda reference, candidate: (reference.fill(0), 1.0)[1],
        say=lambda value: value,
        shape=lambda pixels: float(pixels.ndim),
    )
    monkeypatch.setitem(sys.modules, "fake_peer", module)
    return module


def ask(text: str, key: str = "mse", **how: object) -> Call:
    return replace(Call(package=FAKE, text=f"fake_peer.{text}", key=key), **how)  # type: ignore[arg-type]


def asked(*calls: Call, pair: tuple[Image, Image] | None = None) -> tuple[Check, ...]:
    first, second = pair or (image(noise((20, 24), seed=1)), image(noise((20, 24), seed=2)))
    return crosscheck(first, second, calls=calls)


def test_a_peer_that_agrees_is_said_to_agree(peer: ModuleType) -> None:
    (check,) = asked(ask("mse(reference, candidate)", recipe="the mean of squares", otherwise="not to be said"))
    assert check.agrees is True
    assert check.its_value == check.our_value == mk.mse(noise((20, 24), seed=1), noise((20, 24), seed=2))
    assert (check.peer, check.version, check.on, check.difference) == ("fake-peer", "1.2", "luma", 0)
    assert check.why == "the mean of squares"
    assert check.problem is None
    assert check.tolerance == parse("mse").metric.resolution


def test_a_peer_that_differs_says_what_it_does_otherwise(peer: ModuleType) -> None:
    known, unknown = asked(
        ask("mse(reference, candidate) + 3", otherwise="adds 3"), ask("mse(reference, candidate) + 3")
    )
    assert known.agrees is False
    assert known.difference == pytest.approx(3)
    assert known.why == "adds 3"
    assert unknown.why == "no known reason: with fake-peer 1.0 the two agreed"


def test_the_tolerance_of_a_call_decides(peer: ModuleType) -> None:
    wide, narrow = (asked(ask("mse(reference, candidate) + 3", tolerance=limit))[0] for limit in (4.0, 2.0))
    assert (wide.agrees, narrow.agrees) == (True, False)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("crash(reference, candidate)", "failed: RuntimeError: wrong shape"),
        ("leave(reference, candidate)", "failed: SystemExit: 1"),
        ("nowhere(reference)", "failed: AttributeError: module 'fake_peer' has no attribute 'nowhere'"),
        ("say(float('nan'))", "returned nan"),
        ("say(float('inf'))", "returned inf"),
        ("say(1 + 2j)", "failed: ValueError: a complex number came back: 1+2j"),
        ("say('much')", "failed: ValueError: could not convert string to float: 'much'"),
    ],
)
def test_a_peer_that_fails_is_told_and_the_next_one_is_asked(peer: ModuleType, text: str, problem: str) -> None:
    failed, after = asked(ask(text, otherwise="needs more"), ask("mse(reference, candidate)"))
    assert failed.agrees is None
    assert failed.problem == problem
    assert failed.why == ""
    assert failed.our_value is not None
    assert after.agrees is True


def test_infinity_on_both_sides_agrees_and_on_one_side_differs(peer: ModuleType) -> None:
    same = image(noise((20, 24)))
    both, capped = asked(ask("say(np.inf)", "psnr"), ask("say(80)", "psnr", otherwise="caps"), pair=(same, same))
    assert (both.agrees, both.difference) == (True, 0)
    assert (capped.agrees, capped.its_value, capped.our_value) == (False, 80, math.inf)


def test_a_peers_noise_is_contained_and_its_warning_told(peer: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    (check,) = asked(ask("noisy(reference, candidate)"))
    print("ours")
    assert tuple(capfd.readouterr()) == ("ours\n", "")
    assert check.agrees is True
    assert check.why == "it warned: levels were guessed"


def test_what_a_peer_does_to_its_input_stays_with_it(peer: ModuleType) -> None:
    _, after = asked(ask("spoil(reference, candidate)"), ask("mse(reference, candidate)"))
    assert after.agrees is True


def test_a_missing_package_is_one_check_that_says_what_to_type(peer: ModuleType) -> None:
    absent = Package(name="no-such-peer", modules=("no_such_peer.inner",), measured="1", caution="with care")
    call = Call(package=absent, text="no_such_peer.inner.mse(reference, candidate)", key="mse")
    checks = asked(call, ask("mse(reference, candidate)"), call)
    assert [check.agrees for check in checks] == [True, None]
    problem = "not installed: pip install no-such-peer (with care)"
    assert checks[1] == Check(peer="no-such-peer", version=None, problem=problem)


def test_a_package_that_breaks_on_import_says_so(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, peer: ModuleType
) -> None:
    (tmp_path / "broken_peer.py").write_text("print('hello')\nimport no_such_dependency\n")  # type: ignore[operator]
    monkeypatch.syspath_prepend(str(tmp_path))
    broken = Package(name="broken-peer", modules=("broken_peer",), measured="1")
    checks = asked(Call(package=broken, text="broken_peer.mse(reference)", key="mse"), ask("mse(reference, candidate)"))
    assert checks[0].agrees is True
    assert checks[1].problem == "could not be imported: No module named 'no_such_dependency'"


def test_a_package_whose_contents_were_overwritten_says_so(peer: ModuleType) -> None:
    hollow = replace(FAKE, has="quality")
    (check,) = asked(Call(package=hollow, text="fake_peer.quality(reference)", key="mse"))
    assert check.problem is not None
    assert check.problem.startswith("fake_peer has no quality: another package has overwritten it")


def test_an_index_that_we_do_not_have_is_said(peer: ModuleType) -> None:
    (check,) = asked(ask("mse(reference, candidate)", "telepathy"))
    assert check.agrees is None
    assert check.its_value is not None
    assert check.problem == "we have no value: mikurabe has no index telepathy (yet)"


def test_our_own_problem_is_told(peer: ModuleType) -> None:
    flat = image(np.full((20, 24), 7, np.uint8))
    (check,) = asked(ask("say(0.5)", "pearson"), pair=(flat, image(noise((20, 24)))))
    assert (check.agrees, check.our_value) == (None, None)
    assert check.problem is not None
    assert "flat" in check.problem


def test_calls_about_colour_need_two_colour_pictures(peer: ModuleType) -> None:
    calls = [ask("shape(reference)", reads=reads) for reads in ("luma", "colour", "either")]
    colour, gray = image(noise((20, 24, 3))), image(noise((20, 24)))
    assert [(check.on, check.its_value) for check in asked(*calls, pair=(colour, colour))] == [
        ("luma", 2),
        ("colour", 3),
        ("colour", 3),
    ]
    for pair in ((gray, gray), (colour, gray)):
        assert [(check.on, check.its_value) for check in asked(*calls, pair=pair)] == [("luma", 2), ("luma", 2)]


@pytest.mark.parametrize(
    ("pixels", "white"),
    [
        (np.array([[0, 257, 65535]] * 3, np.uint16), None),
        (np.array([[0, 1 / 255, 1]] * 3, np.float32), 1.0),
        (np.array([[0, 2, 510]] * 3, np.float64), 510.0),
    ],
)
def test_deeper_pictures_are_given_in_8_bits_and_that_is_noted(
    pixels: NDArray[np.generic], white: float | None
) -> None:
    first, second, notes = as_peers_see(image(pixels, white), image(pixels, white))
    assert first.pixels.tolist() == second.pixels.tolist() == [[0, 1, 255]] * 3
    assert first.white == 255
    assert "to 8 bits" in notes[0]


def test_another_size_is_refused() -> None:
    with pytest.raises(mk.UnequalPictures, match="another size"):
        crosscheck(image(noise((20, 24))), image(noise((24, 20))), calls=())
    assert as_peers_see(image(noise((20, 24))), image(noise((24, 20))), fit="crop")[1].pixels.shape == (20, 20)


def test_progress_is_told(peer: ModuleType) -> None:
    told: list[tuple[int, int]] = []
    pair = image(noise((20, 24)))
    crosscheck(pair, pair, calls=[ask("say(0)")] * 2, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def shown(checks: tuple[Check, ...], width: int, encoding: str = "utf-8") -> str:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace")
    print_checks(checks, Console(file=out, width=width, color_system=None, legacy_windows=False), notes=("8 bits",))
    out.seek(0)
    return out.read()


@pytest.mark.parametrize(("width", "encoding"), [(80, "utf-8"), (100, "utf-8"), (200, "ascii")])
def test_the_table_groups_by_index_and_fits(peer: ModuleType, width: int, encoding: str) -> None:
    absent = Call(package=Package(name="absent", modules=("absent_peer",), measured="1"), text="x", key="mse")
    text = shown(
        asked(
            ask("mse(reference, candidate)"),
            ask("say(0.25)", "ssim[recipe=skimage]", otherwise="guesses"),
            ask("mse(reference, candidate) + 1", otherwise="adds one; " + "and says so " * 10),
            ask("crash(reference, candidate)", "ssim"),
            absent,
        ),
        width,
        encoding,
    )
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    headings = [line[1:].split()[0] for line in lines if line[:1] in (" ", "|") and line[1:2].isalpha()]
    assert headings == ["index,", "mse", "ssim[recipe=skimage]", "ssim"]
    text = " ".join(text.split())
    assert "1 of 4 calls agree with ours, 2 differ, 1 could not be compared, 1 packages could not be asked." in text
    assert "Asked: fake-peer 1.2" in text
    assert "absent: not installed: pip install absent" in text
    assert "RuntimeError: wrong shape" in text
    assert "Note: 8 bits" in text
    for word in ("agrees", "differs +1", "no value"):
        assert word in text


def test_json_spells_infinity_and_keeps_everything(peer: ModuleType) -> None:
    same = image(noise((20, 24)))
    checks = asked(ask("say(80)", "psnr", otherwise="caps"), pair=(same, same))
    document = json.loads(to_json(checks, notes=("a note",)))
    assert document["notes"] == ["a note"]
    (row,) = document["checks"]
    assert (row["its_value"], row["our_value"], row["difference"]) == (80, "inf", "-inf")
    assert (row["agrees"], row["why"], row["our_key"]) == (False, "caps", "psnr")


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.package.name}: {call.text}")
def test_every_call_is_an_expression_about_both_pictures_and_an_index_of_ours(call: Call) -> None:
    names = compile(call.text, "call", "eval").co_names
    inner = [
        name
        for const in compile(call.text, "call", "eval").co_consts
        if hasattr(const, "co_names")
        for name in const.co_names
    ]
    assert {"reference", "candidate"} <= {*names, *inner}
    assert call.package.modules[0].partition(".")[0] in names
    assert parse(call.key).key == call.key


def test_no_call_stands_twice() -> None:
    keys = [(call.text, call.key, call.reads) for call in CALLS]
    assert len(set(keys)) == len(keys)


def test_crosscheck_imports_no_peer_before_it_is_asked() -> None:
    code = (
        "import sys; import mikurabe.crosscheck; "
        "assert not {'torch', 'skimage', 'cv2', 'sklearn', 'rich', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


PACKAGES = list(dict.fromkeys(call.package for call in CALLS))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.modules[0])
def test_the_peers_say_what_they_said_when_measured(package: Package) -> None:
    """Where a call has no ``otherwise`` it agrees, in gray and in colour; packages.py has the versions."""
    for module in package.modules:
        pytest.importorskip(module, reason=f"{package.name} is not installed", exc_type=ImportError)
    camera, noisy = camera_and_noise()
    calls = [call for call in CALLS if call.package == package]
    cut = np.s_[100:276, 120:312]
    colour = [np.stack([plane[cut], plane[cut][::-1], plane[cut][:, ::-1]], axis=2) for plane in (camera, noisy)]
    for pair in ((camera[cut], noisy[cut]), colour):
        for check in crosscheck(image(pair[0]), image(pair[1]), calls=calls):
            if check.call and not check.agrees:
                text = (check.call, check.on)
                known = [each for each in calls if each.text == text[0] and each.otherwise]
                assert known, check


@pytest.mark.parametrize(
    ("text", "its_value", "ours"),
    [
        # The figures are those of scikit-image 0.26.0 and opencv-contrib-python-headless 5.0.0.93.
        ("skimage.metrics.structural_similarity(reference, candidate)", 0.36745183, 0.36745183),
        ("skimage.metrics.structural_similarity(reference, candidate, gaussian_weights=True)", None, 0.35796424),
        ("cv2.quality.QualitySSIM_compute(reference, candidate)[0][0]", 0.35611611, 0.35611611),
        ("cv2.quality.QualityGMSD_compute(reference, candidate)[0][0]", 0.18284244, 0.18284593),
        # Our value is that of NumPy in float64; SciPy multiplies 8-bit levels in 8 bits and says 1.
        ("1 - scipy.spatial.distance.cosine(reference.ravel(), candidate.ravel())", None, 0.99160474),
    ],
)
def test_the_camera_man_with_noise_has_the_published_values(text: str, its_value: float | None, ours: float) -> None:
    (call,) = [call for call in CALLS if call.text == text and call.reads != "colour"]
    for module in call.package.modules:
        pytest.importorskip(module, reason=f"{call.package.name} is not installed")
    (check,) = crosscheck(*map(image, camera_and_noise()), calls=[call])
    if check.problem is not None:
        pytest.skip(check.problem)
    assert check.our_value == pytest.approx(ours, abs=2e-5)
    if its_value is None:
        assert check.agrees is False
        assert check.why
    else:
        assert check.its_value == pytest.approx(its_value, abs=1e-8)
        assert check.agrees is True
