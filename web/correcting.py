"""更正, 作废: what a page says of one version of a form, and what can be done to it."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from casework import followups, sessions
from casework.lifecycles import DocumentLifecycle, Verdict
from casework.models import Case, Correction, Submission
from casework.versions import Version, state_of
from web.service import filed_url

State = Correction.State
CLASSES = {
    State.SUBMITTED: "indigo",
    State.RETURNED: "ochre",
    State.APPROVED: "bamboo",
    State.LOCKED: "bamboo",
}
WORDS = {  # DESIGN 6: the only words for states; signed and locked are how a valid paper is kept
    State.DRAFT: gettext_lazy("草稿"),
    State.SUBMITTED: gettext_lazy("待审"),
    State.RETURNED: gettext_lazy("退回"),
    State.VOIDED: gettext_lazy("已作废"),
    State.SUPERSEDED: gettext_lazy("已被新版替代"),
}


def standing_of(case: Case, version: Version, user: User) -> dict[str, Any]:
    """Return where a version stands, what was done to it, and what ``user`` may do to it."""
    state = state_of(case, version)
    return {
        "word": str(WORDS.get(state) or _("有效")),
        "cls": CLASSES.get(state, ""),
        "told": [_told(case, version, each) for each in _corrections(case, version)],
        "correct": _offered(case, version, user, "ask_revise", "web:correct"),
        "void": _offered(case, version, user, "void", "web:void"),
    }


def judged(case: Case, version: Version, user: User, verb: str) -> Verdict:
    verdict: Verdict = DocumentLifecycle(case, version).judge(verb, user)
    return verdict


def _offered(case: Case, version: Version, user: User, verb: str, page: str) -> str:
    """Return where it is done; nothing for those whose it is not, and where it does not begin."""
    verdict = judged(case, version, user, verb)
    if not verdict.allowed:
        return ""
    return reverse(page, args=[case.pk, version.submission.pk, version.form])


def _corrections(case: Case, version: Version) -> list[Correction]:
    """Return what was asked for or done to a version, and what made it."""
    pk = version.submission.pk
    mine = Q(submission=pk, form=version.form) | Q(replaced_by=pk)
    near = "submission", "replaced_by", "by"
    found = Correction.objects.filter(mine, dossier=case.pk).select_related(*near).order_by("pk")
    for each in (rows := list(found.defer("submission__content", "replaced_by__content"))):
        each.dossier = case  # whose key is at hand
    return rows


def _told(case: Case, version: Version, correction: Correction) -> dict[str, Any]:
    """Say of a correction what it did, with a link to the other version."""
    made_this = correction.replaced_by_id == version.submission.pk
    other = correction.submission if made_this else correction.replaced_by
    return {
        "title": _title(correction, made_this=made_this),
        "reason": correction.reason,
        "by": correction.by,
        "at": correction.at,
        "href": _link(case, other, version.form) if other else "",
        "link": _("看原来的一版") if made_this else _("看新的一版"),
    }


def _link(case: Case, other: Submission, form: str) -> str:
    if form in {sessions.CODE, followups.CODE}:
        return filed_url(case, other)
    return f"{reverse('web:rounds', args=[case.pk, form])}?round={other.pk}"


def _title(correction: Correction, *, made_this: bool) -> str:
    if correction.status == State.VOIDED:
        return _("已作废，原件保留")
    waits = correction.ended_on is None
    if made_this:
        return _("更正的新版，等审批") if waits else _("更正的新版")
    if correction.status == State.SUPERSEDED:
        return _("已被新版替代，原件保留")
    return _("已提出更正，等审批") if waits else _("提出过更正，没有批准")
