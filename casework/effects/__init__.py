"""What is peculiar to single verbs. Everything else the rows say."""

from casework.effects import consenting, crisis, handover, leaving, opening, serving

__all__ = ["consenting", "crisis", "handover", "leaving", "opening", "serving"]
