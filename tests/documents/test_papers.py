"""What a paper says of a real submission: its answers, and who signed it."""

from typing import Any

import pytest

from accounts.models import Community, User
from casework.models import Case, Submission
from casework.services import act
from documents.models import Document
from documents.paper import Paper, Signature
from documents.papers import paper_of
from tests.actors import accepted, assessed, fill, planned, screened, seen
from tests.documents.reading import bare, text_of
from tests.filled import C02
from tests.filled_groups import FILLED_GROUPS, MEMBERS
from tests.groups import group_of, sealed

ADVICE = {"case_type": {"category": "elder_alone", "problem_type": "情绪心理"}}


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    return accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)


def printed_of(case: Case, form: str) -> Paper:
    """Return the newest paper of a form."""
    return paper_of(Document.objects.filter(dossier=case.pk, form=form).latest("pk"))


def signers(paper: Paper) -> list[tuple[str, str, str]]:
    return [(each.role, each.name, each.stamp) for each in paper.signatures]


def keys(paper: Paper) -> set[str]:
    return {field.key for field in paper.fields}


# ── who signed ────────────────────────────────────────────────────────────────────────────


def test_a_call_is_signed_by_whoever_took_it(lead: Case) -> None:
    assert signers(printed_of(lead, "C01")) == [("社区工作者", "许琴", "")]


def test_a_call_is_still_theirs_when_they_have_left(lead: Case, xu_qin: User) -> None:
    xu_qin.is_active = False
    xu_qin.save()

    assert signers(printed_of(lead, "C01")) == [("社区工作者", "许琴", "")]


def test_an_intake_is_signed_by_worker_and_head(case: Case) -> None:
    both = [("社工", "林悦", ""), ("站长", "周岚", "同意接案")]

    assert signers(printed_of(case, "C01")) == both
    assert signers(printed_of(case, "D01")) == both


def test_an_agreement_is_signed_by_the_client_and_for_the_station(case: Case) -> None:
    paper = printed_of(case, "C02")

    client, worker, station = paper.signatures
    assert (client.role, client.name, client.way) == ("服务对象", "秦玉兰", "手写签名")
    assert str(client.on) == "2026-03-06"
    assert (worker.role, worker.name) == ("社工", "林悦")
    assert (station.role, station.name) == ("机构（盖章）", "周岚")
    assert station.opinion == "天桥东街街道社工站"
    assert "signatures" not in keys(paper)


def test_guardian_and_witness_have_cells_of_their_own(
    lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    row = C02["signatures"][0]
    guardian = row | {"role": "监护人", "name": "秦某", "way": "代签"}
    witness = row | {"role": "见证人", "name": "冯秀英", "way": "口头"}
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C02", by=lin_yue, signatures=[row | {"way": "指印"}, guardian, witness])
    paper = paper_of(_handed_in(lead, lin_yue, zheng_min, zhou_lan, "C02"))

    said = [(each.role, each.name, each.way) for each in paper.signatures[:3]]
    assert said == [
        ("服务对象", "秦玉兰", "指印"),
        ("监护人", "秦某", "代签"),
        ("见证人", "冯秀英", "口头"),
    ]
    text = text_of(paper)
    assert [text.count(each) for each in ("指印2026年3月6日", "秦某代签", "冯秀英口头")] == [
        1,
        1,
        1,
    ]


def _handed_in(case: Case, worker: User, supervisor: User, head: User, form: str) -> Document:
    fill(case, "C01", "D01", by=worker)
    act("submit_intake", case, by=worker)
    given: dict[str, Any] = {"owner": worker, "supervisor": supervisor, "level": "一般个案"}
    act("approve_intake", case, by=head, judgement=seen(case, "submit_intake"), **given)
    return Document.objects.get(dossier=case.pk, form=form)


def test_a_plan_is_signed_by_client_worker_and_supervisor_once_each(
    case: Case, lin_yue: User, zheng_min: User
) -> None:
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    planned(case, worker=lin_yue, supervisor=zheng_min)
    paper = printed_of(case, "C04")

    assert signers(paper) == [
        ("服务对象", "秦玉兰", ""),
        ("社工", "林悦", ""),
        ("督导", "郑敏", "准予实施"),
    ]
    assert "sign_client" not in keys(paper)
    text = text_of(paper)
    assert text.count("手写签名") == 1
    assert "服务对象：秦玉兰手写签名2026年3月20日" in text


def test_the_head_signs_a_weighty_plan_after_the_supervisor(
    case: Case, lin_yue: User, zheng_min: User, zhou_lan: User
) -> None:
    assessed(case, worker=lin_yue, supervisor=zheng_min, service_level="重点个案")
    fill(case, "C04", by=lin_yue)
    act("submit_plan", case, by=lin_yue)
    act("endorse_plan", case, by=zheng_min, judgement=seen(case, "submit_plan", "目标合适。"))
    act("approve_plan", case, by=zhou_lan, judgement=seen(case, "submit_plan", "同意实施。"))

    assert [(each.role, each.name, each.opinion, each.stamp) for each in last_two(case)] == [
        ("督导", "郑敏", "目标合适。", "同意"),
        ("站长", "周岚", "同意实施。", "准予实施"),
    ]


def last_two(case: Case) -> list[Signature]:
    return list(printed_of(case, "C04").signatures[-2:])


def test_a_plan_that_nobody_signed_in_person_leaves_a_line_to_sign_on(
    case: Case, lin_yue: User, zheng_min: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine asks for the signature; a paper must not depend on it."""
    assessed(case, worker=lin_yue, supervisor=zheng_min)
    planned(case, worker=lin_yue, supervisor=zheng_min)
    said = Submission.objects.latest("pk").snapshot
    for field in said["forms"][0]["fields"]:
        field["value"] = None if field["key"] == "sign_client" else field["value"]
    monkeypatch.setattr(Submission, "snapshot", said)

    assert printed_of(case, "C04").signatures[0].name == ""


# ── what it says ──────────────────────────────────────────────────────────────────────────


def test_certificates_and_phones_are_masked(case: Case) -> None:
    text = text_of(printed_of(case, "D01"))

    assert "100****0001" in text
    assert "100****0002" in text, "in a group of answers as well"
    assert "10000000001" not in text
    assert "10000000002" not in text


def test_the_head_of_a_form_says_when_somebody_was_born_by_year_and_month(case: Case) -> None:
    client = printed_of(case, "C01").client

    assert client
    assert client.birth == "1947年8月"


def test_what_was_said_besides_the_form_has_a_title(
    lead: Case, lin_yue: User, zhou_lan: User
) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C01", by=lin_yue, **ADVICE)
    act("resolve_by_advice", lead, by=lin_yue, advice="可到社区卫生中心签约家庭医生。")

    text = text_of(printed_of(lead, "C01"))

    assert "、办理说明给出的咨询意见可到社区卫生中心签约家庭医生。" in text
    assert "其他" not in text


def test_what_was_said_at_length_runs_over_pages(lead: Case, lin_yue: User, zhou_lan: User) -> None:
    screened(lead, worker=lin_yue, head=zhou_lan)
    fill(lead, "C01", by=lin_yue, **ADVICE)
    advice = "".join(f"第{each:03d}条，可向街道申请。" for each in range(300))
    act("resolve_by_advice", lead, by=lin_yue, advice=advice)

    assert bare(advice) in text_of(printed_of(lead, "C01"))


# ── papers of a group ─────────────────────────────────────────────────────────────────────


def test_members_of_a_group_have_cells_on_its_contract_and_so_has_a_guardian(
    community: Community, chen_siyuan: User
) -> None:
    first, *others = FILLED_GROUPS["G04"]["signs"]
    signs = [first | {"guardian": "秦某"}, *others]
    done = sealed(group_of(community, owner=chen_siyuan), "G04", signs=signs)
    paper = paper_of(Document(submission=done, form="G04", number="X", check_code="8c2ef1a0"))

    who = signers(paper)
    assert who[:3] == [("组员", "秦玉兰", ""), ("监护人", "秦某", ""), ("组员", "苗凤英", "")]
    assert len(who) == len(MEMBERS) + 2
    assert who[-1] == ("社工", "陈思远", "")
    assert "signs" not in keys(paper)
    assert "名称指尖上的邻里卷宗号TQDJ-G-2026-0001" in text_of(paper)
