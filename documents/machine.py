"""What printing needs of the machine, for ``doctor``; loading WeasyPrint would already fail."""

import ctypes

LIBRARIES = {  # what is loaded: the Debian package it is in
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}


def missing_packages() -> list[str]:
    return [package for name, package in LIBRARIES.items() if not _loads(name)]


def trial() -> bytes:
    """Print one line in the faces of our papers, and return the PDF."""
    from documents.printing import sheet  # noqa: PLC0415  (heavy, and may not load at all)

    return sheet("<p>闭环 Bihuan 2026</p>")


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
