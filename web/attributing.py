"""计入项目: what a case or a group counts for, as its page shows it, and the fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.attributions import may_attribute, projects_for
from casework.models import Attribution, Dossier, Project
from web.cells import Cell

ARCHIVED = "archived"


def begun(dossier: Dossier) -> bool:
    """Whether there is anything yet that could count: a case counts once it is accepted."""
    if dossier.kind == Dossier.Kind.CASE:
        return dossier.accepted_on is not None
    return dossier.kind == Dossier.Kind.GROUP


def attribution_of(dossier: Dossier, user: User) -> dict[str, Any] | None:
    """Return what the part ``web/parts/attribution.html`` shows; None where there is nothing."""
    if not begun(dossier):
        return None
    known = list(dossier.attributions.select_related("project").order_by("-since"))
    own = dossier.status != ARCHIVED and may_attribute(user, dossier)
    projects = list(projects_for(dossier)) if own else []
    if not known and not projects:
        return None
    cells = cells_of(dossier, projects, known, {}, {}) if projects else []
    return {"pk": dossier.pk, "now": current(known), "known": known, "cells": cells}


def current(known: list[Attribution]) -> Attribution | None:
    """Return what holds today."""
    today = timezone.localdate()
    held = (e for e in known if e.since <= today and (e.until is None or e.until >= today))
    return next(held, None)


def cells_of(
    dossier: Dossier,
    projects: list[Project],
    known: list[Attribution],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> list[Cell]:
    """Return the fields: which project, and from which day on."""
    options = [(str(each.pk), f"{each.title} {each.number}") for each in projects]
    day = _proposed(dossier, projects, known).isoformat()
    return [
        Cell(
            "project",
            _("计入哪个项目"),
            "choice",
            typed.get("project", ""),
            errors.get("project", ""),
            options=[("", _("请选")), *options],
        ),
        Cell(
            "since",
            _("从哪天起"),
            "day",
            typed.get("since", day),
            errors.get("since", ""),
            _("这一天起的服务计入它；之前归别的项目的，到前一天为止。"),
        ),
    ]


def _proposed(dossier: Dossier, projects: list[Project], known: list[Attribution]) -> date:
    """Return the day from which it would count: its first, where it counts for nothing yet."""
    if known:
        return timezone.localdate()
    begins = [each.starts_on for each in projects if each.starts_on]
    return max([dossier.accepted_on or dossier.opened_on, *begins[:1]])
