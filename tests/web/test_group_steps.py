"""A group through the step pages: handed in, signed by two, sent back, asked for and agreed to."""

import pytest

from accounts.models import Community, User
from casework.models import Group
from tests.driver import Browser, at
from tests.group_actors import (
    approved,
    begun,
    fill,
    listed,
    opened,
    session_held,
    session_planned,
    submitted,
)
from workflows.selectors import decisions_for, desk_of


@pytest.fixture
def group(community: Community, chen_siyuan: User) -> Group:
    with at("2026-03-25 10:00"):
        return opened(community, by=chen_siyuan)


@pytest.fixture
def running(group: Group, chen_siyuan: User, zheng_min: User, zhou_lan: User) -> Group:
    with at("2026-04-02 10:00"):
        approved(submitted(group, worker=chen_siyuan), supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        listed(group, worker=chen_siyuan)
        session_planned(group, 1, by=chen_siyuan)
    with at("2026-04-14 17:00"):
        begun(group, worker=chen_siyuan)
        return session_held(group, 1, by=chen_siyuan)


def step_of(user: User, group: Group) -> str:
    """The address of the step that waits for a user's decision."""
    (task,) = [each for each in decisions_for(user) if each.process.coerced.dossier_id == group.pk]
    return str(task.reverse("execute"))


def test_a_plan_is_handed_in_sent_back_and_signed_by_two(
    group: Group, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    with at("2026-04-02 10:00"):
        fill(group, "G02", "G01", by=chen_siyuan)
        page = Browser(chen_siyuan).open(f"/dossiers/{group.pk}/")
        Browser(chen_siyuan).press(page, "提交计划书")
        assert Group.objects.get(pk=group.pk).status == "plan_review"

        supervisor = Browser(zheng_min)
        page = supervisor.open(step_of(zheng_min, group))
        assert "指尖上的邻里" in page.words
        supervisor.press(
            page, "退回修改", {"opinion": "安全预案再细一点。", "remark-G02#safety": "谁带急救包？"}
        )
    assert Group.objects.get(pk=group.pk).status == "draft"
    with at("2026-04-03 10:00"):
        owner = Browser(chen_siyuan)
        page = owner.open(f"/dossiers/{group.pk}/?form=G02")
        form, _button = page.button("提交计划书")
        (remark,) = [name for name in page.names(form) if name.startswith("answer-")]
        page = owner.press(page, "提交计划书", {remark: "志愿者冯姨带。"})
        for user, button in ((zheng_min, "同意，报站长"), (zhou_lan, "批准")):
            browser = Browser(user)
            browser.press(browser.open(step_of(user, group)), button, {"opinion": "同意。"})
    group = Group.objects.get(pk=group.pk)
    assert (group.status, group.supervisor) == ("recruiting", zheng_min)


def test_a_pause_is_asked_for_in_words_and_agreed_to(
    running: Group, chen_siyuan: User, zheng_min: User
) -> None:
    with at("2026-04-15 10:00"):
        owner = Browser(chen_siyuan)
        ask = f"/dossiers/{running.pk}/do/ask_pause/"
        words = {"reason": "活动室维修。", "told": "逐个电话告知。"}
        page = owner.press(owner.open(ask), "申请：暂停", words | {"until": "2026-06-01"})
        assert "至多 30 日" in page.words
        owner.press(page, "申请：暂停", words | {"until": "2026-05-10"})
        judge = Browser(zheng_min)
        judge.press(judge.open(step_of(zheng_min, running)), "同意：暂停", {"opinion": "同意。"})
    assert Group.objects.get(pk=running.pk).status == "paused"
    assert [task.flow_task.name for task in desk_of(zheng_min)] == ["rest"]


def test_a_member_leaves_in_words(running: Group, chen_siyuan: User) -> None:
    with at("2026-04-15 10:00"):
        owner = Browser(chen_siyuan)
        page = owner.open(f"/dossiers/{running.pk}/do/member_change/")
        said = {"change": "leave", "member": "12", "reason": "搬家，转新社区。"}
        owner.press(page, "组员退出/加入", said)
    assert running.members.exclude(left_on=None).get().number == 12


def test_what_is_over_is_over(running: Group, chen_siyuan: User) -> None:
    """A page of the draft, sent once the group is running, is told so."""
    browser = Browser(chen_siyuan)
    answer = browser.client.post(f"/dossiers/{running.pk}/do/cancel/", {"reason": "不开了。"})
    assert answer.status_code in {403, 409}
    assert Group.objects.get(pk=running.pk).status == "running"
