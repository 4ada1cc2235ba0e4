"""What is peculiar to single verbs. Everything else the rows say."""

from casework.effects import (
    consenting,
    correcting,
    crisis,
    grouping,
    handover,
    leaving,
    opening,
    serving,
    supervising,
)

__all__ = [
    "consenting",
    "correcting",
    "crisis",
    "grouping",
    "handover",
    "leaving",
    "opening",
    "serving",
    "supervising",
]
