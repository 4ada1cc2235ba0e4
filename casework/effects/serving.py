"""What is peculiar to the verbs from the waiting list to the archive."""

from datetime import date

from django.utils.translation import gettext as _

from casework import plans
from casework.approvals import Judgement, episode_of
from casework.drafts import checked
from casework.effects.leaving import sealed
from casework.effects.opening import rated, stated
from casework.errors import RuleError
from casework.models import Dossier, Episode
from casework.models.closing import type_in
from casework.models.service import changed
from casework.permissions import Who
from casework.services import Act, Facts, effect, review, submit
from casework.workdays import working_days

REVIEW = working_days(10)  # the waiting list is looked through (handbook 4.1)
HIGHER = {"low": 1, "medium": 2, "high": 3}


# ── 轮候 ──────────────────────────────────────────────────────────────────────────────────


@effect
def waitlist(doing: Act, *, told: str) -> Facts:
    """Let a case that is not urgent wait, and say so to whoever asked for help."""
    if not told.strip():
        raise RuleError(_("须写明怎样告知了预计时间。"))
    _wait(doing)
    return submit(doing, said=[(_("告知的预计时间"), told.strip())])


@effect
def keep_waiting(doing: Act, *, reason: str) -> Facts:
    """Look through the waiting list: this one goes on waiting, and it is said why."""
    _wait(doing)
    return stated(doing, reason)


@effect
def recall(doing: Act, *, reason: str) -> Facts:
    """Take up what waited: there is room now, or it has become more urgent."""
    doing.dossier.waits_until = None
    doing.dossier.save(update_fields=["waits_until"])
    return stated(doing, reason)


def _wait(doing: Act) -> None:
    doing.dossier.waits_until, _estimated = REVIEW.after(doing.today)
    doing.dossier.save(update_fields=["waits_until"])


# ── 计划 ──────────────────────────────────────────────────────────────────────────────────


@effect
def approve_plan(doing: Act, *, judgement: Judgement) -> Facts:
    """From now on this plan is in force, and its period is the case's."""
    facts, case = review(doing, judgement=judgement), doing.dossier
    until = date.fromisoformat(sealed(doing, "C04")["period"]["end"])
    longer = case.served_until is None or until > case.served_until
    if longer or doing.submission.verb == "submit_plan":  # type: ignore[union-attr]
        case.served_until = until
    case.suspended_days = 0
    case.save(update_fields=["served_until", "suspended_days"])
    return facts


@effect
def extend(doing: Act, *, judgement: Judgement) -> Facts:
    """Give the case more time: three months at most, twice at most (handbook 5.1)."""
    facts, case = review(doing, judgement=judgement), doing.dossier
    if case.extensions >= plans.MOST_EXTENSIONS:
        raise RuleError(_("本案已延期两次，不再延期。"))
    case.served_until = date.fromisoformat(sealed(doing, "C14")["params"]["end"])
    case.extensions += 1
    case.save(update_fields=["served_until", "extensions"])
    return {**facts, "served_until": case.served_until.isoformat()}


# ── 服务, 评估 ────────────────────────────────────────────────────────────────────────────


@effect
def add_session(doing: Act) -> Facts:
    """File a record of service. A higher risk holds at once; a lower one needs a supervisor."""
    case, content = doing.dossier, checked(doing.dossier, "C05").content
    facts, said = submit(doing), changed(content)
    if said != "same" or plans.expired(case, doing.today):
        doing.also_tells |= {Who.SUPERVISOR}
    if HIGHER.get(said, 0) > HIGHER.get(case.risk, 0):
        doing.also_tells |= {Who.HEAD} if said == Dossier.Risk.HIGH else set()
        facts |= rated(case, said, doing.today)
    return facts


@effect
def approve_midterm(doing: Act, *, judgement: Judgement) -> Facts:
    """Go on; the risk is as the review says, which the supervisor has now agreed to."""
    facts, case = review(doing, judgement=judgement), doing.dossier
    case.suspended_days = 0
    case.save(update_fields=["suspended_days"])
    return facts | rated(case, sealed(doing, "C07")["risk"]["level"], doing.today)


@effect
def approve_midterm_close(doing: Act, *, judgement: Judgement) -> Facts:
    """Turn to closing; the risk is as the review says."""
    return approve_midterm(doing, judgement=judgement)


# ── 结案, 跟进, 归档 ──────────────────────────────────────────────────────────────────────


@effect
def start_close(doing: Act, *, reason: str) -> Facts:
    """Begin the closing evaluation; it is said on what grounds."""
    return stated(doing, reason)


@effect
def withdraw_close(doing: Act, *, reason: str) -> Facts:
    """Go back to the work; it is said why."""
    doing.dossier.ends_as = ""
    doing.dossier.save(update_fields=["ends_as"])
    return stated(doing, reason)


@effect
def approve_closure(doing: Act, *, judgement: Judgement) -> Facts:
    """Close the case: the episode ends, and the person is no longer in service."""
    facts, case = review(doing, judgement=judgement), doing.dossier
    case.closed_on = doing.today
    case.save(update_fields=["closed_on"])
    kind = type_in(sealed(doing, "C08"))
    Episode.objects.filter(pk=episode_of(case).pk).update(closed_on=doing.today, closed_as=kind)
    others = case.person.cases.filter(closed_on=None, ended_on=None, accepted_on__isnull=False)
    if not others.exclude(pk=case.pk).exists():
        case.person.status = {"死亡": "死亡", "迁出": "迁出"}.get(kind, "已结")
        case.person.save(update_fields=["status"])
    return {**facts, "closed_as": kind}


@effect
def add_followup(doing: Act) -> Facts:
    """File a visit. A new need, or a new risk, tells the supervisor."""
    new = checked(doing.dossier, "C11").content.get("new_issue") or {}
    if new.get("has"):
        doing.also_tells |= {Who.SUPERVISOR}
    return submit(doing)
