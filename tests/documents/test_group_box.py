"""The box of a group: its papers in the order of the work, the signed contract behind its own."""

import io

import pytest
from pypdf import PdfReader

from accounts.models import Community, User
from casework.demo.serving import PAGE
from casework.models import Group
from casework.scans import keep, wanted
from casework.services import act, save_draft
from documents.models import Document
from documents.services import BOX, make
from tests.driver import at
from tests.filled import FILLED
from tests.group_actors import (
    approved,
    begun,
    followed,
    listed,
    opened,
    reported,
    seen,
    session_held,
    session_planned,
    submitted,
)


@pytest.fixture
def following(community: Community, chen_siyuan: User, zheng_min: User, zhou_lan: User) -> Group:
    """Ended after its first session, reported on and followed up."""
    words = {"reason": "活动室关了。", "told": "当面说了。"}
    with at("2026-04-02 10:00"):
        group = submitted(opened(community, by=chen_siyuan), worker=chen_siyuan)
        approved(group, supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        listed(group, worker=chen_siyuan)
        session_planned(group, 1, by=chen_siyuan)
    with at("2026-04-14 17:00"):
        begun(group, worker=chen_siyuan)
        session_held(group, 1, by=chen_siyuan)
        act("ask_abort", group, by=zheng_min, **words)  # type: ignore[arg-type]
        act("abort", group, by=zhou_lan, judgement=seen(group, "ask_abort"))
        reported(group, worker=chen_siyuan, supervisor=zheng_min, head=zhou_lan)
    with at("2026-06-26 10:00"):
        return followed(group, worker=chen_siyuan)


def test_all_of_a_group_is_bound_in_its_order(
    following: Group, chen_siyuan: User, zhou_lan: User
) -> None:
    papers = Document.objects.filter(dossier=following.pk)
    assert all(make(pk) for pk in papers.values_list("pk", flat=True))
    with at("2026-06-27 10:00"):
        ((contract, form),) = wanted(following)
        assert form == "G04"
        keep(following, contract, form, PAGE, by=chen_siyuan)
        save_draft(following, "C16", FILLED["C16"], by=chen_siyuan)
        act("ask_archive", following, by=chen_siyuan)
        act("archive", following, by=zhou_lan, judgement=seen(following, "ask_archive"))
    assert all(make(each.pk) for each in papers.filter(form="C16"))
    box = papers.get(form=BOX)
    assert make(box.pk)
    box.refresh_from_db()
    bound = PdfReader(io.BytesIO(box.read()))
    titles = [str(each.title) for each in bound.outline]  # type: ignore[union-attr]
    assert titles == [
        *("封面与目录", "小组需求评估", "小组计划书", "招募与筛选记录", "组员登记与组员契约"),
        *(
            "组员登记与组员契约 签字页",
            "申请单（延期/暂停/恢复/更换社工/重开/变更计划）（第 1 份）",
        ),
        *("单节计划（第 1 份）", "签到表（第 1 份）", "单节过程记录（第 1 份）"),
        *("小组总结评估报告", "小组跟进记录（第 1 份）", "备考表"),
    ]
    cover = bound.pages[0].extract_text()
    assert "“指尖上的邻里”小组" in cover.replace("\n", "")
