"""The conditions of waiting, serving, reviewing and archiving."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import archive, choices, plans
from casework.approvals import pending
from casework.catalogue import title_of
from casework.drafts import checked
from casework.lifecycles.base import Guard, Move, Spot, guard
from casework.models import Case, Submission
from casework.models.intake import crises_in
from casework.workdays import months_after


@guard("not_urgent", _("有危机情形的不能轮候，须马上办理。"), where="C01#crisis_screen")
def not_urgent(case: Case, user: User) -> bool:
    return not crises_in(checked(case, "C01").content) and case.alarmed_at is None


@dataclass(frozen=True)
class AsksFor(Guard):
    """A condition of an application: of which kind it is."""

    kind: str = ""


def asks_for(kind: str) -> Guard:
    """The application says that it is for this."""

    def check(case: Case, user: User) -> bool:
        return checked(case, "C14").content.get("type") == kind

    says = _("申请单的类型须选“%s”。") % kind
    return AsksFor("asks_for", says, check, where="C14#type", kind=kind)


def kind_asked(row: Move) -> str:
    """Return of which kind the application for a verb is, so that nobody need choose it."""
    return next((each.kind for each in row.guards if isinstance(each, AsksFor)), "")


@guard(
    "may_extend",
    _("延期每次不超过 3 个月，至多两次，新期限须晚于现在的期满日。"),
    where="C14#params.end",
)
def may_extend(case: Case, user: User) -> bool:
    wanted = str((checked(case, "C14").content.get("params") or {}).get("end") or "")
    if not wanted or case.served_until is None or case.extensions >= plans.MOST_EXTENSIONS:
        return False
    longest = months_after(case.served_until, plans.LONGEST_EXTENSION)
    return case.served_until.isoformat() < wanted <= longest.isoformat()


@guard("review_due", _("到阶段评估日前 5 个工作日起可以提交；到期由系统提醒。"))
def review_due(case: Case, user: User) -> bool:
    opens = plans.review_opens(case)
    return opens is not None and opens <= timezone.localdate()


def review_concludes(*, closing: bool) -> Guard:
    """What the worker concluded in C07: to go on, or to close."""

    def check(case: Case, user: User) -> bool:
        waiting = pending(case, "submit_midterm")
        return waiting is not None and _closes(waiting) is closing

    if closing:
        return Guard("concludes_close", _("结论为提前结案的，才转入结案。"), check)
    says = _("结论为继续服务的才继续；写了提前结案的，批准后转入结案。")
    return Guard("concludes_on", says, check)


def _closes(submission: Submission) -> bool:
    fields = submission.form_of("C07")["fields"]
    rows = next(each["value"] for each in fields if each["key"] == "adjustments") or []
    return any(row["type"] == choices.CLOSES for row in rows)


def _lacking(case: Case) -> list[Spot]:
    return [Spot(each.form, "", title_of(each.form), each.says) for each in archive.missing(case)]


box_complete = Guard(
    "box_complete",
    _("卷内文书须齐全：缺的先补上，才能归档。"),
    lambda case, user: not archive.missing(case),
    where="C16",
    spots=_lacking,
)
