"""AVIF -> Opened: header and 8-bit pixels by Pillow, deeper pixels by imagecodecs (both libavif)."""

from __future__ import annotations

import io

import numpy as np

from mikurabe.images.metadata import orientation
from mikurabe.images.opened import Opened, check_size, codec_missing
from mikurabe.records import Array


def open_avif(data: bytes, max_pixels: int) -> Opened:
    """Return the facts of an AVIF picture, or of an animation's first frame.

    Gray stays gray. 10 and 12 bits stay, with full white at 1023 and 4095; of animations they become 8.
    """
    from PIL import features

    if not features.check("avif"):
        raise codec_missing("AVIF", "install Pillow 11.3 or later: pip install --upgrade pillow")
    from PIL.AvifImagePlugin import AvifImageFile

    header = AvifImageFile(io.BytesIO(data))
    width, height = header.size
    check_size("AVIF", width, height, max_pixels)
    bits, gray = _depth(data)
    moves = header.n_frames > 1

    def load() -> Array:
        # Never imagecodecs for an animation: its avif_decode(index=0) writes beyond the array it has made (2026.3.6).
        if bits == 8 or moves:
            header.load()
            pixels = np.asarray(header)
            # Some versions of Pillow repeat the one plane of gray, others have it once.
            if gray and pixels.ndim == 3 and pixels.shape[2] >= 3:
                return pixels[..., 0] if pixels.shape[2] == 3 else pixels[..., 2:]
            return pixels
        import imagecodecs

        if not imagecodecs.AVIF.available:
            raise codec_missing(
                f"AVIF of {bits} bits", "install an imagecodecs that has it: pip install --upgrade imagecodecs"
            )
        return np.asarray(imagecodecs.avif_decode(data, numthreads=1))

    return Opened(
        format="AVIF",
        width=width,
        height=height,
        full=255.0 if moves else float(2**bits - 1),
        load=load,
        # Pillow has translated the container's own rotation and mirror into EXIF, and turns nothing itself.
        orientation=orientation(header.info.get("exif"), header.info.get("xmp")),
        frames=header.n_frames,
        profile=header.info.get("icc_profile"),
        notes=(f"{bits} bits read as 8",) if moves and bits > 8 else (),
    )


def _depth(data: bytes) -> tuple[int, bool]:
    """Return the bits per sample, and whether gray, that the AV1 configuration box states (AV1-ISOBMFF, 2.3.3)."""
    at = data.find(b"av1C")
    flags = data[at + 6] if 0 <= at < len(data) - 6 else 0
    return ((12 if flags & 0x20 else 10) if flags & 0x40 else 8), bool(flags & 0x10)
