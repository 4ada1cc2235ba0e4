"""Answers that several stories give alike."""

from casework import choices
from casework.models import Content

NO_CRISIS = dict.fromkeys(choices.CRISES, "no")


def call(channel: str, relation: str, problem: str, **more: Content | str) -> Content:
    """Return C01 as it is taken down at the first contact."""
    return {
        "channel": channel,
        "requester": {"relation": relation},
        "presenting_problem": problem,
        **more,
    }


def screening(category: str, problem_type: str, opinion: str, **more: str) -> Content:
    """Return the rest of C01, for somebody who is in no danger and in scope."""
    return {
        "crisis_screen": NO_CRISIS,
        "mandatory_report_flag": "no",
        "in_scope": "是",
        "case_type": {"category": category, "problem_type": problem_type},
        "initial_opinion": opinion,
        "decision_suggest": "接案",
        **more,
    }


def consent(name: str, *, scope: str, mode: str, on: str, **more: object) -> Content:
    """Return C02, signed by hand. The form itself knows the parties, and refuses publicity."""
    return {
        "service_terms": {"scope": scope, "mode": mode, "start": on, "freq": "每周一次"},
        "sensitive_consent": ["health", "benefit"],
        "sign_mode": "纸质扫描",
        "signatures": [{"role": "服务对象", "name": name, "way": "手写签名", "date": on}],
        **more,
    }


def person(  # noqa: PLR0913
    name: str, sex: str, born: str, phone: int, *, place: str, category: str, **more: object
) -> Content:
    """Return D01. Phones are 100000000xx, which no network gives out."""
    return {
        "name": name,
        "sex": sex,
        "birth_date": born,
        "phone": f"100000000{phone:02d}",
        "living_address": {"place": place},
        "primary_category": category,
        "visit_level": {"level": "中", "freq_days": "14"},
        "source": "社区转介",
        **more,
    }


def kin(name: str, relation: str, phone: int) -> Content:
    return {"name": name, "relation": relation, "phone": f"100000000{phone:02d}"}


# ── D02: a family, and what stands around it ──────────────────────────────────────────────


def member(ref: str, sex: str, age: str = "", **more: str) -> Content:
    return {"person_ref": ref, "sex": sex, "age": age, "alive": "yes"} | more


def tie(one: str, other: str, kind: str, quality: str = "一般") -> Content:
    return {"from": one, "to": other, "type": kind, "quality": quality}


def system(name: str, kind: str, strength: str, direction: str = "") -> Content:
    return {"name": name, "kind": kind, "strength": strength, "direction": direction}
