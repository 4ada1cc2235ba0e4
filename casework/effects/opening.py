"""What is peculiar to single verbs of the case: who gets it, what was said, what it settles."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Role, Station, User
from audit.services import salted
from casework.approvals import Judgement, episode_of
from casework.errors import RuleError
from casework.locking import hold
from casework.models import Dossier, Episode, Statement, Submission
from casework.models.assessment import risk_in
from casework.numbers import CASE, next_number
from casework.services import Act, Facts, effect, review, submit

TRIES = 3  # 不同时段的联系, before a lead counts as unreached (handbook 4.1)


@effect
def assign(doing: Act, *, worker: User) -> Facts:
    """Say which worker takes up the lead."""
    require_post(worker, doing.dossier.station, Role.WORKER)
    doing.dossier.owner = worker
    doing.dossier.save(update_fields=["owner"])
    return {"owner": worker.pk}


@effect
def close_unreached(doing: Act, *, contacts: list[tuple[datetime, str]]) -> Facts:
    """End a lead nobody could be reached for: three tries, at different times of day or days."""
    return submit(doing, said=three_tries(doing, contacts))


@effect
def resolve_by_advice(doing: Act, *, advice: str) -> Facts:
    """End with advice given; the head takes note."""
    return submit(doing, said=[(_("给出的咨询意见"), written(advice))])


@effect
def requester_withdraws(doing: Act, *, wish: str, informed: str) -> Facts:
    """The requester no longer wants it. It is written down, and nothing stands in the way."""
    said = [(_("求助人的意愿"), written(wish)), (_("告知情况"), written(informed))]
    return submit(doing, said=said)


@effect
def ask_decline(doing: Act, *, told: str, alternatives: str) -> Facts:
    """Ask the head not to take the case: the requester was told, and shown another way."""
    said = [(_("怎样告知"), written(told)), (_("替代资源"), written(alternatives))]
    return submit(doing, said=said)


@effect
def approve_intake(
    doing: Act, *, judgement: Judgement, owner: User, supervisor: User, level: str
) -> Facts:
    """Accept the case: say whose it is and how closely it is supervised; it gets its number."""
    case = doing.dossier
    require_post(owner, case.station, Role.WORKER)
    require_post(supervisor, case.station, Role.SUPERVISOR)
    if owner == supervisor:
        raise RuleError(_("主责社工和督导须是两个人，请另选。"))
    if level not in Dossier.Level.values:
        raise RuleError(_("请选服务级别。"))
    facts = review(doing, judgement=judgement)
    case.owner, case.supervisor, case.level = owner, supervisor, level
    case.accepted_on = doing.today
    case.number = next_number(case.station, CASE, doing.today)
    case.save(update_fields=["owner", "supervisor", "level", "accepted_on", "number"])
    _open_file(case, doing.submission)
    given = {"owner": owner.pk, "supervisor": supervisor.pk, "level": level}
    return {**facts, **given, "number": case.number}


@effect
def approve_assessment(doing: Act, *, judgement: Judgement) -> Facts:
    """The approved assessment says how great the risk is, and how closely to supervise."""
    facts = review(doing, judgement=judgement)
    fields = {each["key"]: each["value"] for each in _submitted(doing).form_of("C03")["fields"]}
    case = doing.dossier
    case.level = fields["service_level"]
    case.save(update_fields=["level"])
    return {**facts, **rated(case, risk_in(fields), doing.today), "level": case.level}


def rated(case: Any, level: str, day: date) -> Facts:
    """Set the risk as it was rated; an episode remembers that it was ever high."""
    case.risk, case.risk_on = level, day
    case.save(update_fields=["risk", "risk_on"])
    if level == Dossier.Risk.HIGH:
        Episode.objects.filter(pk=episode_of(case).pk).update(was_high=True)
    return {"risk": level}


def stated(doing: Act, text: str) -> Facts:
    """Keep the words that a move asks for, sealed; the trail knows a salted hash of them."""
    said = written(text)
    kept = Statement.objects.create(
        dossier=doing.dossier, verb=doing.row.verb, text=said, by=doing.by, at=doing.at
    )
    return {"statement": kept.pk, "said": salted(said, within=doing.dossier.chain)}


def _open_file(case: Any, submission: Submission | None) -> None:
    """The person is served from now on, with the consent that was given."""
    case.person.status = "在服"
    case.person.save(update_fields=["status"])
    consented(case, submission)


def consented(case: Any, submission: Submission | None) -> None:
    """Note on the person's record how they have agreed."""
    mode = {"口头同意见证": "口头"}
    said = submission.form_of("C02")["fields"] if submission else []
    signed = next((each["value"] for each in said if each["key"] == "sign_mode"), "")
    case.person.consent_status = mode.get(signed, "书面")
    case.person.save(update_fields=["consent_status"])


def three_tries(doing: Act, contacts: list[tuple[datetime, str]]) -> list[tuple[str, str]]:
    """Return when and how it was tried to reach somebody; three times of day at least."""
    made = sorted((timezone.localtime(at), way.strip()) for at, way in contacts)
    periods = {(at.date(), at.hour // 4) for at, way in made if way and at <= doing.at}
    if len(periods) < TRIES:
        raise RuleError(_("须有三次不同时段的联系记录，请写明每次的时间和方式。"))
    return [(f"{at:%Y-%m-%d %H:%M}", way) for at, way in made]


def _submitted(doing: Act) -> Submission:
    assert doing.submission is not None  # noqa: S101  (review sets it, for the type checker)
    return doing.submission


def written(text: str) -> str:
    if not text.strip():
        raise RuleError(_("须写明情况，一两句话即可。"))
    return text.strip()


def require_post(user: User, station: Station, role: Role) -> None:
    hold(user)
    if not Post.objects.current().filter(user=user, station=station, role=role).exists():
        says = _("所选人员在本站没有%(role)s岗位，请另选。")
        raise RuleError(says % {"role": role.label})
