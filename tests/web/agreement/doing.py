"""What comes of doing a verb: at the door, and by a button that is pressed all the same.

There are forty thousand of these. Between two refusals nothing changes, so ``Hands`` reads a case
once and keeps it at hand; its answers are those of a browser, to which they are held.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import resolve

from accounts.models import User
from audit.models import Entry
from casework import services
from casework.approvals import pending
from casework.errors import RuleError
from casework.lifecycles import Lifecycle, Verdict, machines_of
from casework.models import Dossier
from casework.services import act
from tests.web.agreement.saying import unmet
from web.offers import Offers
from web.views import dossiers, steps
from workflows import views

Answer = tuple[int, str]  # a status, and where it leads


def at_door(case: Any, verdicts: list[Verdict], user: User) -> Iterator[str]:
    """Yield where the door lets through what was judged otherwise, or the other way round."""
    for verdict in verdicts:
        answer, why = tried(case, verdict.move.verb, user), unmet(verdict)
        role = verdict.findings[1].says
        wanted = f"RuleError: {''.join(why)}" if verdict.permitted else f"PermissionDenied: {role}"
        if not verdict.allowed and answer != wanted:
            yield f"{verdict.move.verb}: judged {wanted}, answered {answer}"
        if verdict.allowed and any(each.says in answer for each in verdict.findings):
            yield f"{verdict.move.verb} can be done, answered {answer}"
        if verdict.allowed:
            forget(case)


def tried(case: Any, verb: str, user: User, **given: Any) -> str:
    """Do a verb without a word, and undo it; return the refusal, if it is one."""
    try:
        with transaction.atomic():
            act(verb, case, by=user, **given)
            transaction.set_rollback(True)
    except (PermissionDenied, RuleError) as refusal:
        return f"{type(refusal).__name__}: {refusal}"
    except TypeError as missing:
        if "required keyword-only argument" not in str(missing):
            raise  # else only words are missing
    return ""


def forget(case: Any) -> None:
    """Know nothing any more of what was done and undone."""
    case.refresh_from_db()
    case.known.clear()


def stands(case: Any) -> tuple[Any, ...]:
    """What no refusal may change."""
    now = Dossier.objects.get(pk=case.pk)
    return now.status, now.beside, Entry.objects.filter(chain=case.chain).count()


@contextmanager
def at_hand() -> Iterator[None]:
    """Let nothing be read again, or drawn, that no refusal can have changed."""
    keep = patch.object(services, "lock", lambda dossier: None)
    with keep, patch.object(views, "render", _undrawn):
        yield


def _undrawn(request: Any, template: str, context: Any = None, status: int = 200) -> HttpResponse:
    return HttpResponse(status=status)


class Hands:
    """Somebody's hands, and a case that they are held out to."""

    def __init__(self, case: Any, user: User) -> None:
        self.case, self.user, self.offers = case, user, Offers(case, user, [])
        self.seen = Dossier.objects.visible_to(user).filter(pk=case.pk).exists()
        self.steps = {str(each.reverse("execute")): each for each in self.offers.tasks}

    @property
    def judged(self) -> list[tuple[Lifecycle, Verdict]]:
        """Every verb of every machine, as it is judged for them."""
        machines = {each.key: each for each in machines_of(self.case)}
        return [(machines[each.move.machine], each) for each in self.offers.verdicts]

    @property
    def blocked(self) -> list[Verdict]:
        return [each for each in self.offers.verdicts if not each.allowed]

    @contextmanager
    def held_out(self) -> Iterator[None]:
        """Let views find the case that is at hand, where they would read it once more."""
        here = patch.object(dossiers, "dossier_of", self._dossier_of)
        with here, patch.object(steps, "dossier_of", self._dossier_of):
            yield

    def press(self, verdict: Verdict) -> Answer:
        """Send a verb to where its button would have sent it; return what comes of it."""
        url, verb = self.offers.action_of(verdict), verdict.move.verb
        request: Any = HttpRequest()
        request.method, request.path, request.user = "POST", url, self.user
        request.POST = QueryDict(f"verb={verb}")
        try:
            with self.held_out():
                return answer(self._step(request, url) if url in self.steps else _page(request))
        except Http404:
            return 404, ""
        except PermissionDenied:
            return 403, ""

    def _step(self, request: Any, url: str) -> HttpResponse:
        """The engine asks whether one sees the dossier, then whether the step is one's own."""
        task = self.steps[url]
        if not self.seen:
            raise Http404
        task.process.coerced.record = self.case
        if not task.flow_task.can_execute(self.user, task):
            raise PermissionDenied
        request.activation = SimpleNamespace(task=task)
        return views.StepView().post(request)

    def _dossier_of(self, user: User, pk: int) -> Any:
        if not self.seen:
            raise Http404
        return self.case


def _page(request: Any) -> Any:
    found = resolve(request.path)
    return found.func(request, *found.args, **found.kwargs)


def answer(response: Any) -> Answer:
    return response.status_code, response.headers.get("Location", "")


def sent(client: Client, hands: Hands, verdict: Verdict) -> Answer:
    """The same by a browser, through everything that stands before the view."""
    return answer(client.post(hands.offers.action_of(verdict), {"verb": verdict.move.verb}))


def refused(hands: Hands, verdict: Verdict, given: Answer) -> bool:
    """Whether an answer is the one that is due: not there, not yours, not now, or not so.

    What is done at its step alone is nowhere while that is not open, and what is decided without
    anything that waits for it is over.
    """
    status, back = given
    decides = verdict.move.decides
    if not hands.seen:
        return status == 404
    if verdict.move.withdraws and status == 404:
        return True  # somebody has signed: the step at which it was taken back is done with
    if verdict.here and decides and pending(hands.case, *decides) is None:
        return status in {403, 409}
    if not verdict.permitted:
        return status in ({403} if verdict.here else {403, 404, 409})
    if not verdict.here:
        return status in {404, 409}
    return status == 422 or f"tried={verdict.move.verb}" in back
