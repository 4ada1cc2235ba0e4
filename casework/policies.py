"""时限策略表 (handbook 5.1): what a station may set, and what holds at a station on a day.

The rows of a lifecycle declare the default. A station's own number comes first, then that of its
总站. What runs keeps the number with which it began.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Station
from casework.models import Dossier, TermPolicy
from casework.models.dossier import once
from casework.workdays import Term

DAYS, MONTHS, CALENDAR = _("个工作日"), _("个月"), _("日")


@dataclass(frozen=True)
class Policy:
    """One line of the table: its key, what it is called, and the verbs whose time it is.

    ``most`` bounds it: beyond, another deadline of the same state would come first, or the
    reminder would lose its sense.
    """

    key: str
    name: Any
    verbs: Sequence[str]
    most: int
    unit: Any = DAYS
    high: bool = False  # whether it is the time where the risk is high


POLICIES = [
    Policy("t_first_contact", _("首次响应（登记后）"), ["assign", "start_screen"], 4),
    Policy(
        "t_intake_submit",
        _("提交接案（首次接触后）"),
        ["submit_intake", "resolve_by_advice", "ask_decline", "decline", "refuse_decline"],
        15,
    ),
    Policy("t_intake_decision", _("接案审批"), ["approve_intake", "return_intake"], 10),
    Policy("t_assessment", _("预估完成（接案批准后）"), ["submit_assessment", "reassess"], 30),
    Policy("t_assessment_high", _("预估完成，高风险"), ["submit_assessment"], 15, high=True),
    Policy("t_plan", _("计划完成（预估通过后）"), ["submit_plan"], 20),
    Policy("t_session_record", _("服务记录（服务后）"), ["add_session"], 10),
    Policy(
        "t_supervisor_review",
        _("督导批阅（提交后）"),
        [
            *["approve_assessment", "return_assessment", "endorse_plan", "approve_plan"],
            *["return_plan", "return_revision", "ask_extend", "extend", "refuse_extend"],
            *["approve_midterm", "approve_midterm_close", "return_midterm"],
            *["group.endorse_plan", "group.approve_plan", "group.return_plan"],
        ],
        10,
    ),
    Policy("t_referral", _("转介追踪（发出后）"), ["referral_done", "referral_accepted"], 30),
    Policy("t_midterm", _("阶段评估，每"), ["submit_midterm"], 6, MONTHS),
    Policy("t_closure_docs", _("结案材料（启动结案后）"), ["submit_closure"], 20),
    Policy(
        "t_closure_review",
        _("结案、小组总结审批（提交后）"),
        [
            *["endorse_closure", "approve_closure", "return_closure", "reject_close"],
            *["group.endorse_report", "group.approve_report", "group.return_report"],
        ],
        15,
    ),
    Policy(
        "t_archive",
        _("归档（末次跟进或结案后）"),
        [
            *["ask_finish_followup", "finish_followup", "refuse_finish_followup"],
            *["archive_no_followup", "group.ask_archive", "group.archive", "group.refuse_archive"],
        ],
        60,
    ),
    Policy("t_group_plan", _("小组计划报批，首节前"), ["group.submit_plan"], 30, CALENDAR),
    Policy("t_group_session", _("小组单节记录（节后）"), ["group.complete_session"], 10),
    Policy("t_group_report", _("小组总结（末节后）"), ["group.submit_report"], 30),
    Policy("t_project_internal", _("项目内审（提交后）"), ["return_internal"], 10),
    Policy("t_project_check", _("项目形式审查（申报后）"), ["accept", "return_apply"], 15),
    Policy("t_project_review", _("项目评审（受理后）"), ["revise"], 40),
    Policy("t_project_revise", _("按评审意见修改（结论后）"), ["resubmit"], 20),
    Policy(
        "t_project_change",
        _("项目变更审批（申请后）"),
        ["project.endorse_change", "decide_change", "refuse_change"],
        20,
    ),
    Policy("t_project_sign", _("项目签约（立项后）"), ["offer_contract"], 60, CALENDAR),
    Policy("t_project_midterm", _("项目中期评估（开始后）"), ["pass_midterm"], 30),
    Policy("t_project_grade", _("项目末期评定（开始后）"), ["evaluate", "grade"], 40),
    Policy(
        "t_project_eval",
        _("项目中期、末期评估，过半和到期前后各"),
        ["start_midterm"],
        2,
        MONTHS,
    ),
    Policy("t_carryover", _("结转启动，到期前"), ["carry_over"], 180, CALENDAR),
]
TIMED = {(verb, each.high): each.key for each in POLICIES for verb in each.verbs}


def timed_as(row: Any) -> str:
    """Return under which name a row's time stands in the table: its own, else its verb's."""
    return str(row.name if (row.name, False) in TIMED else row.verb)


def days_for(dossier: Dossier, verb: str, term: Term, *, high: bool, on: date) -> int:
    """Return how many working days a verb's time has that begins on ``on``."""
    tight = term.high if high else None
    default = tight or term.days
    key = TIMED.get((verb, tight is not None))
    return number_for(dossier, key, on, default) if key else default


def number_for(dossier: Dossier, key: str, on: date, default: int) -> int:
    """Return the number that holds for a key at the dossier's station on a day."""
    row = row_for(_policies(dossier), dossier.station, key, on)
    return row.number if row else default


def row_for(rows: Iterable[TermPolicy], station: Station, key: str, on: date) -> TermPolicy | None:
    """Return the newest row of the station in force on a day; else that of its 总站."""
    found = [each for each in rows if each.key == key and each.since <= on]
    own = [each for each in found if each.station_id == station.pk]
    return max(own or found, key=lambda each: (each.since, each.pk), default=None)


def rows_at(station: Station) -> list[TermPolicy]:
    """Return everything that was ever set at a station and its 总站."""
    here = [station.pk, station.district_id]
    return list(TermPolicy.objects.filter(station__in=here).select_related("station"))


@once
def _policies(dossier: Dossier) -> list[TermPolicy]:
    here = [dossier.station_id, dossier.station.district_id]
    return list(TermPolicy.objects.filter(station__in=here))
