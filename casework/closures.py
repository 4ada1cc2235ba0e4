"""结案: what the evaluation and the report can be filled with, and the GAS T score."""

from decimal import Decimal
from math import sqrt
from typing import Any

from django.utils.translation import gettext as _

from casework import choices, crises
from casework.approvals import episode_of, in_force
from casework.models import Content, Dossier
from casework.models.closing import parted
from casework.models.people import age_on
from casework.plans import goals_of
from casework.satisfaction import answered
from casework.sessions import volume


def gas_t(scored: list[tuple[int, int]]) -> Decimal | None:
    """Return the T score of goals, each a (weight, score); None without any (handbook 7.2).

    T = 50 + 10·Σ(w·x) / √(0.7·Σw² + 0.3·(Σw)²), to one decimal.
    """
    if not scored:
        return None
    total = sum(weight for weight, _score in scored)
    squares = sum(weight * weight for weight, _score in scored)
    reached = sum(weight * score for weight, score in scored)
    return round(Decimal(50 + 10 * reached / sqrt(0.7 * squares + 0.3 * total * total)), 1)


def t_of(dossier: Dossier, attained: Any) -> Decimal | None:
    """Return the T score of what a C08 says of its goals, weighted as in the plan."""
    weights = {goal.no: goal.weight for goal in goals_of(dossier)}
    return gas_t(
        [
            (weights.get(row["goal_no"], 1), int(row["gas_score"]))
            for row in attained or []
            if row.get("gas_score") not in {None, ""}
        ]
    )


def evaluation_begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """C08 begins with the goals of the plan, and the scales of the assessment as before."""
    goals = [{"goal_no": goal.no, "target": goal.target} for goal in goals_of(dossier)]
    assessed = in_force(dossier, "C03")
    scales = (assessed.scales or []) if assessed else []
    known: dict[str, tuple[Any, Any]] = {}
    if dossier.ends_as:
        kind = choices.ENDINGS.get(dossier.ends_as, dossier.ends_as)
        known["closure_type"] = (kind, _("带自中途终止的情形，可改。"))
    if goals:
        known["goal_attainment"] = (goals, _("带自《个案服务计划书》，填结果。"))
    if scales and not dossier.ends_as:  # who has gone is not measured again
        before = [{"scale": row["scale"], "pre": row["score"]} for row in scales]
        known["pre_post"] = (before, _("前测带自《个案预估表》，填后测。"))
    return known


def evaluation_reckoned(dossier: Any) -> Content:
    """What the system adds to C08 when it is sealed: the volume, T, and what the client said."""
    from casework.drafts import checked  # noqa: PLC0415  (drafts read forms)

    done = volume(dossier)
    score = t_of(dossier, checked(dossier, "C08").content.get("goal_attainment"))
    return {
        "service_volume": {
            "sessions": done.sessions,
            "minutes": done.minutes,
            "home_visits": done.home_visits,
            "calls": done.calls,
            "gas_t": str(score) if score is not None else None,
        },
        "satisfaction": answered(dossier),
    }


def report_begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """C09 begins with what is on record: nobody types it twice."""
    from casework.drafts import checked  # noqa: PLC0415

    said = checked(dossier, "C08").content
    known = {
        "summary": (_summary(dossier), _("由前面的表带出，可改。")),
        "process_summary": (_process(dossier), _("由服务记录带出，可改。")),
        "outcome": (_outcome(dossier, said), _("由《结案评估表》带出，可改。")),
        "closure_reason": (_reason(said), _("由《结案评估表》带出，可改。")),
        "followup_plan": (_visits(dossier, said), _("按规定的时间带出，可改。")),
    }
    return {key: (value, says) for key, (value, says) in known.items() if value}


def _summary(dossier: Any) -> str:
    person = dossier.person
    age = _("%s 岁") % age_on(str(person.birth_date)) if person.birth_date else ""
    category = person.question("primary_category").shown(person.primary_category)
    head = "，".join(each for each in (person.sex, age, category) if each)
    assessed = in_force(dossier, "C03")
    goals = "；".join(goal.text for goal in goals_of(dossier))
    lines = [
        f"{head}。",
        assessed.conclusion if assessed else "",
        _("计划目标：%s。") % goals if goals else "",
    ]
    return "\n".join(each for each in lines if each)


def _process(dossier: Any) -> str:
    done = volume(dossier)
    if not done.sessions:
        return ""
    says = _("共服务 %(n)s 次、%(minutes)s 分钟，其中入户 %(visits)s 次、电话 %(calls)s 次。")
    return says % {
        "n": done.sessions,
        "minutes": done.minutes,
        "visits": done.home_visits,
        "calls": done.calls,
    }


def _outcome(dossier: Any, said: Content) -> str:
    rows = said.get("goal_attainment") or []
    lines = [
        _("目标 %(no)s：%(result)s（%(level)s）。")
        % {"no": row["goal_no"], "result": row["result"], "level": row["level"]}
        for row in rows
        if row.get("result") and row.get("level")
    ]
    score = t_of(dossier, rows)
    lines += [_("GAS T 分 %s。") % score] if score is not None else []
    return "\n".join(lines)


def _reason(said: Content) -> Content:
    told = said.get("informed") or {}
    if not said.get("closure_type"):
        return {}
    return {"reason": said["closure_type"], "informed_date": told.get("first_date")}


def _visits(dossier: Any, said: Content) -> list[Content]:
    """1 and 3 months after the closing, 6 as well where the risk was ever high."""
    if parted(said, dossier):
        return []
    owner = str(dossier.owner or "")
    return [{"date": month, "method": "电话", "owner": owner} for month in months_wanted(dossier)]


def months_wanted(dossier: Any) -> list[str]:
    """Return after how many months somebody must look in again (handbook 5.1): six as well where
    the risk was high in this 服务期, or there was a crisis."""
    severe = episode_of(dossier).was_high or crises.had_crisis(dossier)
    return ["1", "3", "6"] if severe else ["1", "3"]
