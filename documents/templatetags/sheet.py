"""What print templates are written in: sections of fields, and text set as print wants it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents import glyphs
from documents.drawings import drawings_of
from documents.drawings.shapes import Drawing
from documents.layout import Sheet, blocks_of
from documents.paper import Field, Signature
from documents.typography import ems, paragraphs, zh

register = template.Library()
register.filter("paragraphs", paragraphs)

BOXES = re.compile("[□■]+")  # of one size only in the fallback
ABREAST = 760  # pixels: what fits across a page without becoming too small to read
BRIEF = 100  # characters: a longer opinion gets a line of its own
TALL = 600  # characters: signatures below a longer opinion need not stay on one page
SHORT = 40  # ems: a name, an address; longer texts take a rare character from the fallback alone


@register.filter
def typeset(value: Any) -> SafeString:
    """Set an answer: Chinese marks, one face for a whole name, a stroke where there is none."""
    text = zh(glyphs.printable(str(value or ""))) or "/"
    if ems(text) <= SHORT and not glyphs.covers(text):
        return format_html('<span class="rare">{}</span>', text)
    marked = BOXES.sub(r'<span class="box">\g<0></span>', escape(text))
    return mark_safe(marked)  # noqa: S308  (escaped above)


@register.inclusion_tag("documents/section.html", takes_context=True)
def section(context: dict[str, Any], title: str, *keys: str) -> dict[str, Any]:
    """Print the fields of these keys under a title; nothing, if the paper has none of them."""
    sheet: Sheet = context["sheet"]
    return _section(sheet, title, sheet.take(keys))


@register.inclusion_tag("documents/section.html", takes_context=True)
def remaining(context: dict[str, Any]) -> dict[str, Any]:
    """Print every field that no section has taken: nothing submitted stays unprinted."""
    sheet: Sheet = context["sheet"]
    return _section(sheet, _("其他"), sheet.rest())


@register.inclusion_tag("documents/drawings/drawings.html", takes_context=True)
def drawings(context: dict[str, Any]) -> dict[str, Any]:
    """Draw what the snapshot says of a family; the answers themselves follow in tables."""
    content = {field.key: field.value for field in context["paper"].fields}
    found = drawings_of(content, glyphs.printable, glyphs.printable)
    lines = [list(_shares(each)) for each in _beside(found)]
    return {"drawings": found, "lines": lines, "numeral": found and context["sheet"].numeral()}


def _beside(found: list[Drawing]) -> list[list[Drawing]]:
    """Put the drawings beside each other where they need not shrink much for it."""
    return [found] if sum(each.width for each in found) <= ABREAST else [[each] for each in found]


def _shares(line: list[Drawing]) -> Iterator[tuple[Drawing, int]]:
    """Yield the drawings of one line, and what each takes of its width, in percent."""
    wide = sum(each.width for each in line)
    return ((each, round(100 * each.width / wide)) for each in line)


@register.inclusion_tag("documents/signatures.html", takes_context=True)
def signatures(context: dict[str, Any]) -> dict[str, Any]:
    """Print the cells for opinions and signatures."""
    cells = context["paper"].signatures
    return {
        "lines": list(_lines(cells)),
        "tall": any(len(cell.opinion) > TALL for cell in cells),
        "numeral": cells and context["sheet"].numeral(),
    }


@register.inclusion_tag("documents/seals.html", takes_context=True)
def seals(context: dict[str, Any], key: str, role: str = "") -> dict[str, Any]:
    """Print a place to sign and seal for each body that an answer names; it is sealed on paper."""
    answers = {field.key: field for field in context["paper"].fields}
    value = answers[key].value if key in answers else None
    bodies = value if isinstance(value, list) else [value or {}]
    return {
        "seals": [{"role": each.get("role") or role, "name": each.get("org")} for each in bodies]
    }


def _lines(cells: Sequence[Signature]) -> Iterator[Sequence[Signature]]:
    """Yield the cells line by line: up to three abreast, long opinions by themselves."""
    for brief, group in groupby(cells, key=lambda cell: len(cell.opinion) <= BRIEF):
        these = list(group)
        abreast = 1 if not brief else 2 if len(these) == 4 else 3  # noqa: PLR2004
        yield from (these[at : at + abreast] for at in range(0, len(these), abreast))


def _section(sheet: Sheet, title: str, fields: list[Field]) -> dict[str, Any]:
    return {"title": title, "blocks": blocks_of(fields), "numeral": fields and sheet.numeral()}
