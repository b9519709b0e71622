"""Events of a flow cytometer or analyser: channels, the scales of their axes, and where on a plot each event lies."""

from mikurabe.events.axes import AxisFacts, PlotAxis, astray, choose_axis, facts_of
from mikurabe.events.channels import default_pair, find_channel, listed
from mikurabe.events.eventlist import Channel, EventFile, EventList
from mikurabe.events.scales import SCALES, Arcsinh, Linear, Log, Logicle, Scale, parse_scale

__all__ = [
    "SCALES",
    "Arcsinh",
    "AxisFacts",
    "Channel",
    "EventFile",
    "EventList",
    "Linear",
    "Log",
    "Logicle",
    "PlotAxis",
    "Scale",
    "astray",
    "choose_axis",
    "default_pair",
    "facts_of",
    "find_channel",
    "listed",
    "parse_scale",
]
