"""What is peculiar to single verbs. Everything else the rows say."""

from casework.effects import opening, serving

__all__ = ["opening", "serving"]
