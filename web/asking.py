"""Putting together what a form's page needs to know of each question."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import consents
from casework.approvals import remarks_on
from casework.catalogue import FORMS
from casework.comparison import lines_of, text_of
from casework.models import Case, Content, Remark
from casework.questions import Nested, Question, Rows, Scaled, Sub, Ticked, Wording
from web.asked import BLANK, Asked, html_id, noted
from workflows.posted import GUARDED


class Asking:
    """Asks the questions of one form, over what was typed into it."""

    def __init__(  # noqa: PLR0913
        self,
        case: Case | None,
        code: str,
        raw: Content,
        errors: dict[str, str],
        *,
        guarded: bool,
        editable: bool,
        content: Content | None = None,
        longer: str = "",
    ) -> None:
        """``guarded`` shows numbers masked; ``content`` are the answers as they were read."""
        self.case, self.code, self.raw, self.errors = case, code, raw, errors
        self.guarded, self.editable = guarded, editable
        self.content, self.longer = content or {}, longer
        self.closed = consents.closed(case, code)
        self.sources = self._sources()
        self.remarks = list(_current(remarks_on(case, code))) if case else []

    def _sources(self) -> dict[str, str]:
        """Say where an answer comes from, as long as nobody has changed it."""
        if self.case is None:
            return {}
        form = FORMS[self.code]
        return {
            key: str(says)
            for key, (value, says) in form.prefilled(self.case).items()
            if says and self.raw.get(key) == form.question(key).raw_of(value)
        }

    def question(self, question: Question) -> Asked:
        """Return one question of the form, parts, rows, remarks and all."""
        raw = self.raw.get(question.key)
        asked = self._asked(question, raw, question.key)
        asked.source = self.sources.get(question.key, "")
        asked.locked = self.closed.get(question.key, "") or self._kept(question, raw)
        asked.remarks = [
            noted(each, self.case, answerable=self.editable)
            for each in self.remarks
            if each.anchor.partition("[")[0].partition(".")[0] == question.key
        ]
        for cell in (each for row in asked.rows for each in row):
            cell.remarks = [each for each in asked.remarks if each.part == cell.key]
        if isinstance(question, Wording):
            asked.value = question.shown(None)
        if not self.editable:
            self._read(asked, question)
        return asked

    def _read(self, asked: Asked, question: Question) -> None:
        shown = question.shown(self.content.get(question.key))
        asked.text = text_of({"kind": question.kind, "shown": shown})
        asked.lines = lines_of(shown)

    def _kept(self, question: Question, raw: Any) -> str:
        """A number once given is shown masked, until somebody has said why they must see it."""
        kept = question.key in GUARDED.get(self.code, set())
        wrong = any(path.partition(".")[0] == question.key for path in self.errors)
        if not self.guarded or not kept or wrong or question.empty(raw):
            return ""
        value, wrong_too = question.answer(raw, question.key)
        shown = question.shown(raw if wrong_too else value)
        text = text_of({"kind": question.kind, "shown": shown}).replace("\n", "，")
        return _("已填 %s。要核对或改动，先点“查看完整信息”。") % text

    def _asked(self, question: Question, raw: Any, path: str) -> Asked:
        asked = Asked(
            key=question.key,
            name=path.replace(".", "-"),
            id=html_id(path),
            label=str(question.label),
            kind=question.kind,
            hint=str(question.hint),
            required=question.required,
            options=[(value, str(text)) for value, text in getattr(question, "options", [])],
            error=self.errors.get(path, ""),
            max_length=getattr(question, "longest", None),
            value=question.shown(self._worked_out(path)) if question.kind == "worked" else raw,
        )
        if asked.value is None:
            asked.value = ""
        if isinstance(question, Nested):
            self._nested(asked, question, raw, path)
        return asked

    def _worked_out(self, path: str) -> Any:
        """Return what the system has made of the other answers, at a path of the form."""
        found: Any = self.content
        for step in path.split("."):
            if isinstance(found, list):
                number = self._number(path.partition(".")[0], step)
                found = found[number] if number is not None else None
            else:
                found = (found or {}).get(step)
        return found

    def _number(self, key: str, step: str) -> int | None:
        """Return which row of the answer a row of the page is: empty ones are not kept."""
        question = FORMS[self.code].question(key)
        begun = question.begun(self.raw.get(key) or []) if isinstance(question, Rows) else []
        return next((n for n, (at, _row) in enumerate(begun) if str(at) == step), None)

    def _nested(self, asked: Asked, question: Nested, raw: Any, path: str) -> None:
        if isinstance(question, Ticked):
            asked.options = self._offered(question, raw)
        elif isinstance(question, Sub):
            asked.parts = self._object(question, raw if isinstance(raw, dict) else {}, path)
        elif isinstance(question, Rows):
            rows = raw if isinstance(raw, list) else []
            asked.parts = self._object(question, {}, path)
            asked.rows = [self._object(question, row, f"{path}.{n}") for n, row in enumerate(rows)]
            if not rows or path == self.longer:
                asked.rows.append(self._object(question, {}, f"{path}.{len(rows)}"))
            asked.blank = self._object(question, {}, f"{path}.{BLANK}")
            asked.by_item = self._by_item(question)

    def _by_item(self, question: Rows) -> list[tuple[str, str]]:
        """Name the scales that can be asked item by item, and where."""
        if self.case is None or not isinstance(question, Scaled):
            return []
        pages = {each.key: [self.case.pk, self.code, each.slug] for each in question.by_item}
        return [(key, reverse("web:scale", args=args)) for key, args in pages.items()]

    def _offered(self, question: Ticked, raw: Any) -> list[tuple[str, str]]:
        """What there is to tick; what was ticked and is offered no more can still be taken back."""
        offered = FORMS[self.code].offered(question.key, self.case) if self.case else []
        gone = [each for each in raw or [] if each and each not in dict(offered)]
        return [*offered, *((each, each) for each in gone)]

    def _object(self, question: Nested, raw: Content, path: str) -> list[Asked]:
        parts = question.parts.items()
        asked = [self._asked(part, raw.get(key), f"{path}.{key}") for key, part in parts]
        if question.required != "yes":  # a part is only required of a group that is
            for each in asked:
                each.required = "no"
        return asked


def _current(remarks: Iterable[Remark]) -> Iterable[Remark]:
    """Only the remarks on the last round that was returned: older ones have had their answer."""
    found = list(remarks)
    newest = max((each.review_id for each in found), default=None)
    return [each for each in found if each.review_id == newest]
