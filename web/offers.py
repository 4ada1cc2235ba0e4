"""能办什么: what one person can do to a dossier now, why not the rest, and where each is mended."""

from functools import cached_property
from typing import Any

from django.urls import reverse

from accounts.models import User
from casework.lifecycles import Move, Verdict, machines_of
from casework.lifecycles.serving import kind_asked
from casework.models import Case
from web.asked import html_id
from web.places import MENDED_AT, OWN, place_of
from workflows.flows import FLOWS
from workflows.forms import asks_nothing
from workflows.selectors import tasks_of

Shown = dict[str, Any]
SELDOM = {"P07"}  # written when it is wanted, though the step that is open asks for nothing else

BANDS = {"crisis", "mandatory_report"}  # what is urgent beside the case, while it goes on
BAR = {"raise_crisis"}  # what the bar above every page leads to


class Offers:
    """Every verb judged once, beside the open steps: a page asks them many things."""

    def __init__(self, case: Case, user: User, forms: list[str]) -> None:
        """``forms`` are those that the user may fill in now."""
        self.case, self.forms = case, forms
        machines = machines_of(case)
        self.verdicts = [each for machine in machines for each in machine.why_not(user)]
        self.running = {machine.key for machine in machines if machine.running}
        self.keys = {verb: machine.key for machine in machines for verb in machine.verbs}
        self.tasks = tasks_of(case)

    @property
    def beside(self) -> set[str]:
        """The verbs that have a place of their own on the page: the band of what goes on, or the
        bar. Until it goes on there is no band, and what begins it is listed with the rest."""
        bands = self.running & BANDS
        return {verb for verb, key in self.keys.items() if key in bands} | BAR

    # ── what is there to be done ─────────────────────────────────────────────────────────

    @cached_property
    def main_forms(self) -> list[str]:
        """The forms that the open steps are there for; the rest is written when it is wanted."""
        main = [form for each in self._here if each.move.verb in self._main for form in _of(each)]
        return [form for form in main if form not in SELDOM]

    @property
    def on_demand(self) -> list[str]:
        """The forms that may be begun any time, such as a record of a service."""
        return [form for form in self.forms if form not in self.main_forms]

    @property
    def verbs_here(self) -> list[str]:
        """The verbs that are the user's to do now, in the order of the lifecycle."""
        return [each.move.verb for each in self._here]

    def label_of(self, verb: str) -> str:
        return next((str(each.move.label) for each in self._here if each.move.verb == verb), "")

    def kind_of(self, verb: str) -> str:
        """Return of which kind the application is that a verb hands in, if it is one."""
        return next((kind_asked(each.move) for each in self._here if each.move.verb == verb), "")

    def forms_for(self, verb: str) -> list[str]:
        """Return the forms that are filled in for a verb, if that can be done now."""
        return next((_of(each) for each in self._here if each.move.verb == verb), [])

    def sorted_for(self, code: str, wanted: str = "") -> Shown:
        """Sort them: with the form that is open, by a word or two, and not now.

        ``wanted`` is the verb that the form is filled in for, where it serves several.
        """
        here = [self.shown(each) for each in self.verdicts if each.here]
        with_form = [
            each for each in here if each["submits"] and code in each["forms"] and each["plain"]
        ]
        others = [
            each
            for each in here
            if each["allowed"] and each not in with_form and each["verb"] not in self.beside
        ]
        blocked = [self.shown(each) for each in self.verdicts if not each.allowed]
        for_this = [each for each in with_form if each["verb"] == wanted]
        return {
            "submit": (for_this or with_form) if code in self.forms else [],
            "others": others,
            "next": next((each for each in blocked if self._is_next(each)), None),
            "near": [each for each in blocked if each["here"]],
            "far": [each for each in blocked if not each["here"]],
        }

    def _is_next(self, offer: Shown) -> bool:
        return offer["verb"] in self._main and offer["permitted"]

    def all_here(self) -> list[Shown]:
        """What is the user's to do where the dossier is, allowed or not yet."""
        return [self.shown(each) for each in self._here]

    def by_hand(self) -> list[Shown]:
        """What can be done without opening any content."""
        return [each for each in self.all_here() if not each["decides"]]

    def shown(self, verdict: Verdict) -> Shown:
        row = verdict.move
        words = not asks_nothing(row) and not row.decides
        return {
            "verb": row.verb,
            "name": row.name,
            "label": row.label,
            "allowed": verdict.allowed,
            "permitted": verdict.permitted,
            "here": verdict.here,
            "submits": bool(row.forms),
            "forms": row.forms,
            "plain": not words and not row.decides,
            "findings": self.findings(verdict),
            "unmet": len(verdict.unmet),
            "decides": bool(row.decides),
            "href": self._page(verdict) if words or self._anytime(row) else self._step(verdict),
            "action": self.action_of(verdict),
        }

    def waiting(self) -> list[Shown]:
        """The open decisions: what, who may take it, and where, if that is the user."""
        own = {self._task_for(each.move) for each in self._here if each.move.decides}
        return [
            {
                "title": task.flow_task.task_title,
                "by": "、".join(str(who.label) for who in task.flow_task.hands),
                "href": task.reverse("execute") if task in own else "",
            }
            for task in self.tasks
            if task.flow_task.decides
        ]

    # ── where it is sent ─────────────────────────────────────────────────────────────────

    def action(self, code: str, wanted: str = "") -> str:
        """Where an open form is sent: to what it is filled in for."""
        rows = [each for each in self._here if code in each.move.forms]
        chosen = [each for each in rows if each.move.verb == wanted] or rows[:1]
        return self.action_of(chosen[0]) if chosen else ""

    def action_of(self, verdict: Verdict) -> str:
        """Where a verb is sent: to its open step, unless it belongs to none."""
        task = self._task_for(verdict.move)
        if task and not self._anytime(verdict.move):
            return str(task.reverse("execute"))
        return self._page(verdict)

    def _page(self, verdict: Verdict) -> str:
        return reverse("web:do", args=[self.case.pk, verdict.move.verb])

    def _step(self, verdict: Verdict) -> str:
        task = self._task_for(verdict.move)
        return str(task.reverse("execute")) if task else ""

    def _anytime(self, row: Move) -> bool:
        return f"{row.machine}.{row.verb}" in FLOWS[row.machine].anytime

    def _task_for(self, row: Move) -> Any:
        """The open step at which a row is done: two machines may have a verb of one name."""
        key = f"{row.machine}.{row.verb}"
        return next((task for task in self.tasks if key in task.flow_task.verbs), None)

    @cached_property
    def _here(self) -> list[Verdict]:
        """What is the user's to do where the dossier is, in the order of the lifecycle."""
        order = list(self.keys)
        found = [each for each in self.verdicts if each.here and each.permitted]
        return sorted(found, key=lambda each: order.index(each.move.verb))

    @cached_property
    def _main(self) -> set[str]:
        """What the open steps are there for, decisions left aside."""
        steps = [task.flow_task for task in self.tasks]
        verbs = [step.verbs[0] for step in steps if step.verbs and not step.decides]
        return {verb.partition(".")[2] for verb in verbs}

    # ── what stands in the way ───────────────────────────────────────────────────────────

    def tried(self, verb: str) -> Shown | None:
        """What stood in the way of the verb that was just pressed."""
        verdict = self._verdict(verb)
        return {"verdict": verdict, "errors": self._errors(verdict)} if verdict else None

    def spots(self, verb: str, code: str) -> dict[str, str]:
        """Return the places of a form that stood in its way, each with what it says."""
        verdict = self._verdict(verb)
        return {
            path.partition("[")[0]: says
            for form, path, _label, says in reversed(_places(verdict) if verdict else [])
            if form == code and path
        }

    def findings(self, verdict: Verdict) -> list[Shown]:
        """Return a verdict's findings with the links to where each is mended."""
        verb = verdict.move.verb
        return [
            {
                "met": each.met,
                "says": each.says,
                "form": each.form,
                "href": self._elsewhere(each.code) or self._link(each.form, each.path, verb),
            }
            for each in verdict.findings
            if not (each.met and each.code in {"state", "role"})  # met, they go without saying
        ]

    def _verdict(self, verb: str) -> Verdict | None:
        return next((each for each in self.verdicts if each.move.verb == verb), None)

    def _errors(self, verdict: Verdict) -> list[Shown]:
        """Name every place once, however many rules it offends."""
        found: dict[tuple[str, str], Shown] = {}
        verb = verdict.move.verb
        elsewhere = next(filter(None, (self._elsewhere(each.code) for each in verdict.unmet)), "")
        for form, path, label, says in _places(verdict):
            text = says if label in says else f"{label}：{says}"
            whole = path.partition(".")[0]
            if (form, whole) not in found and (form, path) not in found:
                href = self._link(form, path, verb) or elsewhere
                found[form, path or says] = {"text": text, "href": href}
        return list(found.values())

    def _elsewhere(self, code: str) -> str:
        """Link to the page on which a condition is met, where it is no form."""
        return reverse(MENDED_AT[code], args=[self.case.pk]) if code in MENDED_AT else ""

    def _link(self, form: str, path: str, verb: str) -> str:
        """Link to where it is mended, for those who may fill in that form."""
        if form not in self.forms:
            return ""
        anchor = f"#{html_id(path.partition('[')[0])}" if path else ""
        several = form in self.on_demand or form in OWN
        return place_of(self.case, form, verb if several else "") + anchor


def _of(verdict: Verdict) -> list[str]:
    return verdict.move.forms


def _places(verdict: Verdict) -> list[tuple[str, str, str, str]]:
    """Return (form, path, label, sentence) for everything that is not met."""
    found = []
    for each in verdict.unmet:
        spots = [(spot.form, spot.path, spot.label, spot.says) for spot in each.spots]
        found += spots or [(each.form, each.path, "", each.says)]
    return found
