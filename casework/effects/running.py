"""What is peculiar to a running project: money paid, changes, evaluations and what they ask for."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from audit.services import salted
from casework import baselines, drafts, instalments, rectifying
from casework.approvals import Judgement
from casework.deadlines import resume_clocks, stop_clocks
from casework.effects.leaving import sealed
from casework.effects.opening import stated, written
from casework.errors import RuleError
from casework.lifecycles.evaluating import PASSED
from casework.models import RectificationItem
from casework.scans import kind_of
from casework.services import Act, Facts, effect_in, review, submit

effect = effect_in("project")
Stage = RectificationItem.Stage
MENDED_WITHIN = timedelta(days=30)  # 限期整改 (handbook 4.5)


# ── 拨付 ──────────────────────────────────────────────────────────────────────────────────


@effect
def pay(doing: Act, *, instalment: int, on: date) -> Facts:
    """Write down that an instalment was paid."""
    due = instalments.payable(doing.dossier)
    found = next((each for each in due if each.pk == int(instalment)), None)
    if found is None:
        raise RuleError(_("这一笔已经拨付，或条件还没满足，请刷新页面看最新情况。"))
    if not found.triggered_on <= on <= doing.today:  # type: ignore[operator]
        raise RuleError(_("实拨日期须在条件满足之后、今天或以前。"))
    found.paid_on, found.paid_by = on, doing.by
    found.save(update_fields=["paid_on", "paid_by"])
    doing.dossier.forget()
    return {"instalment": found.number, "paid_on": on.isoformat()}


# ── 变更, 暂停, 终止 ──────────────────────────────────────────────────────────────────────


@effect
def request_change(doing: Act) -> Facts:
    """Ask for a change, before it is made."""
    return submit(doing)


@effect
def decide_change(doing: Act, *, judgement: Judgement, verdict: str) -> Facts:
    """Approve a change, which locks another version of the baseline, or refuse it."""
    if verdict not in {"approved", "refused"}:
        raise RuleError(_("请选批准还是不同意。"))
    facts = review(doing, judgement=judgement, decision=verdict)
    if verdict == "refused":
        return facts | {"verdict": verdict}
    assert doing.submission is not None  # noqa: S101  (review sets it, for the type checker)
    change = sealed(doing, "P07")
    made = baselines.lock_next(doing.dossier, change, doing.submission, doing.at)
    return facts | {"verdict": verdict, "baseline": made.version}


@effect
def suspend(doing: Act, *, reason: str) -> Facts:
    """Let it rest; its clocks stand still as long."""
    _drawn_up(doing, "周期", (_("实施中"), _("暂停")), reason)
    facts = submit(doing)
    stop_clocks(doing.dossier, on=doing.today)
    return facts


@effect
def resume(doing: Act, *, reason: str) -> Facts:
    """Take it up again."""
    _drawn_up(doing, "周期", (_("暂停"), _("实施中")), reason)
    facts = submit(doing)
    resume_clocks(doing.dossier, on=doing.today)
    return facts


@effect
def terminate(doing: Act, *, reason: str) -> Facts:
    """End it before its time; what still goes on in it is handed over before the archive."""
    project = doing.dossier
    _drawn_up(doing, "终止", (project.get_status_display(), _("终止")), reason)
    facts = submit(doing)
    resume_clocks(project, on=doing.today)
    project.closed_on = doing.today
    project.save(update_fields=["closed_on"])
    return facts


def _drawn_up(doing: Act, kind: str, states: tuple[str, str], reason: str) -> None:
    """Draw up the P07 that words on a page amount to; nobody fills in a form for it."""
    row = dict(zip(("item", "before", "after"), ("其他", *map(str, states)), strict=True))
    raw = {"type": kind, "diff": [row], "reason": written(reason)}
    drafts.write(doing.dossier, "P07", raw, by=doing.by, at=doing.at)


# ── 中期 ──────────────────────────────────────────────────────────────────────────────────


@effect
def start_midterm(doing: Act) -> Facts:
    """It is evaluated at half time; each contract year has one."""
    doing.dossier.evaluated_on = doing.today
    doing.dossier.save(update_fields=["evaluated_on"])
    return {}


@effect
def pass_midterm(doing: Act) -> Facts:
    """It goes on: what was to be put right is settled, and the next instalment is due."""
    facts = submit(doing)
    settled = _settle(doing)
    due = instalments.next_due(doing.dossier, doing.today)
    doing.dossier.forget()
    return facts | {"settled": settled, "instalment": due.number if due else None}


@effect
def need_fix(doing: Act) -> Facts:
    """Ask for each thing that is to be put right, by a day."""
    facts = submit(doing)
    asked = rectifying.asked_in(str(sealed(doing, "P06")["result"].get("rectify") or ""))
    return facts | _asked(doing, Stage.MIDTERM, asked, None)


@effect
def final_fix(doing: Act, *, items: str, due: date | None = None) -> Facts:
    """The same, at the end."""
    asked = rectifying.asked_in(items)
    if not asked:
        raise RuleError(_("须写明整改要求，一行一项。"))
    facts = submit(doing, said=[(_("整改要求"), "\n".join(asked))])
    return facts | _asked(doing, Stage.FINAL, asked, due)


def _asked(doing: Act, stage: str, asked: Sequence[str], due: date | None) -> Facts:
    """Make an item of each; without a day of its own it is due in ten working days (X19)."""
    last, project = doing.today + MENDED_WITHIN, doing.dossier
    due_on = min(due or rectifying.EACH.after(doing.today)[0], last)
    before = project.rectifications.filter(stage=stage).count()
    for number, what in enumerate(asked, before + 1):
        item = RectificationItem(stage=stage, number=number, due_on=due_on)
        item.project, item.what = project, what
        item.save()
    project.forget()
    return {"asked": len(asked), "due_on": due_on.isoformat()}


@effect
def answer_item(
    doing: Act, *, item: int, action: str, evidence: str, file: bytes | None = None
) -> Facts:
    """Say what was done about one thing, and show it: no answer without evidence."""
    found = next((e for e in rectifying.unanswered(doing.dossier) if e.pk == int(item)), None)
    if found is None:
        raise RuleError(_("这一项已经答复，请刷新页面看最新情况。"))
    if not file:
        raise RuleError(_("请附上证据：扫描件或照片。"))
    found.kind = kind_of(file)
    found.action, found.evidence = written(action), written(evidence)
    found.keep(file)
    found.answered_at, found.answered_by = doing.at, doing.by
    found.save()
    doing.dossier.forget()
    said = salted([found.action, found.evidence], within=doing.dossier.chain)
    return {"item": found.pk, "answer": said, "bytes_sha256": found.sha256}


@effect
def recheck(doing: Act) -> Facts:
    """Hand in what was put right: the report's own rows say it, nobody types it twice."""
    project = doing.dossier
    rows = [_answered(each) for each in rectifying.unsettled(project)]
    raw = drafts.raw_of(project, "P06") | {"rectification": rows}
    drafts.write(project, "P06", raw, by=doing.by, at=doing.at)
    return submit(doing)


def _answered(item: RectificationItem) -> dict[str, str]:
    on = item.answered_at.date().isoformat() if item.answered_at else ""
    return {"item": item.what, "action": item.action, "due": on, "evidence": item.evidence}


@effect
def final_recheck(doing: Act) -> Facts:
    """The same, at the end; what was done is sealed beside the evaluation."""
    items = rectifying.unsettled(doing.dossier)
    return submit(doing, said=[(each.what, f"{each.action}（{each.evidence}）") for each in items])


def _settle(doing: Act) -> int:
    items = rectifying.unsettled(doing.dossier)
    for each in items:
        each.settled_on = doing.today
        each.save(update_fields=["settled_on"])
    doing.dossier.forget()
    return len(items)


# ── 末期, 结项 ────────────────────────────────────────────────────────────────────────────


@effect
def assess_oneself(doing: Act, *, words: str) -> Facts:
    """Say what one thinks of one's own project; the evaluation takes it over as it is."""
    raw = drafts.raw_of(doing.dossier, "P08") | {"self_eval": written(words)}
    drafts.write(doing.dossier, "P08", raw, by=doing.by, at=doing.at)
    return stated(doing, words)


@effect
def evaluate(doing: Act) -> Facts:
    """Hand in the evaluation; what the project said of itself stands in it as it was said."""
    project = doing.dossier
    own = project.statements.filter(verb="assess_oneself").order_by("pk").last()
    if own is not None:
        own.dossier = project
        raw = drafts.raw_of(project, "P08") | {"self_eval": own.text}
        drafts.write(project, "P08", raw, by=doing.by, at=doing.at)
    return submit(doing)


@effect
def grade(doing: Act, *, judgement: Judgement) -> Facts:
    """The grade holds. Whatever money is left is due, unless it has failed."""
    facts, project = review(doing, judgement=judgement), doing.dossier
    project.grade = sealed(doing, "P08")["grade"]
    project.save(update_fields=["grade"])
    settled = _settle(doing)
    due = instalments.last_due(project, doing.today) if project.grade in PASSED else []
    project.forget()
    told = {"grade": project.grade, "settled": settled}
    return facts | told | {"instalments": [each.number for each in due]}


@effect
def close(doing: Act, *, judgement: Judgement) -> Facts:
    """It is closed: nothing of it hangs, and what it promised is paid for."""
    facts = review(doing, judgement=judgement)
    doing.dossier.closed_on = doing.today
    doing.dossier.save(update_fields=["closed_on"])
    return facts
