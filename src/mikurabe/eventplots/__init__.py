"""Files of events (FCS, CSV) in a listing: drawn as pictures, all with the same axes."""

from mikurabe.eventplots.files import channels_of, is_picture
from mikurabe.eventplots.plot import Plot
from mikurabe.eventplots.plotted import Plotted, as_typed, with_plots

__all__ = ["Plot", "Plotted", "as_typed", "channels_of", "is_picture", "with_plots"]
