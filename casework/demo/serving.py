"""The second half of a story: planned, served, reviewed, closed, followed up, boxed."""

import io

from pypdf import PdfWriter

from casework import satisfaction, scans
from casework.demo.telling import Story, Team
from casework.models import Content


def _sheet() -> bytes:
    """Return an empty sheet of A4, as a scanner would make."""
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(made)
    return made.getvalue()


PAGE = _sheet()


def planned(  # noqa: PLR0913
    story: Story, team: Team, assessment: Content, plan: Content, *, begun: int, on: int
) -> None:
    """Assess and plan; both are approved at the first round, the plan on day ``on``."""
    days, worker, supervisor = story.days, team.worker, team.supervisor
    story.fill("C03", assessment, by=worker, at=days.at(begun, "10:20"))
    story.act("submit_assessment", by=worker, at=days.at(begun, "10:40"))
    story.decide(
        "approve_assessment",
        "submit_assessment",
        "情况清楚，可以定计划。",
        by=supervisor,
        at=days.at(begun - 1, "09:30"),
    )
    story.fill("C04", plan, by=worker, at=days.at(on + 1, "15:00"))
    story.act("submit_plan", by=worker, at=days.at(on + 1, "15:20"))
    story.decide(
        "approve_plan", "submit_plan", "按计划开展。", by=supervisor, at=days.at(on, "10:00")
    )


def served(story: Story, team: Team, record: Content, *, on: int, written: int) -> None:
    """One service on day ``on``, put down on day ``written``."""
    days, worker = story.days, team.worker
    said = record | {"time": {"date": days.ago(on), **record["time"]}}
    story.fill("C05", said, by=worker, at=days.at(written, "16:40"))
    story.act("add_session", by=worker, at=days.at(written, "17:00"))


def closed(  # noqa: PLR0913
    story: Story, team: Team, evaluation: Content, report: Content, *, begun: int, on: int
) -> None:
    """Begin to close, ask the client, hand both papers in, and sign twice on day ``on``."""
    days, worker = story.days, team.worker
    grounds = "三个目标都已达到，服务对象和家人同意结案。"
    story.act("start_close", by=worker, at=days.at(begun, "09:20"), reason=grounds)
    answers = [5, 5, 5, 4, 5, 5, 5, 5]
    told = "谢谢你们，心里有底了。"
    satisfaction.read_out(story.case, answers, told, by=worker, at=days.at(begun, "15:30"))
    story.fill("C08", evaluation, by=worker, at=days.at(begun - 1, "10:00"))
    story.fill("C09", report, by=worker, at=days.at(begun - 1, "10:40"))
    story.act("submit_closure", by=worker, at=days.at(begun - 1, "11:00"))
    story.decide(
        "endorse_closure",
        "submit_closure",
        "目标达成有依据，离别处理得当。",
        by=team.supervisor,
        at=days.at(on, "09:40"),
    )
    story.decide(
        "approve_closure", "submit_closure", "同意结案。", by=team.head, at=days.at(on, "16:10")
    )


def visited(story: Story, team: Team, record: Content, *, on: int) -> None:
    days, worker = story.days, team.worker
    said = record | {"visit": {"actual": days.ago(on)}}
    story.fill("C11", said, by=worker, at=days.at(on, "15:20"))
    story.act("add_followup", by=worker, at=days.at(on, "15:40"))


def scanned(story: Story, team: Team, *, on: int) -> None:
    """Scan what was signed on paper."""
    at = story.days.at(on, "09:30")
    for submission, form in scans.wanted(story.case):
        scans.keep(story.case, submission, form, PAGE, by=team.worker, at=at)
