"""小组表单的开头: what the forms of a group begin with, so that nobody types a thing twice."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.approvals import in_force, row_of, valid
from casework.models import Dossier
from casework.models.group_forms.ending import ASKED
from casework.models.group_forms.names import names_in
from casework.models.group_forms.preparing import taken_in

Known = dict[str, tuple[Any, Any]]
CLAUSES = [
    gettext_lazy("守时：不迟到、不早退；来不了提前告诉社工。"),
    gettext_lazy("尊重：一个人说话时大家听，不打断、不取笑。"),
    gettext_lazy("保密：组里听到的事不带出去；有人有危险时，社工会告诉能帮忙的人。"),
    gettext_lazy("分享：愿意说多少说多少，不勉强自己，也不勉强别人。"),
    gettext_lazy("安全：身体不舒服马上说；互相照应，不做危险的动作。"),
]


def rows_of(dossier: Dossier, code: str) -> list[Any]:
    """Return what stands of a form, one row for each (第几份), in their order."""
    numbers = sorted({each.instance_of(code) for each in valid(dossier, code)})
    return [row_of(dossier, code, number) for number in numbers]


def last_of(dossier: Dossier, code: str) -> Any:
    """Return the last that stands of a form; None before the first."""
    found = valid(dossier, code)
    return row_of(dossier, code, found[0].instance_of(code)) if found else None


def members_of(dossier: Dossier) -> list[str]:
    """Return the members as the contract names them."""
    contract = last_of(dossier, "G04")
    return names_in(contract.members, "name") if contract else []


def contract_begun_with(dossier: Dossier) -> Known:
    """G04: those taken in, the usual clauses, and a row for each to sign and be asked in."""
    known: Known = {"clauses": ([{"clause": str(each)} for each in CLAUSES], _("常用条款，可改。"))}
    recruitment = last_of(dossier, "G03")
    taken = taken_in(recruitment) if recruitment else []
    if taken:
        says = _("带自《招募与筛选记录》，可改。")
        own = [{"name": row["name"], "client_ref": row["client_ref"]} for row in taken]
        known["members"] = (own, says)
        known["signs"] = ([{"name": row["name"]} for row in taken], says)
        unasked = [{"member": row["name"], "agree": False} for row in taken]
        known["media"] = (unasked, _("默认不同意，问过再改。"))
    return known


def session_begun_with(dossier: Dossier) -> Known:
    """G05: the next session, as the plan in force has it."""
    plan = in_force(dossier, "G02")
    number = len(rows_of(dossier, "G05")) + 1
    outline = (plan.session_outline or []) if plan else []
    row = next((each for each in outline if each["no"] == number), None)
    if row is None:
        return {}
    says = _("带自《小组计划书》，可改。")
    schedule = plan.schedule or {}
    meta = {"no": number, "theme": row["theme"], "date": row["date"]}
    known: Known = {"meta": (meta | {key: schedule.get(key) for key in ("place", "minutes")}, says)}
    if row["objective"]:
        known["objectives"] = ([{"objective": row["objective"]}], says)
    if row["materials"]:
        known["materials"] = ([{"item": row["materials"]}], says)
    return known


def sign_in_begun_with(dossier: Dossier) -> Known:
    """G06: everybody in the group, whoever has signed in already, and whoever works with it."""
    from casework.arrivals import attendance_begun_with  # noqa: PLC0415  (reads the catalogue)

    plan = in_force(dossier, "G02")
    known: Known = {}
    if members := attendance_begun_with(dossier):
        known["attendance"] = (members, _("带自组员名单和签到，逐个核对出席情况。"))
    if plan and plan.staff:
        known["staff"] = (plan.staff, _("带自《小组计划书》，可改。"))
    return known


def process_begun_with(dossier: Dossier) -> Known:
    """G07: what the plan of the same session wanted, and how it was to go."""
    number = len(rows_of(dossier, "G07")) + 1
    plans = (each for each in rows_of(dossier, "G05") if (each.meta or {}).get("no") == number)
    plan = next(plans, None)
    if plan is None:
        return {}
    says = _("带自《单节计划》，可改。")
    wanted = [{"objective": row["objective"]} for row in plan.objectives or []]
    parts = [{"segment": row["activity"]} for row in plan.flow or []]
    return {"objective_result": (wanted, says), "process": (parts, says)}


def measure_begun_with(dossier: Dossier) -> Known:
    """G09: a row for each member, and what everybody is asked."""
    members = [{"member": name} for name in members_of(dossier)]
    known: Known = {"satisfaction": ([{"item": each} for each in ASKED], _("常用题目，可改。"))}
    if members:
        known["scores"] = (members, _("带自《组员登记与组员契约》，可改成编号。"))
    return known
