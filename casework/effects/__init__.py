"""What is peculiar to single verbs. Everything else the rows say."""

from casework.effects import (
    carrying,
    consenting,
    correcting,
    crisis,
    grouping,
    handover,
    judging,
    leaving,
    opening,
    running,
    serving,
    supervising,
)

__all__ = [
    "carrying",
    "consenting",
    "correcting",
    "crisis",
    "grouping",
    "handover",
    "judging",
    "leaving",
    "opening",
    "running",
    "serving",
    "supervising",
]
