"""S7, 中期, 变更, 末期: evaluated from a sample, put right, changed, graded."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from casework import rectifying
from casework.baselines import baselines_of, moved_by, size_of
from casework.demo.serving import PAGE
from casework.instalments import instalments_of
from casework.models import Case, Project
from tests.driver import Browser
from tests.filled_projects import P07
from tests.projects import Cast, on
from tests.scenarios.s7.walker import began, form_of, handed_in, seen_by, told
from tests.scenarios.walk import decided, done, now, pressed

ASKED = ("两份文书督导批阅逾期，说明原因并补批", "资源链接补双向反馈")


def half_time(project: Project, cast: Cast, cases: list[Case]) -> None:
    """Three dossiers are drawn and read; two things are asked for, answered and settled."""
    with on("2026-05-11"):
        evaluator = _evaluator(project, cast, "2026-05-15")
        _drawn(project, cast, cases[:3])
    with on("2026-05-12"):
        done(pressed(project, "中期评估", by=cast.district), "中期评估")
        _read(project, evaluator, cases)
        handed_in(project, "P06", "限期整改", by=evaluator, rectification=[])
    assert [each.what for each in rectifying.items_of(now(project))] == list(ASKED)
    with on("2026-05-16"):
        assert Browser(evaluator).open(f"/dossiers/{project.pk}/").status == 404
        assert Browser(evaluator).open(f"/dossiers/{cases[0].pk}/").status == 404
    with on("2026-05-29"):
        for what in ASKED:
            _put_right(project, cast, what)
        done(pressed(project, "提交整改复查", by=cast.leader), "提交整改复查")
    with on("2026-06-05"):
        browser = Browser(cast.district)
        done(browser.press(form_of(browser, project, "P06"), "通过"), "通过")
        _settled(now(project), cast)


def _evaluator(project: Project, cast: Cast, until: str) -> User:
    browser, page = seen_by(cast.civil, project)
    page = browser.follow(page, "评审与评估人员")
    who = {"username": "gao.yuan", "full_name": "高远"}
    page = browser.press(page, "邀请", who | {"since": _today(), "until": until})
    assert "高远 · 评估人员" in page.main
    return User.objects.get(username="gao.yuan")


def _today() -> str:
    return f"{date.today():%Y-%m-%d}"  # noqa: DTZ011  (the clock of the test)


def _drawn(project: Project, cast: Cast, cases: list[Case]) -> None:
    """By number, from the list of all that counts for the project."""
    browser = Browser(cast.civil)
    page = browser.open(f"/dossiers/{project.pk}/panel/")
    page = browser.follow(page, "抽查卷宗")
    assert [each.number for each in cases if each.number not in page.part("rest").words] == []
    page = browser.press(page, "抽勾选的", {"dossier": [str(each.pk) for each in cases]})
    assert [each.number for each in cases if each.number not in page.part("drawn").words] == []


def _read(project: Project, evaluator: User, cases: list[Case]) -> None:
    """What was drawn, masked; what was not does not exist."""
    browser, page = seen_by(evaluator, project)
    for case in cases[:3]:
        read = browser.follow(page, case.number)
        assert read.status == 200
        assert case.person.name not in read.words
    assert cases[3].number not in page.part("sample").words
    assert browser.open(f"/dossiers/{cases[3].pk}/").status == 404


def _put_right(project: Project, cast: Cast, what: str) -> None:
    """Answered with its evidence."""
    (item,) = [each for each in rectifying.unanswered(now(project)) if each.what == what]
    browser, page = began(project, "答复一项整改", by=cast.leader)
    said = {"item": str(item.pk), "action": "已补。", "evidence": "批阅记录。"}
    file = SimpleUploadedFile("evidence.png", PAGE)
    done(browser.attach(page, "答复整改项", said, file=file), "答复整改项")


def _settled(project: Project, cast: Cast) -> None:
    items = rectifying.items_of(project)
    assert [each.settled_on for each in items] == [date(2026, 6, 5)] * 2
    assert [bool(each.triggered_on) for each in instalments_of(project)] == [True, True, False]
    browser, page = seen_by(cast.finance, project)
    assert page.part("rectify").words.count("已销项") == 2
    evidence = page.link("证据")
    assert browser.client.get(evidence).content == PAGE
    told(project, "登记拨付", by=cast.finance, on="2026-06-05")


def changed(project: Project, cast: Cast) -> None:
    """One group and its six sessions become three workshops: 3 %, which is the agency's."""
    assert moved_by(P07) == 4_500
    assert size_of(project, P07) == 3
    with on("2026-07-08"):
        handed_in(project, "P07", "申请变更", by=cast.leader, begun="申请变更")
        decided(project, "批准/不同意", by=cast.agency, verdict="approved")
        assert project.number not in Browser(cast.civil).open("/approvals/").main
    first, second = baselines_of(now(project))
    assert {"method": "小组", "unit": "节", "qty": 12} in first.targets
    assert {"method": "小组", "unit": "节", "qty": 6} in second.targets
    assert sum(Decimal(said) for said in second.budget.values()) == 150_000
    _browser, page = seen_by(cast.leader, project)
    assert "基线第 2 版" in page.main
    assert "12 → 6" in page.part("versions").words


def graded(project: Project, cast: Cast) -> None:
    with on("2026-10-15"):
        evaluator = _evaluator(project, cast, "2026-10-31")
        done(pressed(project, "末期评估", by=cast.district), "末期评估")
        own = "全部指标完成或超额完成。"
        told(project, "写自评", by=cast.leader, words=own)
        handed_in(project, "P08", "提交评定", by=evaluator)
    with on("2026-10-20"):
        decided(project, "评定等级", by=cast.civil)
    assert now(project).grade == "优秀"
