"""A question as the parts of a page know it, and the remarks that stand at it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from casework.catalogue import label_of
from casework.models import Case, Remark

BLANK = "__n__"  # stands for the number of a row that a script adds


@dataclass
class Asked:
    """One question with its answer, what is said about it, and why it may be closed."""

    key: str
    name: str
    id: str
    label: str
    kind: str
    hint: str = ""
    required: str = "no"
    options: list[tuple[str, str]] = field(default_factory=list)
    value: Any = ""
    parts: list["Asked"] = field(default_factory=list)
    rows: list[list["Asked"]] = field(default_factory=list)
    blank: list["Asked"] = field(default_factory=list)
    error: str = ""
    remarks: list[Any] = field(default_factory=list)
    source: str = ""
    locked: str = ""
    max_length: int | None = None
    text: str = ""  # the answer as one reads it, where the form is not open
    lines: list[list[tuple[str, str]]] = field(default_factory=list)  # the same, of rows
    by_item: list[tuple[str, str]] = field(default_factory=list)  # scales: name, address

    @property
    def part(self) -> dict[str, "Asked"]:
        """Return the parts by key, for a page that places each by itself."""
        return {each.key: each for each in self.parts}


@dataclass(frozen=True)
class Noted:
    """A remark as it stands at its field."""

    id: int
    text: str
    by: str
    at: Any
    answer: str
    answer_url: str
    label: str
    part: str = ""  # of the answer, where it stands at one


def html_id(path: str) -> str:
    return "f-" + path.replace(".", "-")


def noted(remark: Remark, case: Case | None, *, answerable: bool) -> Noted:
    """Return a remark as a page shows it, with where it is answered by whoever may."""
    url = reverse("web:remark", args=[case.pk, remark.pk]) if case and answerable else ""
    return Noted(
        id=remark.pk,
        text=remark.text,
        by=str(remark.review.reviewer),
        at=remark.review.at,
        answer=remark.answer if remark.answered_at else "",
        answer_url=url,
        label=label_of(remark.form, remark.anchor) if "." in remark.anchor else "",
        part=remark.anchor.partition(".")[2],
    )
