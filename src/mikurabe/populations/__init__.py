"""Populations: from pictures of dot plots back to clusters of cells, learned once from normal pictures.

    normal = learn_populations(normal_images)
    measured = measure(normal, image)                  # count, share, centre, widths, tilt of each; background
    changes(normal.normal, measured)                   # dx, dy, width ratios ... against the normal mean
    together(normal, measured)                         # the same of all populations in common, with standard errors

What can be measured follows from how a picture is drawn. Dots of one pixel hide each other, and the fit counts the
hidden ones from the shape around them. Cluster colours say which dot is whose; without them tails of neighbours are
shared out by the learned shapes. A density's colours order its counts but do not say them: shifts and ratios of widths
are measured, counts and shares in the map's own unit.
"""

from mikurabe.populations.area import Area, plot_area
from mikurabe.populations.learn import learn_populations, mean_of
from mikurabe.populations.look import Look
from mikurabe.populations.measure import changes, measure
from mikurabe.populations.population import Change, Figure, Measured, Member, Place, Populations, Together
from mikurabe.populations.store import from_dict, to_dict
from mikurabe.populations.together import together

__all__ = [
    "Area",
    "Change",
    "Figure",
    "Look",
    "Measured",
    "Member",
    "Place",
    "Populations",
    "Together",
    "changes",
    "from_dict",
    "learn_populations",
    "mean_of",
    "measure",
    "plot_area",
    "to_dict",
    "together",
]
