"""The faces of our papers as the printer wants them: unpacked once a machine, not once a print."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

PACKED = Path(__file__).parent / "fonts"
SPARE = Path(str(files("pylopdf_fonts_zh_cn")))  # Noto Serif SC, Noto Sans SC
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{ours}</dir><dir>{spare}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@contextmanager
def alone() -> Iterator[None]:
    """Let fontconfig see our faces and none of the machine's own, while it is being set up."""
    before = os.environ.pop("FONTCONFIG_FILE", None)
    os.environ["FONTCONFIG_FILE"] = str(folder() / "fonts.conf")
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@cache
def folder() -> Path:
    """Return the folder of the unpacked faces. Other faces, after an update, are another folder."""
    packed = {path.stem: path.read_bytes() for path in sorted(PACKED.glob("*.woff2"))}
    version = sha256(b"".join(packed.values())).hexdigest()[:12]
    ours: Path = settings.HOME / "faces" / version
    ours.mkdir(parents=True, exist_ok=True)
    for name, content in packed.items():
        if not (ours / f"{name}.otf").exists():
            _write(ours / f"{name}.otf", _unpacked(content))
    where = {"ours": ours, "spare": SPARE, "cache": ours.parent / "cache"}
    said = CONFIGURATION.format(**{key: escape(str(path)) for key, path in where.items()})
    _write(ours / "fonts.conf", said.encode())
    return ours


def _unpacked(content: bytes) -> bytes:
    from fontTools.ttLib import woff2  # type: ignore[import-untyped]  # noqa: PLC0415  (heavy)

    out = BytesIO()
    woff2.decompress(BytesIO(content), out)
    return out.getvalue()


def _write(target: Path, content: bytes) -> None:
    """Write a file whole: another worker may be reading it. Hidden files are no faces."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.rename(target)
