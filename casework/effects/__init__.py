"""What is peculiar to single verbs. Everything else the rows say."""

from casework.effects import crisis, leaving, opening, serving

__all__ = ["crisis", "leaving", "opening", "serving"]
