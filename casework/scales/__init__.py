"""量表: those that are asked item by item. All others are recorded by their score alone."""

from casework.scales.base import NOTICE, Result, Scale
from casework.scales.gad7 import GAD7
from casework.scales.gds15 import GDS15
from casework.scales.phq9 import PHQ9

SCALES = {each.key: each for each in (PHQ9, GAD7, GDS15)}
BY_SLUG = {each.slug: each for each in SCALES.values()}

__all__ = ["BY_SLUG", "GAD7", "GDS15", "NOTICE", "PHQ9", "SCALES", "Result", "Scale"]
