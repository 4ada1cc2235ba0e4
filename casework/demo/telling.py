"""How a story is told: each sentence is something that somebody did, at some time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from accounts.models import Community, User
from casework import drafts
from casework.approvals import Judgement, Note, open_remarks, pending
from casework.demo.days import Days, standing
from casework.models import Content
from casework.registration import register
from casework.services import act, answer_remark, save_draft

AT_FIRST = ("name", "sex", "birth_date", "phone")  # what a call for help says of the person


class Team(NamedTuple):
    """Who works on a case."""

    worker: User
    supervisor: User
    head: User


class Story:
    """One piece of work, a case most often, and the calendar by which it is told."""

    def __init__(self, case: Any, days: Days) -> None:
        self.case, self.days = case, days

    def fill(self, form: str, raw: Content, *, by: User, at: datetime) -> None:
        """Type into a form, over what is there."""
        with standing(at):
            raw = drafts.raw_of(self.case, form) | raw
            save_draft(self.case, form, raw, by=by, at=at)

    def act(self, verb: str, *, by: User, at: datetime, **given: Any) -> None:
        with standing(at):
            act(verb, self.case, by=by, at=at, **given)

    def decide(  # noqa: PLR0913
        self,
        verb: str,
        on: str,
        opinion: str,
        *,
        by: User,
        at: datetime,
        remarks: Iterable[tuple[str, str]] = (),
        **given: Any,
    ) -> None:
        """Decide on what waits; remarks are places (C03#bio) and what they say."""
        waiting = pending(self.case, on)
        assert waiting, on  # noqa: S101  (a story that forgot to submit)
        notes = [Note(*anchor(place), text) for place, text in remarks]
        judgement = Judgement(waiting.sha256, opinion, notes)
        self.act(verb, by=by, at=at, judgement=judgement, **given)

    def answer(self, form: str, anchor: str, says: str, *, by: User, at: datetime) -> None:
        remark = open_remarks(self.case, form).get(anchor=anchor)
        answer_remark(remark, self.case, by=by, answer=says, at=at)


def begun(  # noqa: PLR0913
    place: tuple[str, str], person: Content, call: Content, *, by: User, days: Days, at: datetime
) -> Story:
    """Register a call for help at a community (station code, name)."""
    code, name = place
    community = Community.objects.select_related("station").get(station__code=code, name=name)
    known = {key: person[key] for key in AT_FIRST if key in person}
    return Story(register({"D01": known, "C01": call}, community=community, by=by, at=at), days)


def accepted(  # noqa: PLR0913
    story: Story, forms: dict[str, Content], team: Team, *, screened: int, on: int, level: str
) -> None:
    """Screen so many working days ago, submit with consent, and accept on day ``on``."""
    days, worker = story.days, team.worker
    story.fill("C01", forms["C01"], by=worker, at=days.at(screened, "10:20"))
    story.act("start_screen", by=worker, at=days.at(screened, "10:35"))
    for form in ("C02", "D01"):  # what D01 asks of health opens with the consent
        story.fill(form, forms[form], by=worker, at=days.at(on, "10:10"))
    story.act("submit_intake", by=worker, at=days.at(on, "10:40"))
    story.decide(
        "approve_intake",
        "submit_intake",
        "属本站服务范围，同意接案。",
        by=team.head,
        at=days.at(on, "16:00"),
        owner=worker,
        supervisor=team.supervisor,
        level=level,
    )


def anchor(place: str) -> tuple[str, str]:
    form, _hash, where = place.partition("#")
    return form, where
