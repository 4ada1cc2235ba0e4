"""提交 and 审批: snapshots, decisions on exactly one snapshot, remarks and their answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import canonical, seal
from casework import consents, households, masking
from casework.catalogue import FORMS
from casework.drafts import checked, store
from casework.errors import RuleError
from casework.models import Content, Dossier, Episode, Form, Person, Remark, Review, Submission
from casework.models.dossier import once
from casework.tabulating import tabulate

Outcome = Submission.Outcome
SENT_BACK = {Outcome.RETURNED, Outcome.REFUSED, Outcome.LAPSED, Outcome.WITHDRAWN}
Said = Sequence[tuple[Any, str]]  # label and text of what an act says besides its forms


@dataclass(frozen=True)
class Note:
    """A remark about to be made: at which place of which form, and what it says."""

    form: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says: of the submission they saw, their opinion, their remarks."""

    seen: str
    opinion: str = ""
    remarks: list[Note] = field(default_factory=list)


@once
def submissions(dossier: Dossier) -> list[Submission]:
    """Return everything that was ever submitted, newest first; content is read when asked for."""
    found = dossier.submissions.select_related("author").defer("content").order_by("-pk")
    for each in (known := list(found)):
        each.dossier = dossier  # whose key is at hand
    return known


def pending(dossier: Dossier, *verbs: str) -> Submission | None:
    """Return the submission of one of ``verbs`` that waits for a decision."""
    waits = (each for each in submissions(dossier) if each.outcome == Outcome.PENDING)
    return next((each for each in waits if each.verb in verbs), None)


def latest(dossier: Dossier, form: str) -> Submission | None:
    """Return the newest submission that covers a form, whatever became of it."""
    return next((each for each in rounds(dossier, form)), None)


def versions(dossier: Dossier, form: str) -> list[Submission]:
    """Return every submission that covers a form, newest first, corrections too."""
    return [each for each in submissions(dossier) if form in each.codes]


def rounds(dossier: Dossier, form: str) -> list[Submission]:
    """Return those on the way of the work: a correction is of something that has had its end."""
    return [each for each in versions(dossier, form) if not each.corrects]


def valid(dossier: Dossier, form: str) -> list[Submission]:
    """Return the versions of a form that stand: the last of them leads, with its newest round."""
    found = [each for each in versions(dossier, form) if each.stands(form)]
    return sorted(found, key=lambda e: (e.instance_of(form), e.round_of(form)), reverse=True)


def standing_version(dossier: Dossier, last: Submission, form: str) -> Submission:
    """Return the version that stands of what was handed in as ``last``; else that itself."""
    same = (e for e in valid(dossier, form) if e.instance_of(form) == last.instance_of(form))
    return next((each for each in same if each.pk > last.pk), last)


def first_of(dossier: Dossier, submission: Submission, form: str) -> Submission:
    """Return the first round of the one (第几份) that a submission is a round of."""
    number = submission.instance_of(form)
    same = [each for each in versions(dossier, form) if each.instance_of(form) == number]
    return same[-1]


@once
def episode_of(dossier: Dossier) -> Episode:
    """Return the 服务期 that is running, or was the last."""
    return Episode.objects.filter(dossier=dossier.pk).latest("number")


def approved(dossier: Dossier, form: str) -> list[Submission]:
    """Return the submissions with which a form was approved in this episode, newest first."""
    found = [each for each in valid(dossier, form) if each.outcome == Outcome.APPROVED]
    return [each for each in found if each.episode_id == episode_of(dossier).pk] if found else []


@once
def in_force(dossier: Dossier, form: str) -> Any:
    """Return the form as last approved in this episode; None where none is. A later version
    replaces it only when approved, so that a pending one changes nothing."""
    for each in approved(dossier, form):
        return row_of(dossier, form, each.instance_of(form))
    return None


def endorsed(dossier: Dossier, *verbs: str) -> bool:
    """Whether the pending submission has the first of its two signatures."""
    waiting = pending(dossier, *verbs)
    return bool(waiting and waiting.reviews.filter(decision="endorsed").exists())


def open_remarks(dossier: Dossier, form: str) -> QuerySet[Remark]:
    """Return the remarks on the last returned round of a form that have no answer yet."""
    found = rounds(dossier, form)
    if not any(each.outcome in SENT_BACK for each in found):
        return Remark.objects.none()
    voided = [each.pk for each in found if form in each.aside]
    open_ = remarks_on(dossier, form).filter(answered_at=None)
    return open_.exclude(review__submission__in=voided) if voided else open_


def remarks_on(dossier: Dossier, form: str) -> QuerySet[Remark]:
    found = Remark.objects.filter(review__submission__dossier=dossier, form=form)
    keys = "review__submission__dossier__sealed_with"
    return found.select_related("review__reviewer", "answered_by", keys).order_by("pk")


# ── submitting ────────────────────────────────────────────────────────────────────────────


def freeze(  # noqa: PLR0913
    dossier: Any,
    verb: str,
    forms: Sequence[str],
    *,
    by: User,
    at: datetime,
    outcome: str,
    said: Said = (),
) -> Submission:
    """Write the drafts into their rows, and seal what they say, and what was ``said`` besides."""
    covers = [_next(dossier, code) for code in forms]
    rows = [_write(dossier, *cover) for cover in covers]
    sealed = [_sealed(dossier, row, *cover) for row, cover in zip(rows, covers, strict=True)]
    return kept(dossier, verb, covers, sealed, by=by, at=at, outcome=outcome, said=said)


def kept(  # noqa: PLR0913
    dossier: Any,
    verb: str,
    covers: list[Any],
    forms: list[Content],
    *,
    by: User,
    at: datetime,
    outcome: str,
    said: Said = (),
) -> Submission:
    """Keep what forms say as one submission, sealed."""
    content = snapshot(dossier, verb, forms, said)
    code, instance, number = covers[0]
    before = submissions(dossier)
    done = Submission.objects.create(
        dossier=dossier,
        episode=episode_of(dossier),
        verb=verb,
        form=code,
        instance=instance,
        round=number,
        covers=covers,
        content=content,
        sha256=seal(content),
        author=by,
        at=at,
        outcome=outcome,
    )
    dossier.forget()
    dossier.known[submissions.__name__,] = [done, *before]
    return done


def snapshot(dossier: Any, verb: str, forms: list[Content], said: Said) -> str:
    """Return the canonical text of all forms of one submission, with their labels."""
    return canonical(
        {
            "verb": verb,
            "number": dossier.number,
            "station": dossier.station.name,
            **_head(dossier),
            "said": [[str(label), text] for label, text in said],
            "forms": forms,
        }
    )


def _head(dossier: Any) -> Content:
    """Return whom or what a paper is about: a case's person, or the work by its title."""
    if dossier.kind == Dossier.Kind.CASE:
        return {"person": masking.head_of(dossier)}
    owner, place = str(dossier.owner or ""), str(dossier.community or "")
    return {"work": {"title": dossier.title, "owner": owner, "community": place}}


def _sealed(dossier: Any, form: Form, code: str, instance: int, number: int) -> dict[str, Any]:
    unasked = dict.fromkeys(consents.closed(dossier, code))  # also what an earlier case had told
    content = form.content() | unasked | known(dossier, code, instance, number)
    return said_in(form, content, code, instance, number)


def said_in(form: Form, content: Content, code: str, instance: int, number: int) -> Content:
    """Return one form as a submission keeps it: every answer, with its label and its words."""
    return {
        "code": code,
        "name": str(form.called()),
        "instance": instance,
        "round": number,
        "fields": [
            {
                "key": each.key,
                "label": str(each.label),
                "kind": each.kind,
                "level": each.level,
                "value": content[each.key],
                "shown": each.shown(content[each.key]),
            }
            for each in form.questions()
            if each.kind not in {"sig", "approval"}
        ],
    }


def known(dossier: Any, code: str, instance: int, number: int) -> Content:
    """Return the answers that the system gives: numbers, versions, references."""
    paper = f"{dossier.number}-{code}-{instance:02d}-{number}"
    numbered = {each.key: paper for each in FORMS[code].questions() if each.type == "autocode"}
    numbered |= FORMS[code].reckoned(dossier, instance)
    if dossier.kind != Dossier.Kind.CASE:
        return numbered
    person = dossier.person
    if code == Person.code:
        return numbered | {
            "client_no": person.number,
            "community_id": str(person.community),
            "risk_level": str(dossier.get_risk_display()),
            "owner_id": str(dossier.owner or ""),
        }
    said = {"reg_no": dossier.registration, "client_id": person.number}
    return numbered | {
        each.key: said[each.key] for each in FORMS[code].questions() if each.key in said
    }


def _next(dossier: Dossier, code: str) -> list[Any]:
    """Return [code, instance, round]: once a form has had its end, the next is another one."""
    last = latest(dossier, code)
    if last is None:
        return [code, 1, 1]
    instance = last.instance_of(code)
    if last.outcome in FORMS[code].over:
        return [code, instance + 1, 1]
    return [code, instance, last.round_of(code) + 1]


def row_of(dossier: Any, code: str, instance: int) -> Any:
    """Return the row of one of a form (第几份); a new one, where nothing of it is written."""
    if code == Person.code:
        return dossier.person
    model: Any = FORMS[code]
    found = model.objects.filter(dossier=dossier.pk, instance=instance).first()
    if found is None:
        return _new(dossier, code, instance)
    found.dossier = dossier
    return found


def _write(dossier: Any, code: str, instance: int, number: int) -> Form:
    content, closed = checked(dossier, code).content, consents.closed(dossier, code)
    first = number == 1 and code != Person.code  # nothing of it is written yet
    row: Form = _new(dossier, code, instance) if first else row_of(dossier, code, instance)
    row.take(content, closed).index()
    if isinstance(row, Person):
        households.settle(row)
    row.save()
    tabulate(dossier, row)
    return row


def _new(dossier: Any, code: str, instance: int) -> Any:
    row: Any = FORMS[code]()
    row.dossier, row.instance = dossier, instance
    return row


# ── deciding ──────────────────────────────────────────────────────────────────────────────


def decide(  # noqa: PLR0913
    submission: Submission,
    judgement: Judgement,
    *,
    verb: str,
    decision: str,
    by: User,
    signed_as: str,
    at: datetime,
) -> Review:
    """Decide on the submission that was on the reviewer's screen, or not at all."""
    if submission.sha256 != judgement.seen:
        raise RuleError(_("你看到的不是最新一稿，请刷新后重新审阅。"))
    for note in judgement.remarks:
        if note.form not in submission.codes or note.anchor not in FORMS[note.form].anchors():
            raise RuleError(_("批注须落在表单的字段上，请重新选择位置。"))
        if not note.text.strip():
            raise RuleError(_("每条批注都须写明意见。"))
    done = Review.objects.create(
        submission=submission,
        sha256=judgement.seen,
        verb=verb,
        decision=decision,
        opinion=judgement.opinion,
        reviewer=by,
        signed_as=signed_as,
        at=at,
    )
    for note in judgement.remarks:
        Remark.objects.create(review=done, form=note.form, anchor=note.anchor, text=note.text)
    return done


def conclude(submission: Submission, outcome: str) -> None:
    """Say what became of a submission; after an approval its drafts have served."""
    submission.outcome = outcome
    submission.save(update_fields=["outcome"])
    submission.dossier.forget()
    if outcome == Outcome.APPROVED and not submission.corrects:
        clear_drafts(submission)


def clear_drafts(submission: Submission) -> None:
    """Drop the drafts whose content is now sealed for good."""
    store(submission.dossier_id).filter(form__in=submission.codes).delete()
    submission.dossier.forget()
