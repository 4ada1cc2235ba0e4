"""What a reader sees on a printed paper."""

import io
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pypdf import PdfReader

from documents.paper import Paper
from documents.printing import Printed, render
from tests.documents.samples import paper

MARGINS = re.compile(r"天桥东街街道社(会工作服务|工)站(编号：[-\w]+)?扫码验真校验码.*$")


def bare(text: str) -> str:
    """Return text without blanks and line ends: where lines break says nothing about content."""
    return "".join(text.split())


@cache
def printed(code: str) -> Printed:
    """Return a form of S1 as it is printed; tests of the same form look at the same print."""
    return render(paper(code))


def text_of_form(code: str) -> str:
    return "".join(map(body, pages_of(printed(code))))


@cache
def pages_of(printed: Printed) -> list[str]:
    return [bare(page.extract_text()) for page in PdfReader(io.BytesIO(printed.content)).pages]


def text_of(paper: Paper) -> str:
    """Return what stands between the margins, as one text."""
    return "".join(map(body, pages_of(render(paper))))


def body(page: str) -> str:
    """Return a page without what stands in its margins."""
    return MARGINS.sub("", page)


def faces_in(printed: Printed) -> set[str]:
    """Return the faces that a file holds."""
    objects = PdfReader(io.BytesIO(printed.content)).pages
    held: list[Any] = [page["/Resources"] for page in objects]
    return {_name(font.get_object()) for each in held for font in each["/Font"].values()}


def faces_of(printed: Printed, text: str) -> set[str]:
    """Return the faces in which the characters of ``text`` are set."""
    found: set[str] = set()

    def visit(
        said: str, _cm: object, _tm: object, font: dict[str, str] | None, _size: float
    ) -> None:
        if font and set(text) & set(said):
            found.add(_name(font))

    for page in PdfReader(io.BytesIO(printed.content)).pages:
        page.extract_text(visitor_text=visit)
    return found


def _name(font: Mapping[str, Any]) -> str:
    return str(font["/BaseFont"]).split("+")[-1].rstrip(",")
