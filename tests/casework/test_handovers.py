"""交接: the state of the case is drawn up, and somebody at high risk is visited together."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from casework import drafts
from casework.approvals import freeze
from casework.models import Case, Handover
from casework.services import act
from tests import actors
from tests.actors import fill, returned, seen
from tests.driver import at
from tests.filled import C14, C15


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Any:
    """秦玉兰's case in service; it is 2026-05-29."""
    with at("2026-03-24 10:00"):
        actors.accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
        actors.assessed(lead, worker=lin_yue, supervisor=zheng_min)
        actors.planned(lead, worker=lin_yue, supervisor=zheng_min)
    with at("2026-05-29 10:00"):
        yield lead


def errors(case: Case, **changes: Any) -> dict[str, str]:
    return Handover.read(C15 | changes, case).errors


def drawn_up(case: Case) -> tuple[list[Any], list[Any]]:
    """Return what a handover sealed now says of the case, and of unfinished papers."""
    said = Handover.reckoned(case, 1)
    return said["cases"], said["pending_docs"]


def test_a_handover_begins_with_who_leaves_and_who_watches(case: Case) -> None:
    begun = drafts.begun(case, "C15")
    assert begun["parties"] == {"from": "林悦", "to": "", "witness": "郑敏"}
    assert begun["files"] == [{"item": "电子卷宗", "qty": "1 卷", "location": "本系统"}]


def test_whom_the_application_named_takes_over(case: Case, lin_yue: User) -> None:
    change = C14 | {"type": "更换主责社工", "params": {"worker": "陈思远"}}
    drafts.write(case, "C14", change | {"client_opinion": "可以。"}, by=lin_yue)
    freeze(case, "ask", ["C14"], by=lin_yue, at=timezone.now(), outcome="approved")
    assert drafts.begun(case, "C15")["parties"]["to"] == "陈思远"


def test_the_case_is_listed_as_it_stands(case: Case, lin_yue: User, zheng_min: User) -> None:
    fill(case, "C14", by=lin_yue)
    act("ask_extend", case, by=lin_yue)
    actors.fill(case, "C06", by=zheng_min)
    act("add_supervision", case, by=zheng_min)
    ((line,), _papers) = drawn_up(case)
    assert line["case"] == case.number
    assert (line["stage"], line["risk"]) == ("介入中", "中风险")
    assert (
        line["next_due"] == case.deadlines.filter(met_on=None).earliest("due_on").due_on.isoformat()
    )
    assert line["open_actions"] == "在途申请：延期；和社区定扶手安装时间"


def test_unfinished_papers_are_listed_with_their_state(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    assert drawn_up(case)[1] == []
    fill(case, "C05", "C07", by=lin_yue)
    act("submit_midterm", case, by=lin_yue)
    again = returned(case, "submit_midterm", "C07#risk")
    act("return_midterm", case, by=zheng_min, judgement=again)
    fill(case, "C14", by=lin_yue)
    act("ask_extend", case, by=lin_yue)
    assert drawn_up(case)[1] == [
        {"doc": "个案服务过程记录表", "state": "起草中"},
        {"doc": "中期（阶段）评估表", "state": "退回，待改"},
        {"doc": "申请单（延期/暂停/恢复/更换社工/重开/变更计划）", "state": "已提交，待审"},
    ]


def test_what_was_refused_is_not_unfinished(case: Case, lin_yue: User, zheng_min: User) -> None:
    fill(case, "C14", by=lin_yue)
    act("ask_extend", case, by=lin_yue)
    refusal = seen(case, "ask_extend", "先把现有目标做完。")
    act("refuse_extend", case, by=zheng_min, judgement=refusal)
    assert drawn_up(case)[1] == []


def test_what_was_taken_back_is_unfinished(case: Case, lin_yue: User) -> None:
    fill(case, "C14", by=lin_yue)
    act("ask_extend", case, by=lin_yue)
    act("withdraw_extend", case, by=lin_yue)
    assert [row["state"] for row in drawn_up(case)[1]] == ["起草中"]


def test_the_handover_itself_is_no_unfinished_paper(case: Case, lin_yue: User) -> None:
    drafts.write(case, "C15", C15, by=lin_yue)
    done = freeze(case, "hand_over", ["C15"], by=lin_yue, at=timezone.now(), outcome="filed")
    fields = {each["key"]: each["shown"] for each in done.form_of("C15")["fields"]}
    assert fields["pending_docs"]["rows"] == []
    assert fields["cases"]["rows"][0][:3] == [case.number, "介入中", "中风险"]


def test_somebody_at_high_risk_is_visited_together(case: Case) -> None:
    alone = C15["intro"] | {"joint_visit_at": ""}
    assert errors(case, intro=alone) == {}
    case.risk = "high"
    assert "当面一起" in errors(case, intro=alone)["intro.joint_visit_at"]
    assert errors(case) == {}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"parties": C15["parties"] | {"to": "林悦"}}, "parties.to"),
        ({"parties": C15["parties"] | {"witness": "陈思远"}}, "parties.witness"),
        ({"parties": C15["parties"] | {"to": ""}}, "parties.to"),
        ({"reason": "吵架"}, "reason"),
        ({"intro": {}}, "intro"),
        ({"intro": C15["intro"] | {"informed_at": "2026-05-30"}}, "intro.informed_at"),
        ({"files": [{"item": "同意书原件"}]}, "files.0.qty"),
        ({"key_notes": ""}, "key_notes"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(
    case: Case, changes: dict[str, Any], place: str
) -> None:
    assert set(errors(case, **changes)) == {place}
