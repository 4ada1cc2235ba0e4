"""What is peculiar to correcting a paper and to setting one aside (handbook 4.6)."""

from typing import Any

from django.utils.translation import gettext as _

from audit.services import salted
from casework import corrections, drafts, supervision
from casework.approvals import SENT_BACK, Judgement
from casework.deadlines import turn_clocks
from casework.effects.opening import written
from casework.errors import RuleError
from casework.lifecycles import lifecycle_of
from casework.models import Content, Correction, Request
from casework.services import Act, Facts, effect, review
from casework.versions import Version, version_of

State = Correction.State
LONGEST = 2000  # characters of a reason


@effect
def ask_revise(doing: Act, *, reason: str, raw: Content) -> Facts:
    """Hand in a new version, which names the old one and says why; until then nothing changes."""
    said, version = _reason(reason), _at_hand(doing)
    content = corrections.require(doing.dossier, version, raw)
    doing.lifecycle.begin(_begun(doing, version, said))
    new = corrections.freeze(doing, version, content, reason=said)
    doing.submission = new
    correction: Any = doing.lifecycle.record
    correction.replaced_by = new
    correction.save(update_fields=["replaced_by"])
    Request.objects.create(dossier=doing.dossier, verb=doing.row.asks, submission=new)
    sealed = {"submission": new.pk, "covers": new.covers, "sha256": new.sha256}
    return sealed | _told(doing, version, said)


@effect
def revise(doing: Act, *, judgement: Judgement) -> Facts:
    """From now on the new version counts; the old one stays as it was sealed, and can be read."""
    correction: Any = doing.lifecycle.record
    facts, case = review(doing, judgement=judgement), doing.dossier
    old = version_of(case, correction.submission_id, correction.form)
    assert old is not None  # noqa: S101  (it is of this dossier, for the type checker)
    assert doing.submission is not None  # noqa: S101  (review sets it)
    corrections.settle(case, old, doing.submission)
    corrections.put_aside(old.submission, [old.form], State.SUPERSEDED)
    _reckon_again(doing)
    return facts | {"of": old.submission.pk, "correction": correction.pk}


@effect
def void(doing: Act, *, reason: str) -> Facts:
    """Set a version aside. What was sealed stays; what was only begun goes with it."""
    said, version = _reason(reason), _at_hand(doing)
    doing.lifecycle.begin(_begun(doing, version, said))
    submission = version.submission
    if submission.outcome in SENT_BACK:
        for form in submission.codes:
            drafts.drop(doing.dossier, form)
        corrections.put_aside(submission, submission.codes, State.VOIDED)
    else:
        corrections.put_aside(submission, [version.form], State.VOIDED)
        if version.form == supervision.CODE:
            supervision.drop_items(doing.dossier, submission, by=doing.by, on=doing.today)
        _reckon_again(doing)
    return _told(doing, version, said)


def _at_hand(doing: Act) -> Version:
    version: Version = doing.lifecycle.of  # the row is offered only where there is one
    return version


def _reason(reason: str) -> str:
    said = written(reason)
    if len(said) > LONGEST:
        raise RuleError(_("理由写得太长，请缩到两千字以内。"))
    return said


def _begun(doing: Act, version: Version, reason: str) -> Correction:
    made = Correction(submission=version.submission, form=version.form, by=doing.by, at=doing.at)
    made.dossier = doing.dossier
    made.reason = reason
    return made


def _told(doing: Act, version: Version, reason: str) -> Facts:
    """What the trail knows: which version, which correction, a salted hash of why."""
    return {
        "of": version.submission.pk,
        "form": version.form,
        "correction": doing.lifecycle.record.pk,
        "reason": salted(reason, within=doing.dossier.chain),
    }


def _reckon_again(doing: Act) -> None:
    """The days that the record plans follow what it now says."""
    doing.dossier.forget()
    main = lifecycle_of(doing.dossier)
    turn_clocks(main, main.at, doing.row, doing.today)
