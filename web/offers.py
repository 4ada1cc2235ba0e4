"""能办什么: what one person can do to a dossier now, why not the rest, and where each is mended."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from casework.lifecycles import Verdict, lifecycle_of
from casework.models import Case
from web.sheets import html_id
from workflows.flows import FLOWS
from workflows.forms import asks_nothing
from workflows.selectors import tasks_of

Shown = dict[str, Any]


class Offers:
    """Every verb judged once, beside the open steps: a page asks them many things."""

    def __init__(self, case: Case, user: User, forms: list[str]) -> None:
        self.case, self.forms = case, forms
        self.verdicts = lifecycle_of(case).why_not(user)
        self.tasks = tasks_of(case)

    def sorted_for(self, code: str) -> Shown:
        """Sort them: with the form that is open, by a word or two, and not now."""
        here = [self.shown(each) for each in self.verdicts if each.here]
        with_form = [
            each for each in here if each["submits"] and code in each["forms"] and each["plain"]
        ]
        others = [each for each in here if each["allowed"] and each not in with_form]
        blocked = [self.shown(each) for each in self.verdicts if not each.allowed]
        main = self._main_verbs()
        return {
            "submit": with_form if code in self.forms else [],
            "others": others,
            "next": next((each for each in blocked if each["verb"] in main), None),
            "near": [each for each in blocked if each["here"]],
            "far": [each for each in blocked if not each["here"]],
        }

    def by_hand(self) -> list[Shown]:
        """What can be done without opening any content."""
        return [
            self.shown(each)
            for each in self.verdicts
            if each.here and each.permitted and not each.move.decides
        ]

    def shown(self, verdict: Verdict) -> Shown:
        row = verdict.move
        task = self._task_for(row.verb)
        anytime = f"case.{row.verb}" in FLOWS[self.case.kind].anytime
        words = not asks_nothing(row) and not row.decides
        page = reverse("web:do", args=[self.case.pk, row.verb])
        return {
            "verb": row.verb,
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
            "href": page if words or anytime else task.reverse("execute") if task else "",
            "action": task.reverse("execute") if task and not anytime else page,
        }

    def waiting(self) -> list[Shown]:
        """The open steps in other hands: what, and who may do it."""
        return [
            {
                "title": task.flow_task.task_title,
                "by": "、".join(str(who.label) for who in task.flow_task.hands),
            }
            for task in self.tasks
            if task.flow_task.decides
        ]

    def action(self) -> str:
        """Where the open form is sent: to the step in whose name it is filled in."""
        mine = [task for task in self.tasks if not task.flow_task.decides]
        return str(mine[0].reverse("execute")) if mine else ""

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
        return [
            {"met": each.met, "says": each.says, "href": self._link(each.form, each.path)}
            for each in verdict.findings
            if not (each.met and each.code in {"state", "role"})  # met, they go without saying
        ]

    def _verdict(self, verb: str) -> Verdict | None:
        return next((each for each in self.verdicts if each.move.verb == verb), None)

    def _errors(self, verdict: Verdict) -> list[Shown]:
        """Name every place once, however many rules it offends."""
        found: dict[tuple[str, str], Shown] = {}
        for form, path, label, says in _places(verdict):
            text = says if label in says else f"{label}：{says}"
            whole = path.partition(".")[0]
            if (form, whole) not in found and (form, path) not in found:
                found[form, path or says] = {"text": text, "href": self._link(form, path)}
        return list(found.values())

    def _link(self, form: str, path: str) -> str:
        """Link to where it is mended, for those who may fill in that form."""
        if form not in self.forms:
            return ""
        anchor = f"#{html_id(path.partition('[')[0])}" if path else ""
        return f"{reverse('web:dossier', args=[self.case.pk])}?form={form}{anchor}"

    def _task_for(self, verb: str) -> Any:
        key = f"case.{verb}"
        return next((task for task in self.tasks if key in task.flow_task.verbs), None)

    def _main_verbs(self) -> set[str]:
        """What the open steps are there for, decisions left aside."""
        steps = [task.flow_task for task in self.tasks]
        verbs = [step.verbs[0] for step in steps if step.verbs and not step.decides]
        return {verb.partition(".")[2] for verb in verbs}


def _places(verdict: Verdict) -> list[tuple[str, str, str, str]]:
    """Return (form, path, label, sentence) for everything that is not met."""
    found = []
    for each in verdict.unmet:
        spots = [(spot.form, spot.path, spot.label, spot.says) for spot in each.spots]
        found += spots or [(each.form, each.path, "", each.says)]
    return found
