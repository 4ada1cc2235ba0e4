"""From a paper to a PDF: the only place that knows WeasyPrint."""

import gc
import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn

import segno
from django.conf import settings
from django.template.loader import select_template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from documents import faces, glyphs
from documents.layout import Sheet
from documents.paper import Paper

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it quotes what it cannot print
STYLE = Path(__file__).parent / "print.css"
_press = Lock()  # Pango's font map, shared by all prints of a process, is not safe among threads


@dataclass(frozen=True)
class Printed:
    """A PDF, as it will be sealed."""

    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def render(paper: Paper) -> Printed:
    """Print a paper. The same paper gives the same bytes, so that a retry changes nothing."""
    html = HTML(string=html_of(paper), url_fetcher=nothing)
    with _press:
        fonts, style = _types()
        document = html.render(font_config=fonts, stylesheets=[style], pdf_tags=True)
        content = document.write_pdf(pdf_identifier=paper.sha256.encode(), pdf_tags=True)
    return Printed(content, len(document.pages))


def sheet(words: str) -> bytes:
    """Print a few words of HTML, to see that this machine can."""
    with _press:
        fonts, style = _types()
        document = HTML(string=words, url_fetcher=nothing)
        content: bytes = document.write_pdf(font_config=fonts, stylesheets=[style])
    return content


def html_of(paper: Paper) -> str:
    """Return the page which is printed, by the template of its form or the plain one."""
    template = select_template([f"documents/{paper.code}.html", "documents/form.html"])
    with translation.override(settings.LANGUAGE_CODE):
        page: str = template.render(
            {
                "paper": paper,
                "sheet": Sheet(paper),
                "qr": qr(paper.verify_url),
                "unknown": [f"U+{ord(each):04X}" for each in glyphs.unknown(words_of(paper))],
            }
        )
    return page


def words_of(paper: Paper) -> str:
    """Return everything on the paper that people have written, in one text."""
    return json.dumps(asdict(paper), ensure_ascii=False, default=str)


def qr(url: str) -> SafeString:
    """Return a QR code as inline SVG."""
    drawn = segno.make(url, error="m").svg_inline(
        border=0, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  (drawn from the address, not holding it)


def nothing(_url: str) -> NoReturn:
    """Fetch nothing: a paper reaches no network and no file."""
    raise ValueError("a paper fetches nothing")


@cache
def _types() -> tuple[Any, Any]:
    """Return the faces and the style sheet, read once a process."""
    with faces.alone():
        fonts = FontConfiguration()
    columns = "\n".join(f".w{percent} {{ width: {percent}% }}" for percent in range(1, 101))
    style = CSS(string=STYLE.read_text() + columns, font_config=fonts, url_fetcher=nothing)
    gc.freeze()  # what is loaded by now stays: not searched for garbage at every print
    return fonts, style
