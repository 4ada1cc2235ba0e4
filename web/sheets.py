"""表单页: a form as a page shows it: to be filled in, or to be read as it was sealed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from accounts.models import User
from casework.approvals import latest, standing_version
from casework.catalogue import FORMS, label_of
from casework.comparison import lines_of, shown_fields, text_of
from casework.drafts import checked, draft_of, raw_of, version_of
from casework.models import CaseRequest, Checked, Content, Draft, Review, Submission
from casework.questions import Question, Wording
from casework.services import may_edit
from web.asked import Asked, html_id
from web.asking import Asking

Outcome = Submission.Outcome


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

    @property
    def by_key(self) -> dict[str, Asked]:
        """Return the questions by key, for a page that places each by itself."""
        return {each.key: each for each in self.questions}


def sheet_for(  # noqa: PLR0913
    case: Any,
    code: str,
    user: User,
    *,
    spots: Mapping[str, str] = MappingProxyType({}),
    seen: bool = False,
    longer: str = "",
    reading: bool = False,
    kind: str = "",
) -> Sheet:
    """Return a form as ``user`` meets it.

    ``spots`` says at which places something stood in the way, ``seen`` shows numbers whole,
    ``longer`` names rows to add one to, ``reading`` leaves shut what could be filled in, ``kind``
    says of which kind an application is that nobody has begun to write.
    """
    done, draft, last = checked(case, code), draft_of(case, code), latest(case, code)
    editable = not reading and may_edit(case, code, user)
    if last and not editable and _is_sealed(code, last, draft):
        return _sealed(code, standing_version(case, last, code), done)
    errors, raw = {**done.wrong, **spots}, raw_of(case, code)
    if code == CaseRequest.code and kind and draft is None:
        raw = CaseRequest.begun_as(kind, raw)
    asking = Asking(
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
        questions=[asking.question(each) for each in FORMS[code].questions() if _shown(each)],
        draft=draft,
        version=version_of(case, code),
        round=_round(last, code),
        checked=done,
        errors=[_pointed(code, path, says) for path, says in errors.items()],
        editable=editable,
        sent_back=_sent_back(last),
    )


def _is_sealed(code: str, last: Submission, draft: Draft | None) -> bool:
    """Whether what was submitted last is what there is to read: nothing was typed since."""
    return FORMS[code].anew or draft is None or draft.saved_at <= last.at


def _sealed(code: str, last: Submission, done: Checked) -> Sheet:
    """Return a form as it was sealed, with what the system had reckoned then."""
    return Sheet(
        code=code,
        title=str(FORMS[code].name_of_form),
        questions=answers_in(last, code),
        draft=None,
        version=0,
        round=last.round_of(code),
        checked=done,
        errors=[],
        editable=False,
        sent_back=_sent_back(last),
    )


def answers_in(submission: Submission, code: str) -> list[Asked]:
    """Return the answers of a sealed form; what nobody answers, only where something is said."""
    found = [_answer(field) for field in shown_fields(submission, code)]
    asked = {each.key for each in FORMS[code].questions() if _shown(each)}
    return [each for each in found if each.key in asked or each.text]


def _answer(field: dict[str, Any]) -> Asked:
    key, shown = field["key"], field["shown"]
    text, lines = text_of(field), lines_of(shown)
    return Asked(
        key, key, html_id(key), field["label"], field["kind"], value=shown, text=text, lines=lines
    )


def _sent_back(last: Submission | None) -> Review | None:
    if last is None or last.outcome not in {Outcome.RETURNED, Outcome.REFUSED}:
        return None
    return last.reviews.select_related("reviewer").latest("pk")


def _shown(question: Question) -> bool:
    return question.asked or isinstance(question, Wording)


def _round(last: Any, code: str) -> int:
    """Return which round is being written: of another instance, it is the first."""
    if last is None or last.outcome in FORMS[code].over or last.outcome == Outcome.FILED:
        return 1
    return int(last.round_of(code)) + 1


def _pointed(code: str, path: str, says: str) -> dict[str, str]:
    key = path.partition(".")[0]
    label = label_of(code, key)
    return {"href": f"#{html_id(path)}", "text": says if label in says else f"{label}：{says}"}


def questions_for(
    code: str, raw: Content, errors: dict[str, str], keys: Iterable[str]
) -> list[Asked]:
    """Return some questions of a form that has no case yet."""
    asking = Asking(None, code, raw, errors, guarded=False, editable=True)
    wanted = list(keys)
    return [asking.question(FORMS[code].question(key)) for key in wanted]
