"""What is peculiar to what outlives a project: chosen line by line, then fixed all at once."""

from datetime import date
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from accounts.models import User
from casework import carryover, drafts, ledger
from casework.attributions import attribute, release
from casework.carryover import Ongoing
from casework.errors import RuleError
from casework.models import CarryOver, Project
from casework.periods import A_DAY
from casework.services import Act, Facts, effect_in, submit

effect = effect_in("project")
Way = CarryOver.Way
TERMINATED = Project.Status.TERMINATED


@effect
def choose_way(  # noqa: PLR0913
    doing: Act,
    *,
    item: str,
    way: str,
    to: Project | None = None,
    keeper: User | None = None,
    informed_on: date | None = None,
) -> Facts:
    """Say where one thing goes, from which day on, and when its people were told.

    ``item`` is what the list of what goes on calls it by (d-12, n-3).
    """
    project = doing.dossier
    ongoing = carryover.found_in(project, item)
    if ongoing is None:
        raise RuleError(_("它不在本项目的在案清单里，请刷新页面看最新情况。"))
    dossier = ongoing.work.pk if ongoing.work else None
    made = CarryOver(project_id=project.pk, dossier_id=dossier, need=ongoing.need, way=way, to=to)
    made.keeper, made.switch_on, made.informed_on = keeper, _switch(doing, to), informed_on
    made.chosen_by, made.chosen_at = doing.by, doing.at
    _fitting(doing, made)
    made.save()
    project.forget()
    _noted(doing, ongoing.number, informed_on)
    return {"item": item, "way": Way(way).name.lower(), "onto": to.pk if to else None}


def _switch(doing: Act, to: Project | None) -> date:
    """The day after this one ends, or the first of the next, whichever is later; where it was
    terminated, today."""
    ends = doing.dossier.ends_on or doing.today
    after = doing.today if doing.was == TERMINATED else max(ends + A_DAY, doing.today)
    return max(after, to.starts_on) if to and to.starts_on else after


def _fitting(doing: Act, chosen: CarryOver) -> None:
    """What goes on needs somewhere to go, and where there is a gap somebody to look after it."""
    if chosen.way not in Way.values:
        _refuse("way", _("请选去向：下期项目、转总站、转介或结案。"))
    if chosen.way == Way.NEXT and chosen.to is None:
        _refuse("to", _("转入下期项目的，请选是哪个项目。"))
    if chosen.way != Way.NEXT and chosen.to is not None:
        _refuse("to", _("只有转入下期项目的才选项目。"))
    if chosen.keeper is None and (chosen.way == Way.DISTRICT or _gap(doing, chosen)):
        _refuse("keeper", _("转总站保底，或中间有空档的，请写明谁保底跟进。"))
    _of_ours(doing, chosen.keeper)
    _told(doing, chosen)


def _refuse(field: str, says: str) -> NoReturn:
    raise RuleError(says, {field: says})


def _told(doing: Act, chosen: CarryOver) -> None:
    if chosen.informed_on is None:
        _refuse("informed_on", _("请写明哪一天告知了服务对象。"))
    if chosen.informed_on > doing.today:
        _refuse("informed_on", _("告知日期不能晚于今天。"))


def _gap(doing: Act, chosen: CarryOver) -> bool:
    ends = doing.dossier.ends_on
    return chosen.way == Way.NEXT and ends is not None and chosen.switch_on > ends + A_DAY


def _of_ours(doing: Act, keeper: User | None) -> None:
    there = carryover.keepers_for(doing.dossier)
    if keeper is not None and not there.filter(pk=keeper.pk).exists():
        _refuse("keeper", _("保底跟进人须是本站或总站的社工、督导、站长，请另选。"))


def _noted(doing: Act, number: str, informed_on: date | None) -> None:
    """《衔接单》 begins with whom one has told, so that it is not typed again."""
    raw = drafts.raw_of(doing.dossier, "P11")
    rows: list[Any] = [row for row in raw.get("notice") or [] if row.get("client") != number]
    day = informed_on.isoformat() if informed_on else ""
    rows = [row for row in rows if any(row.values())]
    told = raw | {"notice": [*rows, {"client": number, "informed_at": day}]}
    drafts.write(doing.dossier, "P11", told, by=doing.by, at=doing.at)


@effect
def carry_over(doing: Act) -> Facts:
    """Fix every way that was chosen, and seal the list of them."""
    return submit(doing) | _fixed(doing)


@effect
def hand_on(doing: Act) -> Facts:
    """The same of a project that was ended before its time."""
    return submit(doing) | _fixed(doing)


@effect
def archive(doing: Act) -> Facts:
    """Close the box."""
    return submit(doing)


def _fixed(doing: Act) -> Facts:
    """From its day on, what goes on counts for the next project, or for none."""
    project = doing.dossier
    fixed = []
    for ongoing in carryover.ongoing_of(project):
        chosen = carryover.choice_for(project, ongoing)
        if chosen is None or chosen.fixed_at is not None:
            continue
        _carried(doing, ongoing, chosen)
        chosen.fixed_at = doing.at
        chosen.save(update_fields=["fixed_at"])
        fixed.append(ongoing.key)
    project.forget()
    return {"carried": fixed}


def _carried(doing: Act, ongoing: Ongoing, chosen: CarryOver) -> None:
    if chosen.way not in carryover.GONE:
        return  # it is closed, or referred, in its own time
    if ongoing.need is not None:
        ledger.carry_over(ongoing.need, chosen.to, by=doing.by, at=doing.at)
    elif chosen.to is not None:
        attribute(ongoing.work, chosen.to, since=chosen.switch_on, by=doing.by, at=doing.at)
    else:
        release(ongoing.work, until=chosen.switch_on - A_DAY, by=doing.by, at=doing.at)
