"""Dot plots: event positions to pixels, by pure functions on arrays that give the same bytes on every machine."""

from mikurabe.plotting.axes import Area, plot_area
from mikurabe.plotting.draw import draw
from mikurabe.plotting.style import COLOUR_MAPS, Axis, Style

__all__ = ["COLOUR_MAPS", "Area", "Axis", "Style", "draw", "plot_area"]
