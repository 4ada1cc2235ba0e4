"""A paper: one page of ours, beside plain WeasyPrint on the same words."""

import re
from dataclasses import replace
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.measuring import Cost, Goal, Row, in_turn
from documents import faces
from documents.paper import Paper
from documents.printing import STYLE, html_of, nothing, render
from tests.documents.samples import paper

FORM = "C14"  # 申请: one page on both sides


def measure(*, rounds: int) -> list[Row]:
    """Measure one page, from the paper to its bytes; nothing is sealed or stored."""
    one = paper(FORM)
    costs = in_turn(lambda: lambda: render(one), lambda: lambda: _plain(one), rounds=rounds)
    printed = render(one)
    ours = _sized(costs[0], printed.content, printed.pages)
    peer = _sized(costs[1], *_plain(one))
    goals = [
        Goal("CPU, ours ÷ peer", 0.4, (ours / peer)["cpu"]),
        Goal("kB of ours", 120, ours.size["kb"]),
    ]
    return [Row(f"paper {FORM}", rounds, {"ours": ours, "peer": peer}, goals)]


def _sized(cost: Cost, content: bytes, pages: int) -> Cost:
    return replace(cost, size={"kb": round(len(content) / 1000, 1), "pages": pages})


def _plain(one: Paper) -> tuple[bytes, int]:
    """Print as the manual says: the machine's big faces, tables as wide as their cells ask for."""
    html = HTML(string=html_of(one), url_fetcher=nothing)
    document = html.render(font_config=_fonts(), stylesheets=[CSS(string=_style())])
    return document.write_pdf(), len(document.pages)


@cache
def _fonts() -> FontConfiguration:
    """Reused, as ours is: to look for the faces anew at each print would be dearer still."""
    with faces.alone():
        return FontConfiguration()


@cache
def _style() -> str:
    """Our style sheet, but for what makes it quick: fixed columns, and small faces."""
    said = STYLE.read_text(encoding="utf-8").replace("table-layout: fixed; ", "")
    said = said.replace('"BH Hei"', '"Noto Sans SC"')
    return re.sub(r'"BH [A-Za-z ]+"', '"Noto Serif SC"', said)
