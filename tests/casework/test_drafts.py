"""草稿: whose they are, when they may be written, and that nothing is overwritten unseen."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Community, Role, User
from casework import drafts
from casework.drafts import checked, raw_of, registration_of, store, write_registration
from casework.errors import RuleError, StaleDraftError
from casework.models import Case, DataKey, Draft
from casework.services import act, may_edit, open_forms, save_draft
from tests.actors import accepted, assessed, fill, registered, returned, screened
from tests.conftest import person
from tests.filled import C03, C04, LEAD


@pytest.fixture
def assessing(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


# ── two tabs ──────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_saved_as_typed_and_counts_its_versions(assessing: Case, lin_yue: User) -> None:
    odd: Any = {"bio": "  半句话😀𠮷", "scales": [{"score": "很高"}], "risk": {"level": "？"}}
    first = save_draft(assessing, "C03", odd, by=lin_yue, version=0)
    assert (first.version, first.by) == (1, lin_yue)
    assert raw_of(assessing, "C03") == odd
    again = save_draft(assessing, "C03", odd | {"bio": ""}, by=lin_yue, version=1)
    assert again.version == 2
    assert raw_of(assessing, "C03")["bio"] == ""


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_tab_that_has_not_seen_the_newest_version_overwrites_nothing(
    assessing: Case, lin_yue: User, version: int
) -> None:
    save_draft(assessing, "C03", {"bio": "甲"}, by=lin_yue, version=0)
    save_draft(assessing, "C03", {"bio": "乙"}, by=lin_yue, version=1)
    with pytest.raises(StaleDraftError, match="别处有更新的一版"):
        save_draft(assessing, "C03", {"bio": "丙"}, by=lin_yue, version=version)
    assert raw_of(assessing, "C03") == {"bio": "乙"}


def test_who_says_to_take_theirs_overwrites(assessing: Case, lin_yue: User) -> None:
    save_draft(assessing, "C03", {"bio": "甲"}, by=lin_yue, version=0)
    assert save_draft(assessing, "C03", {"bio": "乙"}, by=lin_yue).version == 2


def test_a_draft_beyond_all_bounds_is_refused_in_a_sentence(assessing: Case, lin_yue: User) -> None:
    fits = {"bio": "长" * (drafts.MOST - 20)}
    save_draft(assessing, "C03", fits, by=lin_yue)
    with pytest.raises(RuleError, match="写得太长"):
        save_draft(assessing, "C03", {"bio": "长" * drafts.MOST}, by=lin_yue)
    assert raw_of(assessing, "C03") == fits


def test_a_text_too_long_for_its_field_is_kept_and_said_at_the_field(
    assessing: Case, lin_yue: User
) -> None:
    save_draft(assessing, "C03", C03 | {"bio": "长" * 100_000}, by=lin_yue)
    assert len(raw_of(assessing, "C03")["bio"]) == 100_000
    assert list(checked(assessing, "C03").errors) == ["bio"]
    with pytest.raises(RuleError, match="填写齐全") as refused:
        act("submit_assessment", assessing, by=lin_yue)
    assert "最多写 20000 字" in refused.value.errors["C03#bio"]


# ── who, and when ─────────────────────────────────────────────────────────────────────────


def test_only_whose_work_it_is_may_write(
    assessing: Case, lin_yue: User, chen_siyuan: User, zheng_min: User, zhou_lan: User
) -> None:
    assert may_edit(assessing, "C03", lin_yue)
    for other in (chen_siyuan, zheng_min, zhou_lan):
        with pytest.raises(PermissionDenied):
            save_draft(assessing, "C03", {"bio": "别人写的"}, by=other)
    assert not store(assessing.pk).filter(form="C03").exists()


def test_a_form_opens_with_the_move_it_is_for(lead: Case, lin_yue: User, zhou_lan: User) -> None:
    assert open_forms(lead, lin_yue) == []
    act("assign", lead, by=zhou_lan, worker=lin_yue)
    assert open_forms(lead, lin_yue) == ["C01"]
    screened(lead, worker=lin_yue, head=zhou_lan)
    assert set(open_forms(lead, lin_yue)) == {"C01", "C02", "C10", "D01"}
    fill(lead, "C02", by=lin_yue)
    fill(lead, "C01", "D01", by=lin_yue)
    act("submit_intake", lead, by=lin_yue)
    assert not {"C02", "D01"} & set(open_forms(lead, lin_yue))


def test_what_waits_for_a_decision_is_not_written_in(
    assessing: Case, lin_yue: User, zheng_min: User
) -> None:
    fill(assessing, "C03", by=lin_yue)
    stale_page = Case.objects.get(pk=assessing.pk)  # opened before, and typed in after
    act("submit_assessment", assessing, by=lin_yue)
    with pytest.raises(PermissionDenied):
        save_draft(stale_page, "C03", {"bio": "迟到的字"}, by=lin_yue)
    assert raw_of(assessing, "C03")["bio"] == C03["bio"]


# ── going on ──────────────────────────────────────────────────────────────────────────────


def test_a_returned_round_is_gone_on_from(assessing: Case, lin_yue: User, zheng_min: User) -> None:
    fill(assessing, "C03", by=lin_yue, psycho="第一稿的话")
    act("submit_assessment", assessing, by=lin_yue)
    judged = returned(assessing, "submit_assessment", "C03#psycho")
    act("return_assessment", assessing, by=zheng_min, judgement=judged)
    assert raw_of(assessing, "C03")["psycho"] == "第一稿的话"
    assert save_draft(assessing, "C03", C03, by=lin_yue, version=1).version == 2


def test_an_approved_form_leaves_no_draft_behind(
    assessing: Case, lin_yue: User, zheng_min: User
) -> None:
    assert not store(assessing.pk).exists()
    assessed(assessing, worker=lin_yue, supervisor=zheng_min)
    assert not store(assessing.pk).exists()


def test_a_plan_begins_with_the_needs_that_were_assessed(
    assessing: Case, lin_yue: User, zheng_min: User
) -> None:
    known = {"safety_plan": "出现预警信号先打 120"}
    assessed(assessing, worker=lin_yue, supervisor=zheng_min, **known)
    begun = raw_of(assessing, "C04")
    assert [row["need_ref"] for row in begun["goals"]] == ["有人陪伴", "居家安全"]
    assert begun["crisis_plan"] == "出现预警信号先打 120"
    assert begun["overall_goal"] == ""


def test_a_consent_begins_with_the_parties_and_no_publicity(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    begun = raw_of(lead, "C02")
    assert begun["parties"]["client"] == "秦玉兰"
    assert begun["parties"]["worker"] == "林悦"
    assert begun["media_consent"]["photo"] == "no"


def test_a_goal_without_measure_is_named_by_its_row_on_the_page(
    assessing: Case, lin_yue: User, zheng_min: User
) -> None:
    assessed(assessing, worker=lin_yue, supervisor=zheng_min)
    goals = [{"goal": ""}, C04["goals"][0], C04["goals"][1] | {"baseline": " ", "due": ""}]
    fill(assessing, "C04", by=lin_yue, goals=goals)
    with pytest.raises(RuleError, match="每个目标须有现状") as refused:
        act("submit_plan", assessing, by=lin_yue)
    assert set(refused.value.errors) == {"C04#goals.2.baseline", "C04#goals.2.due"}


# ── a call for help that is not sent yet ──────────────────────────────────────────────────


def test_a_call_for_help_is_kept_for_its_writer_until_it_is_sent(
    community: Community, xu_qin: User, zhou_lan: User
) -> None:
    typed: Any = LEAD | {"community": str(community.pk)}
    assert write_registration(typed, by=xu_qin, version=0).version == 1
    own = registration_of(xu_qin)
    assert own
    assert own.raw == typed
    assert registration_of(zhou_lan) is None

    registered(community, by=xu_qin)
    assert registration_of(xu_qin) is None


def test_each_writes_a_call_of_their_own(community: Community, xu_qin: User, lin_yue: User) -> None:
    write_registration({"D01": {"name": "甲"}}, by=xu_qin)
    write_registration({"D01": {"name": "乙"}}, by=lin_yue)
    said = {draft.by: draft.raw["D01"]["name"] for draft in Draft.objects.filter(dossier=None)}
    assert said == {xu_qin: "甲", lin_yue: "乙"}
    keys = Draft.objects.filter(dossier=None).values("own_key")
    assert DataKey.objects.filter(pk__in=keys).count() == 2


def test_two_tabs_with_the_same_call_do_not_overwrite_each_other(
    community: Community, xu_qin: User
) -> None:
    write_registration({"D01": {"name": "甲"}}, by=xu_qin, version=0)
    with pytest.raises(StaleDraftError):
        write_registration({"D01": {"name": "乙"}}, by=xu_qin, version=0)


def test_a_worker_who_lost_their_post_writes_no_more(assessing: Case, lin_yue: User) -> None:
    lin_yue.posts.update(until="2025-12-31")
    assert not may_edit(assessing, "C03", lin_yue)


def test_a_draft_of_another_station_is_not_written(assessing: Case, zhang_qian: User) -> None:
    stranger = person("he.jia", "何佳", zhang_qian.posts.get().station, Role.WORKER)
    with pytest.raises(PermissionDenied):
        save_draft(assessing, "C03", C03, by=stranger)
