"""What this machine lacks, and how to mend it: one small check each, run in the order of these.

A check returns a ``Finding``; a new one is a function under ``@check`` in its subject's module.
"""

from config.doctor import data, deadlines, keys, machine, printing, way_in, work

__all__ = ["data", "deadlines", "keys", "machine", "printing", "way_in", "work"]
