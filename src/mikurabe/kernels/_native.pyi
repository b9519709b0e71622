from collections.abc import Callable, Sequence
from typing import Any

from numpy import float32, float64, int32, int64, uint8, uint64
from numpy.typing import NDArray

class FlipFilters:
    def __init__(
        self,
        y: NDArray[float32],
        red_green: NDArray[float32],
        blue_down: NDArray[float32],
        blue_right: NDArray[float32],
        smooth: NDArray[float32],
        edge: NDArray[float32],
        point: NDArray[float32],
    ) -> None: ...

def simd() -> str: ...
def block_errors(
    a: NDArray[Any],
    b: NDArray[Any],
    scale: float,
    basis: NDArray[float64],
    weights: NDArray[float64],
    hides: bool,
    hidden: NDArray[float64],
    shares: NDArray[float64],
    out: NDArray[float64],
) -> None: ...
def block_texture(
    plane: NDArray[Any],
    scale: float,
    basis: NDArray[float64],
    weights: NDArray[float64],
    out: NDArray[float64],
) -> None: ...
def blur_float32(plane: NDArray[float32], taps: NDArray[float32], out: NDArray[float32]) -> None: ...
def box_means(pixels: NDArray[Any], factor: int, times: float, out: NDArray[float64]) -> None: ...
def slope_squares(plane: NDArray[Any], factor: int, out: NDArray[Any]) -> None: ...
def slope_deviation(
    squares: NDArray[Any], plane: NDArray[Any], factor: int, constant: float, masking: float
) -> float: ...
def channel_sums(pixels: NDArray[Any], halve: bool, out: NDArray[Any]) -> None: ...
def haar_losses(
    sums_a: NDArray[Any], sums_b: NDArray[Any], mixing: NDArray[float64], constant: float, slope: float
) -> tuple[float, float]: ...
def halved(plane: NDArray[Any], out: NDArray[Any]) -> None: ...
def half_blurred(plane: NDArray[Any], scale: float, taps: NDArray[float64], out: NDArray[float64]) -> None: ...
def information_arrived(
    a: NDArray[Any],
    b: NDArray[Any],
    scale: float,
    mean_a: NDArray[float64],
    variance_a: NDArray[float64],
    taps: NDArray[float64],
    noise: float,
    flat: float,
) -> float: ...
def information_content(
    a: NDArray[float64],
    b: NDArray[float64],
    strength: NDArray[float64],
    eigenvalues: NDArray[float64],
    noise: float,
    nothing: float,
    rim: int,
    out: NDArray[float64],
) -> None: ...
def level_counts(levels: NDArray[Any], counts: NDArray[int64]) -> None: ...
def commonest_colour(colours: NDArray[uint8]) -> int: ...
def distance_from(pixels: NDArray[Any], colour: NDArray[Any], out: NDArray[Any]) -> None: ...
def cell_sums(plane: NDArray[Any], side: int, out: NDArray[uint64]) -> None: ...
def least_work(surplus: NDArray[int64]) -> float: ...
def luma(pixels: NDArray[Any], out: NDArray[Any]) -> None: ...
def shrunk(pixels: NDArray[Any], channels: int, out: NDArray[Any]) -> None: ...
def moments_of_stack(a: NDArray[uint8], stack: NDArray[uint8], out: NDArray[int64]) -> None: ...
def single_ssim_of_stack(
    a: NDArray[uint8],
    stack: NDArray[uint8],
    shift_a: float,
    mean_a: NDArray[float32],
    variance_a: NDArray[float32],
    taps: NDArray[float32],
    c1: float,
    c2: float,
    out: NDArray[float64],
) -> None: ...
def lab(pixels: NDArray[Any], table: NDArray[float32], white: float, out: NDArray[float32]) -> None: ...
def ciede2000(
    lab: NDArray[float32],
    reference: NDArray[Any],
    candidate: NDArray[Any],
    table: NDArray[float32],
    white: float,
    out: NDArray[float32],
) -> None: ...
def ciede2000_mean(
    lab: NDArray[float32],
    reference: NDArray[Any],
    candidate: NDArray[Any],
    table: NDArray[float32],
    white: float,
) -> float: ...
def flip_seen(
    pixels: NDArray[Any], table: NDArray[float32], white: float, filters: FlipFilters, out: NDArray[float32]
) -> None: ...
def flip(
    seen: NDArray[float32],
    reference: NDArray[Any],
    candidate: NDArray[Any],
    table: NDArray[float32],
    white: float,
    filters: FlipFilters,
    out: NDArray[float32],
) -> None: ...
def flip_mean(
    seen: NDArray[float32],
    reference: NDArray[Any],
    candidate: NDArray[Any],
    table: NDArray[float32],
    white: float,
    filters: FlipFilters,
) -> float: ...
def moments(a: NDArray[Any], b: NDArray[Any]) -> tuple[Any, Any, Any, Any, Any, Any, Any]: ...
def window_stats(
    plane: NDArray[Any],
    taps: NDArray[float64],
    reflect: bool,
    mean: NDArray[float64],
    variance: NDArray[float64],
) -> None: ...
def ssim_map(
    a: NDArray[Any],
    b: NDArray[Any],
    mean_a: NDArray[float64],
    variance_a: NDArray[float64],
    taps: NDArray[float64],
    reflect: bool,
    c1: float,
    c2: float,
    covariance_scale: float,
    out: NDArray[float64],
) -> None: ...
def ssim_mean(
    a: NDArray[Any],
    b: NDArray[Any],
    mean_a: NDArray[float64],
    variance_a: NDArray[float64],
    taps: NDArray[float64],
    reflect: bool,
    c1: float,
    c2: float,
    covariance_scale: float,
) -> float: ...
def single_stats(
    plane: NDArray[Any], taps: NDArray[float32], shift: float, mean: NDArray[float32], variance: NDArray[float32]
) -> None: ...
def passing(pair: NDArray[float64], orders: NDArray[int32], gaps: NDArray[float64], work: NDArray[float64]) -> None: ...
def products(a: NDArray[Any], b: NDArray[Any]) -> tuple[float, float]: ...
def single_ssim_map(
    a: NDArray[Any],
    b: NDArray[Any],
    shift_a: float,
    shift_b: float,
    mean_a: NDArray[float32],
    variance_a: NDArray[float32],
    taps: NDArray[float32],
    c1: float,
    c2: float,
    out: NDArray[float32],
) -> None: ...
def single_ssim_means(
    a: NDArray[Any],
    b: NDArray[Any],
    shift_a: float,
    shift_b: float,
    mean_a: NDArray[float32],
    variance_a: NDArray[float32],
    taps: NDArray[float32],
    c1: float,
    c2: float,
    with_structure: bool,
) -> tuple[float, float]: ...
def smoothed(plane: NDArray[Any], scale: float, taps: NDArray[float32], out: NDArray[float32]) -> None: ...
def changed(
    a: NDArray[Any], b: NDArray[Any], scale: float, limit: float, antialias: bool, out: NDArray[uint8]
) -> None: ...
def over_white(pixels: NDArray[Any], shown: NDArray[Any]) -> bool: ...
def coloured(indices: NDArray[uint8], palette: NDArray[uint8], out: NDArray[uint8]) -> None: ...
def copy_tiled(pixels: NDArray[Any], out: NDArray[Any]) -> None: ...
def use_libdeflate(
    alloc_decompressor: int,
    zlib_decompress_ex: int,
    crc32: int,
    free_decompressor: int,
    alloc_compressor: int,
    zlib_compress: int,
    zlib_compress_bound: int,
    free_compressor: int,
) -> None: ...
def png_files(pictures: NDArray[uint8], channels: int, factor: int, level: int) -> list[bytes] | None: ...
def unfilter(raw: NDArray[uint8], width_bytes: int, height: int, bytes_per_pixel: int) -> int: ...
def read_stack(
    paths: list[bytes], channels: int, most: int, out: NDArray[uint8]
) -> list[tuple[bytes, float] | None]: ...
def png_chunks(data: bytes) -> list[tuple[bytes, int, int]] | None: ...
def png_rows(
    data: bytes,
    spans: Sequence[tuple[int, int]],
    width_bytes: int,
    height: int,
    bytes_per_pixel: int,
    out: NDArray[uint8],
) -> bool: ...
def plain_png(
    data: bytes, max_pixels: int, make_room: Callable[[int], NDArray[uint8]]
) -> tuple[NDArray[uint8], int, int, int] | None: ...
def wave_energy(
    half: NDArray[float64],
    angular: NDArray[float64],
    radial: NDArray[float64],
    least: float,
    found: NDArray[float64],
    amplitude: NDArray[float64],
    power: NDArray[float64],
) -> None: ...
def congruency(
    found: NDArray[float64], limits: NDArray[float64], amplitude: NDArray[float64], out: NDArray[float64]
) -> None: ...
def likeness(first: NDArray[float64], second: NDArray[float64], constant: float, out: NDArray[float64]) -> None: ...
def real_power(values: NDArray[float64], exponent: float, negative: float, out: NDArray[float64]) -> None: ...
def mixture(channels: NDArray[float64], weights: NDArray[float64], out: NDArray[float64]) -> None: ...
def steepness(plane: NDArray[float64], middle: float, side: float, out: NDArray[float64]) -> None: ...
def lab_of_levels(levels: NDArray[float64], mixing: NDArray[float64], out: NDArray[float64]) -> None: ...
def salience(
    passed: NDArray[float64],
    lab: NDArray[float64],
    centre: NDArray[float64],
    low_a: float,
    span_a: float,
    low_b: float,
    span_b: float,
    exponent: float,
    out: NDArray[float64],
) -> None: ...
def median(values: NDArray[float64]) -> float: ...
def resampled(
    pixels: NDArray[Any],
    row_places: NDArray[int64],
    row_weights: NDArray[float64],
    column_places: NDArray[int64],
    column_weights: NDArray[float64],
    base: NDArray[float64],
    out: NDArray[float64],
) -> None: ...
