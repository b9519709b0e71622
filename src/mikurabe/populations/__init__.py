"""Populations: from pictures of dot plots back to clusters of cells, learned once from normal pictures.

    normal = learn_populations(normal_images)
    measured = measure(normal, image)                  # count, share, centre, widths, tilt of each; background
    changes(normal.normal, measured)                   # dx, dy, width ratios ... against the normal mean

What can be measured follows from how a picture is drawn. Dots of one pixel hide each other, and the fit counts the
hidden ones from the shape around them. Cluster colours say which dot is whose; without them tails of neighbours are
shared out by the learned shapes. A density's colours order its counts but do not say them: shifts and ratios of widths
are measured, counts and shares in the map's own unit.
"""

from mikurabe.populations.area import Area, plot_area
from mikurabe.populations.learn import learn_populations, mean_of
from mikurabe.populations.look import Look
from mikurabe.populations.measure import changes, measure
from mikurabe.populations.population import Change, Measured, Member, Place, Populations
from mikurabe.populations.store import from_dict, to_dict

__all__ = [
    "Area",
    "Change",
    "Look",
    "Measured",
    "Member",
    "Place",
    "Populations",
    "changes",
    "from_dict",
    "learn_populations",
    "mean_of",
    "measure",
    "plot_area",
    "to_dict",
]
