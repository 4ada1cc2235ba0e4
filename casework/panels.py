"""评审组: who judges an application, who of them stands back, and what they come to.

Reading only; what experts say goes through the door (``casework.effects.judging``).
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import Ballot, Content, Objection, Seat
from casework.models.dossier import once

LEAST_BALLOTS = 3  # valid ones, without which nothing is concluded
MOST = 100  # points for each item
WEIGHTS = {  # of the items of P02, in percent
    "需求": 15,
    "目标": 15,
    "方案": 20,
    "预算": 15,
    "团队": 15,
    "创新": 10,
    "可持续": 10,
}


@once
def turn_of(project: Any) -> int:
    """Return in which judging it is: each objection that was upheld has begun another."""
    if project.shown_until is None:
        return 1  # never shown to anybody yet
    return 1 + Objection.objects.filter(project=project.pk, upheld=True).count()


@once
def experts_of(project: Any) -> list[Seat]:
    """Return the seats of everybody who was asked to judge it."""
    if not project.shared:
        return []
    found = Seat.objects.filter(dossier=project.pk, part=Seat.Part.EXPERT)
    return list(found.select_related("user").order_by("pk"))


@once
def ballots_of(project: Any) -> list[Ballot]:
    """Return the ballots of this judging, those of who stands back too."""
    if not project.shared:
        return []
    found = Ballot.objects.filter(seat__dossier=project.pk, turn=turn_of(project))
    ballots = list(found.select_related("seat__user").order_by("pk"))
    for each in ballots:
        each.seat.dossier = project  # whose key is at hand
    return ballots


def ballot_of(project: Any, user: User) -> Ballot | None:
    """Return what somebody has declared and scored in this judging."""
    return next((each for each in ballots_of(project) if each.seat.user_id == user.pk), None)


def valid_ballots(project: Any) -> list[Ballot]:
    return [each for each in ballots_of(project) if each.valid]


def weighted(scores: dict[str, Any]) -> Decimal:
    """Return the total of one ballot, of a hundred."""
    total = sum((Decimal(str(scores[item])) * WEIGHTS[item] for item in WEIGHTS), Decimal(0))
    return _rounded(total / MOST, "0.01")


def average(project: Any) -> Decimal | None:
    """Return the mean of all valid ballots, with one decimal; None while there is none."""
    totals = [each.total for each in valid_ballots(project) if each.total is not None]
    return _rounded(sum(totals, Decimal(0)) / len(totals), "0.1") if totals else None


def mean_of(project: Any, item: str) -> Decimal:
    said = [Decimal(str(each.scores[item])) for each in valid_ballots(project)]
    return _rounded(sum(said, Decimal(0)) / len(said), "0.1")


def _rounded(number: Decimal, to: str) -> Decimal:
    return number.quantize(Decimal(to), rounding=ROUND_HALF_UP)


# ── what P02 takes from it ────────────────────────────────────────────────────────────────


@once
def review_begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What P02 begins with: the panel, its experts and their declarations."""
    seats = experts_of(dossier)
    if not seats:
        return {}
    known = {"experts": _named(seats), "conflict_declared": _declared(dossier, seats)}
    return {"panel": (known, _("带自评审记录。"))}


def _named(seats: list[Seat]) -> str:
    people = list(dict.fromkeys(str(seat.user) for seat in seats))
    return _("%(count)s 人：%(names)s") % {"count": len(people), "names": "、".join(people)}


def _declared(dossier: Any, seats: list[Seat]) -> str:
    ballots = ballots_of(dossier)
    back = [str(each.seat.user) for each in ballots if each.conflict]
    says = _("%(said)s 人已申报；有利益冲突回避 %(back)s 人")
    told = says % {"said": len(ballots), "back": len(back)}
    return f"{told}：{'、'.join(back)}" if back else told


def reckoned_review(dossier: Any) -> Content:
    """Return the scores of P02: each item's mean over the valid ballots, and the whole."""
    if not valid_ballots(dossier):
        return {"scores": []}
    rows = [
        {"item": item, "weight": weight, "score": str(mean_of(dossier, item))}
        for item, weight in WEIGHTS.items()
    ]
    whole = {"item": str(_("加权平均")), "weight": MOST, "score": str(average(dossier))}
    return {"scores": [*rows, whole]}
