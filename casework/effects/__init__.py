"""What is peculiar to single verbs. Everything else the rows say."""

from casework.effects import crisis, handover, leaving, opening, serving

__all__ = ["crisis", "handover", "leaving", "opening", "serving"]
