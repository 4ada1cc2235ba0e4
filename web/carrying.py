"""结转 as one fills it in: a row for everything that goes on, with where it goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from casework import carryover
from casework.carryover import Ongoing
from casework.errors import RuleError
from casework.models import CarryOver, Project
from casework.questions.base import written
from casework.services import act
from web.cells import Cell, day_in

KEYS = ("way", "to", "keeper", "informed_on")
Typed = dict[str, str]


@dataclass
class Row:
    """One thing that goes on: what was chosen for it, what is typed now and what is wrong."""

    ongoing: Ongoing
    chosen: CarryOver | None
    typed: Typed
    errors: Mapping[str, str]
    cells: list[Cell]

    @property
    def state(self) -> tuple[str, str]:
        """How far it is, and the colour of that."""
        if self.chosen is None:
            return _("未定"), "ochre"
        if self.chosen.fixed_at is None:
            return _("已定，等提交衔接单"), "indigo"
        settled = self.chosen.way in carryover.GONE
        return (_("已安排"), "bamboo") if settled else (_("等办完"), "ochre")


class Carrying:
    """The rows of a project, and what there is to choose from."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.nexts = {str(each.pk): each for each in carryover.nexts_for(project)}
        self.keepers = {str(each.pk): each for each in carryover.keepers_for(project)}
        self.errors: dict[str, Mapping[str, str]] = {}
        self.typed: dict[str, Typed] = {}

    # ── choosing ─────────────────────────────────────────────────────────────────────────

    def choose(self, post: Mapping[str, str], by: User) -> int:
        """Choose each way that is new; what is at fault stays typed, with why. Return how many
        were chosen."""
        count = 0
        for ongoing in carryover.ongoing_of(self.project):
            said = {key: written(post.get(f"{ongoing.key}-{key}", "")) for key in KEYS}
            if said["way"] and said != self._known(ongoing):
                count += self._chosen(ongoing, said, by)
        return count

    def _chosen(self, ongoing: Ongoing, said: Typed, by: User) -> bool:
        try:
            told = day_in(said, "informed_on") if said["informed_on"] else None
            given: dict[str, Any] = {"way": said["way"], "informed_on": told}
            given |= {"to": self.nexts.get(said["to"]), "keeper": self.keepers.get(said["keeper"])}
            act("choose_way", self.project, by=by, item=ongoing.key, **given)
        except RuleError as error:
            self.typed[ongoing.key] = said
            self.errors[ongoing.key] = error.errors or {"way": str(error)}
            return False
        return True

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def rows(self) -> Iterator[Row]:
        for ongoing in carryover.ongoing_of(self.project):
            chosen = carryover.choice_for(self.project, ongoing)
            typed = self.typed.get(ongoing.key) or self._known(ongoing)
            errors = self.errors.get(ongoing.key, {})
            yield Row(ongoing, chosen, typed, errors, self._cells(ongoing.key, typed, errors))

    def _known(self, ongoing: Ongoing) -> Typed:
        """What was chosen last, as its fields say it."""
        chosen = carryover.choice_for(self.project, ongoing)
        if chosen is None:
            return dict.fromkeys(KEYS, "")
        return {
            "way": chosen.way,
            "to": str(chosen.to_id or ""),
            "keeper": str(chosen.keeper_id or ""),
            "informed_on": chosen.informed_on.isoformat() if chosen.informed_on else "",
        }

    def _cells(self, key: str, typed: Typed, errors: Mapping[str, str]) -> list[Cell]:
        nexts = [(pk, f"{each.number} {each.title}") for pk, each in self.nexts.items()]
        keepers = [(pk, str(each)) for pk, each in self.keepers.items()]
        ways = [(value, str(label)) for value, label in CarryOver.Way.choices]
        asked: dict[str, dict[str, Any]] = {
            "way": {"label": _("去向"), "options": [("", _("请选")), *ways]},
            "to": {"label": _("下期项目"), "options": [("", _("不转入下期")), *nexts]},
            "keeper": {"label": _("保底跟进人"), "options": [("", _("不用")), *keepers]},
            "informed_on": {"label": _("哪天告知的"), "kind": "day"},
        }
        return [
            Cell(
                f"{key}-{name}",
                value=typed[name],
                error=errors.get(name, ""),
                required=name in {"way", "informed_on"},
                **({"kind": "choice"} | more),
            )
            for name, more in asked.items()
        ]
