"""Carries a project along through the door, one sentence a state, on the days of S7."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from django.utils.timezone import localdate

from accounts.models import Station, User
from casework import archive
from casework.approvals import Judgement, Note, open_remarks, pending
from casework.inviting import invite
from casework.models import Project, Seat
from casework.projects import open_project
from casework.services import act, answer_remark, save_draft
from tests.driver import at
from tests.filled_projects import PROJECTS, TITLE

MONEY = Decimal(150_000)
EVEN = {"需求": 85, "目标": 85, "方案": 85, "预算": 85, "团队": 85, "创新": 85, "可持续": 85}


@dataclass(frozen=True)
class Cast:
    """Who has to do with a project, each in their post."""

    station: Station
    leader: User
    head: User
    agency: User
    district: User
    civil: User
    street: User
    finance: User


@contextmanager
def on(day: str, hour: str = "10:00") -> Iterator[None]:
    with at(f"{day} {hour}"):
        yield


def fill(project: Any, *forms: str, by: User, **changes: Any) -> None:
    """Type the whole of each form into its draft; ``changes`` go to the first."""
    for number, form in enumerate(forms):
        save_draft(project, form, PROJECTS[form] | ({} if number else changes), by=by)


def seen(project: Any, *verbs: str, opinion: str = "同意。") -> Judgement:
    waiting = pending(project, *verbs)
    assert waiting
    return Judgement(waiting.sha256, opinion)


def returned(project: Any, verb: str, *anchors: str) -> Judgement:
    waiting = pending(project, verb)
    assert waiting
    places = [anchor.partition("#") for anchor in anchors]
    notes = [Note(form, anchor, "请补充。") for form, _hash, anchor in places]
    return Judgement(waiting.sha256, "请按批注修改。", notes)


def opened(cast: Cast, **given: Any) -> Project:
    known: dict[str, Any] = {"title": TITLE, "station": cast.station, "by": cast.leader}
    return open_project(**(known | {"asked": MONEY} | given))


def drafted(cast: Cast, **changes: Any) -> Project:
    """Opened, and handed in for the internal review."""
    project = opened(cast)
    fill(project, "P01", by=cast.leader, **changes)
    act("submit_internal", project, by=cast.leader)
    return project


def applied(cast: Cast) -> Project:
    """Sealed by the agency."""
    project = drafted(cast)
    act("apply", project, by=cast.agency, judgement=seen(project, "submit_internal"))
    return project


def reviewed_by(project: Project, cast: Cast, count: int = 4, until: str = "") -> list[User]:
    """Ask in so many experts; return them."""
    today = localdate()
    last = date.fromisoformat(until) if until else date.fromordinal(today.toordinal() + 30)
    return [
        invite(
            project,
            Seat.Part.EXPERT,
            username=f"expert{number}",
            full_name=f"专家{number}",
            since=today,
            until=last,
            by=cast.civil,
        ).seat.user
        for number in range(1, count + 1)
    ]


def under_review(cast: Cast) -> Project:
    project = applied(cast)
    act("accept", project, by=cast.district, judgement=seen(project, "submit_internal"))
    return project


def scored(project: Project, expert: User, scores: dict[str, Any] | None = None) -> None:
    act("declare_interest", project, by=expert, conflict=False)
    act("score", project, by=expert, scores=scores or EVEN, comments="意见见评审表。")


def passed(project: Project, cast: Cast, begins: str, ends: str) -> Project:
    """Passed, and shown to the public from a day to a day."""
    shown = {"from": begins, "to": ends, "objections": ""}
    fill(project, "P02", by=cast.civil, decision="通过", publicity=shown)
    act("pass_review", project, by=cast.civil)
    return project


def publicised(cast: Cast) -> Project:
    """On the 15th of October; shown from the 16th to the 22nd."""
    project = under_review(cast)
    for expert in reviewed_by(project, cast, 3):
        scored(project, expert)
    return passed(project, cast, "2025-10-16", "2025-10-22")


def charted(project: Project, cast: Cast) -> Project:
    fill(project, "P03", by=cast.leader)
    act("submit_charter", project, by=cast.leader)
    return project


def granted(project: Project, cast: Cast) -> Project:
    """The charter written, signed by the street and granted by whoever pays."""
    charted(project, cast)
    act("cosign_charter", project, by=cast.street, judgement=seen(project, "submit_charter"))
    act("approve", project, by=cast.civil, judgement=seen(project, "submit_charter"))
    return project


def contracted(project: Project, cast: Cast) -> Project:
    """The contract signed by all three."""
    fill(project, "P04", by=cast.civil)
    act("offer_contract", project, by=cast.civil)
    judgement = seen(project, "offer_contract")
    act("countersign_contract", project, by=cast.agency, judgement=judgement)
    act("sign", project, by=cast.street, judgement=judgement)
    return project


def begun(project: Project, cast: Cast) -> Project:
    fill(project, "P05", by=cast.leader)
    act("kickoff", project, by=cast.leader)
    return project


def running(cast: Cast) -> Project:
    """All the way to its first day, on the days of S7."""
    with on("2025-10-15"):
        project = publicised(cast)
    with on("2025-10-23"):
        granted(project, cast)
    with on("2025-10-30"):
        contracted(project, cast)
    with on("2025-11-01"):
        begun(project, cast)
    return project


def answered(project: Project, form: str, *, by: User) -> None:
    """Answer every remark that waits for an answer."""
    for remark in open_remarks(project, form):
        answer_remark(remark, project, by=by, answer="已按意见修改。")


def evaluator_of(project: Project, cast: Cast, until: str) -> User:
    return invite(
        project,
        Seat.Part.EVALUATOR,
        username="gao.yuan",
        full_name="高远",
        since=localdate(),
        until=date.fromisoformat(until),
        by=cast.civil,
    ).seat.user


def changed(project: Project, cast: Cast, **changes: Any) -> Project:
    """A change asked for: as in S7, unless it is another."""
    fill(project, "P07", by=cast.leader, **changes)
    act("request_change", project, by=cast.leader)
    return project


def in_final(project: Project, cast: Cast) -> Project:
    act("start_final", project, by=cast.district)
    return project


def graded(project: Project, cast: Cast, evaluator: User) -> Project:
    fill(project, "P08", by=evaluator)
    act("evaluate", project, by=evaluator)
    act("grade", project, by=cast.civil, judgement=seen(project, "evaluate"))
    return project


def boxed(project: Project, cast: Cast) -> Project:
    """The box closed, whether its papers are printed or not."""
    cover = {"retention": "30年", "access": "限制", "remark": {"situation": "本卷文书齐全。"}}
    with patch.object(archive, "shelves", []):
        save_draft(project, "C16", cover, by=cast.head)
        act("archive", project, by=cast.head)
    return project


def handed_in(project: Project, cast: Cast) -> Project:
    """The papers of the end, for whoever pays to inspect."""
    fill(project, "P09", "P10", by=cast.leader)
    act("submit_closing", project, by=cast.leader)
    return project
