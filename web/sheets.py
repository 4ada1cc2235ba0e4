"""表单页: a form as a page shows it: each question with its answer, errors, remarks, reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from casework import consents
from casework.approvals import latest, remarks_on
from casework.catalogue import FORMS, label_of
from casework.comparison import text_of
from casework.drafts import checked, draft_of, raw_of
from casework.models import Case, Checked, Content, Draft, Remark, Review, Submission
from casework.questions import Nested, Question, Rows, Sub, Wording
from casework.services import may_edit
from workflows.posted import GUARDED

Outcome = Submission.Outcome
BLANK = "__n__"  # stands for the number of a row that a script adds


@dataclass
class Asked:
    """One question as the parts of a page know it."""

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


@dataclass(frozen=True)
class Sheet:
    """A form of a case, ready to be filled in or read."""

    code: str
    title: str
    questions: list[Asked]
    draft: Draft | None
    version: int
    round: int
    checked: Checked
    errors: list[dict[str, str]]
    editable: bool
    sent_back: Review | None = None  # who returned or refused the last round, and what they said

    @property
    def required(self) -> int:
        return sum(each.required == "yes" for each in FORMS[self.code].asked())

    @property
    def filled(self) -> int:
        wanted = {each.key for each in FORMS[self.code].asked() if each.required == "yes"}
        return len(wanted - {path.partition(".")[0] for path in self.checked.errors})


def sheet_for(  # noqa: PLR0913
    case: Case,
    code: str,
    user: User,
    *,
    spots: Mapping[str, str] = MappingProxyType({}),
    seen: bool = False,
    longer: str = "",
) -> Sheet:
    """Return a form as ``user`` meets it.

    ``spots`` says at which places something stood in the way, ``seen`` shows numbers whole,
    ``longer`` names rows to add one to.
    """
    raw, done = raw_of(case, code), checked(case, code)
    editable = may_edit(case, code, user)
    errors = {**done.wrong, **spots}
    draft = draft_of(case, code)
    last = latest(case, code)
    builder = _Builder(
        case,
        code,
        raw,
        errors,
        guarded=not seen,
        editable=editable,
        content=done.content,
        longer=longer,
    )
    return Sheet(
        code=code,
        title=str(FORMS[code].name_of_form),
        questions=[builder.question(each) for each in FORMS[code].questions() if _shown(each)],
        draft=draft,
        version=draft.version if draft else 0,
        round=_round(last, code),
        checked=done,
        errors=[_pointed(code, path, says) for path, says in errors.items()],
        editable=editable,
        sent_back=_sent_back(last),
    )


def _sent_back(last: Submission | None) -> Review | None:
    if last is None or last.outcome not in {Outcome.RETURNED, Outcome.REFUSED}:
        return None
    return last.reviews.select_related("reviewer").latest("pk")


def _shown(question: Question) -> bool:
    return question.asked or isinstance(question, Wording)


def _round(last: Any, code: str) -> int:
    """Return which round is being written: after an approval, the first of another instance."""
    if last is None or last.outcome == "approved":
        return 1
    return int(last.round_of(code)) + 1


def _pointed(code: str, path: str, says: str) -> dict[str, str]:
    key = path.partition(".")[0]
    label = label_of(code, key)
    return {"href": f"#{html_id(path)}", "text": says if label in says else f"{label}：{says}"}


def html_id(path: str) -> str:
    return "f-" + path.replace(".", "-")


class _Builder:
    """Puts together what a form's page needs to know of each question."""

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
            if self.raw.get(key) == form.question(key).raw_of(value)
        }

    def question(self, question: Question) -> Asked:
        raw = self.raw.get(question.key)
        asked = self._asked(question, raw, question.key)
        asked.source = self.sources.get(question.key, "")
        asked.locked = self.closed.get(question.key, "") or self._kept(question, raw)
        asked.remarks = [
            _note(each, self.case, answerable=self.editable)
            for each in self.remarks
            if each.anchor.partition("[")[0].partition(".")[0] == question.key
        ]
        for cell in (each for row in asked.rows for each in row):
            cell.remarks = [each for each in asked.remarks if each.part == cell.key]
        if isinstance(question, Wording):
            asked.value = question.shown(None)
        if not self.editable:
            asked.text = self._text(question)
            asked.lines = self._lines(question)
        return asked

    def _lines(self, question: Question) -> list[list[tuple[str, str]]]:
        """Return what is written in each row, every answer with its label."""
        if not isinstance(question, Rows):
            return []
        shown = question.shown(self.content.get(question.key))
        rows = [zip(shown["labels"], row, strict=True) for row in shown["rows"]]
        return [[(label, text) for label, text in row if text] for row in rows]

    def _text(self, question: Question) -> str:
        shown = question.shown(self.content.get(question.key))
        return text_of({"kind": question.kind, "shown": shown})

    def _kept(self, question: Question, raw: Any) -> str:
        """A number once given is shown masked, until somebody has said why they must see it."""
        kept = question.key in GUARDED.get(self.code, set())
        wrong = any(path.partition(".")[0] == question.key for path in self.errors)
        if not self.guarded or not kept or wrong or question.empty(raw):
            return ""
        shown = text_of(
            {"kind": question.kind, "shown": question.shown(self._value(question, raw))}
        )
        return _("已填 %s。要核对或改动，先点“查看完整信息”。") % shown.replace("\n", "，")

    @staticmethod
    def _value(question: Question, raw: Any) -> Any:
        value, wrong = question.answer(raw, question.key)
        return raw if wrong else value

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
            value=raw if raw is not None else "",
        )
        if isinstance(question, Nested):
            self._nested(asked, question, raw, path)
        return asked

    def _nested(self, asked: Asked, question: Nested, raw: Any, path: str) -> None:
        if isinstance(question, Sub):
            asked.parts = self._object(question, raw if isinstance(raw, dict) else {}, path)
        elif isinstance(question, Rows):
            rows = raw if isinstance(raw, list) else []
            asked.parts = self._object(question, {}, path)
            asked.rows = [self._object(question, row, f"{path}.{n}") for n, row in enumerate(rows)]
            if not rows or path == self.longer:
                asked.rows.append(self._object(question, {}, f"{path}.{len(rows)}"))
            asked.blank = self._object(question, {}, f"{path}.{BLANK}")

    def _object(self, question: Nested, raw: Content, path: str) -> list[Asked]:
        parts = question.parts.items()
        asked = [self._asked(part, raw.get(key), f"{path}.{key}") for key, part in parts]
        if question.required != "yes":  # a part is only required of a group that is
            for each in asked:
                each.required = "no"
        return asked


def questions_for(
    code: str, raw: Content, errors: dict[str, str], keys: Iterable[str]
) -> list[Asked]:
    """Return some questions of a form that has no case yet."""
    builder = _Builder(None, code, raw, errors, guarded=False, editable=True)
    wanted = list(keys)
    return [builder.question(FORMS[code].question(key)) for key in wanted]


def _current(remarks: Iterable[Remark]) -> Iterable[Remark]:
    """Only the remarks on the last round that was returned: older ones have had their answer."""
    found = list(remarks)
    newest = max((each.review_id for each in found), default=None)
    return [each for each in found if each.review_id == newest]


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


def _note(remark: Remark, case: Case | None, *, answerable: bool) -> Noted:
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
