"""S6 day by day, as its people take it in their browsers: the plan, six sessions, what follows."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Community, User
from casework.demo.serving import PAGE
from casework.models import Group
from tests.driver import Browser, at, typing
from tests.filled_groups import FILLED_GROUPS, MEMBERS, SESSIONS
from tests.group_actors import AWAY, PHASES, picture
from tests.pages import Page
from tests.scenarios.walk import decided, done, handed_in, on_desk, written

COVER = {"retention": "10年", "access": "限制", "remark": {"situation": "本卷文书齐全。"}}
BESIDES = [
    {"segment": "复习上节", "content": "每人发一条语音，忘了的由旁边的人教。"},
    {"segment": "说一说、约下次", "content": "轮流说一件学会的事，约好下次的时间。"},
]
STARTS = "14:30"
BY_CODE = {1: "14:25", 2: "14:29", 7: "14:41"}  # 组员号 → when: the third is late


def founded(community: Community, owner: User) -> Group:
    """立组: it has its number at once; what it is for is written on its page."""
    browser = Browser(owner)
    page = browser.follow(browser.open("/groups/"), "立组")
    said = {"title": "指尖上的邻里", "community": str(community.pk), "starts_on": SESSIONS[0][0]}
    page = browser.press(page, "立组", said)
    group = Group.objects.get()
    assert group.number is not None
    assert group.number in page.words
    return group


def accompanied(group: Group, owner: User, helper: User, observer: User) -> None:
    """林悦 works along, 何佳 observes."""
    browser = Browser(owner)
    for user, part in ((helper, "collaborator"), (observer, "observer")):
        page = browser.follow(browser.open(f"/dossiers/{group.pk}/"), "协作与列席")
        page = browser.press(page, "定下", {"user": str(user.pk), "part": part})
    assert "林悦 · 协作社工" in page.main
    assert "何佳 · 观察员" in page.main


def planned(group: Group, number: int, owner: User) -> None:
    """单节计划, which also says on which day the session is."""
    day, theme, _objective = SESSIONS[number - 1]
    place = FILLED_GROUPS["G05"]["meta"]["place"]
    meta = {"no": str(number), "theme": theme, "date": day, "minutes": "90", "place": place}
    browser = Browser(owner)
    page = browser.follow(browser.open(f"/dossiers/{group.pk}/"), "去办 写下一节的计划")
    said = typing(FILLED_GROUPS["G05"] | {"meta": meta})
    done(browser.press(page, "提交单节计划", said), "提交单节计划")


def signed_in(group: Group, owner: User) -> None:
    """Three sign in by the code on the wall; one types somebody else's digits first."""
    with at(f"{SESSIONS[0][0]} 14:20"):
        worker = Browser(owner)
        page = worker.follow(worker.open(f"/dossiers/{group.pk}/attendance/"), "签到码")
        page = worker.press(page, "出示签到码", {"starts": STARTS})
        (path,) = [each["href"] for each in page.find("a") if each["href"].startswith("/g/")]
        wrong = scanned(path, 2, "0001")
        assert "还可以试 4 次" in wrong.words
    for number, hour in BY_CODE.items():
        with at(f"{SESSIONS[0][0]} {hour}"):
            page = scanned(path, number, f"00{number:02d}")
            assert "签好了，谢谢" in page.words
            assert not any(name in page.html for name in MEMBERS)
    assert "记为迟到" in page.words


def scanned(path: str, number: int, tail: str) -> Page:
    phone = Browser()
    return phone.press(phone.open(path), "签到", {"number": str(number), "tail": tail})


def called_over(group: Group, number: int, by: User) -> Page:
    """点名: everybody is ticked as they came; whoever signed in by code is ticked already."""
    browser = Browser(by)
    page = browser.follow(browser.open(f"/dossiers/{group.pk}/"), "签到")
    assert f"第 {number} 节签到" in page.main
    known = page.sent(page.button("去写过程记录")[0])
    said = {
        f"attendance-{n}-status": "缺席" if name in AWAY.get(number, []) else "出席"
        for n, name in enumerate(MEMBERS)
        if not known.get(f"attendance-{n}-status")
    }
    said |= typing({"staff": FILLED_GROUPS["G06"]["staff"]})
    return browser.press(page, "去写过程记录", said)


def held(group: Group, number: int, by: User) -> None:
    browser, page = Browser(by), called_over(group, number, by)
    told = [*FILLED_GROUPS["G07"]["process"], *BESIDES]  # as many as the plan has parts
    said = typing(FILLED_GROUPS["G07"] | {"phase": PHASES[number - 1], "process": told})
    done(browser.press(page, "完成一节", said), "完成一节")


def observed(group: Group, observer: User) -> None:
    """何佳 writes what they saw of the third session, and may write nothing else."""
    handed_in(group, "G08", "记录观察", by=observer)
    browser = Browser(observer)
    assert browser.open(f"/dossiers/{group.pk}/attendance/").url == f"/dossiers/{group.pk}/"
    post = f"/dossiers/{group.pk}/forms/G07/draft/"
    assert browser.client.post(post, {"version": "0"}).status_code == 400


def pictured(group: Group, owner: User) -> None:
    """Ten of twelve may be seen: a picture with one of the other two is not kept."""
    browser, url = Browser(owner), f"/dossiers/{group.pk}/album/"
    page = browser.open(url)
    assert (page.main.count(" 不同意"), page.main.count(" 同意 收回")) == (2, 10)

    def sent(*members: str) -> Page:
        file = SimpleUploadedFile("p.png", picture())
        said = {"file": file, "number": "1", "members": members}
        return browser.arrive(browser.client.post(url, said), url)

    page = sent("1", "2", "3")
    assert "照片里的 1 号组员没有同意影像使用，不能进相册" in page.main
    assert [each["alt"] for each in sent("2", "3").find("img")] == ["照到 2、3 号"]


def approved(group: Group, first: User, last: User) -> None:
    decided(group, "同意，报站长", by=first, opinion="同意。")
    decided(group, "批准", by=last, opinion="同意。")


def needed(group: Group, owner: User) -> Page:
    """视力残疾的组员: a need of her own, in the ledger of the station."""
    browser = Browser(owner)
    page = browser.follow(browser.open(f"/dossiers/{group.pk}/"), "记需求 8 号")
    return browser.press(page, "记入台账", {"what": "视力残疾，日常照护", "on": "2026-06-26"})


def boxed(group: Group, owner: User, head: User) -> None:
    """The contract that members signed by hand is scanned, then the box is closed."""
    browser = Browser(owner)
    written(group, "C16", by=owner, **COVER)
    page = browser.press(browser.open(f"/dossiers/{group.pk}/?form=C16"), "申请：归档")
    assert "签字页还没有扫描件" in page.part("errors").words
    (form,) = browser.open(f"/dossiers/{group.pk}/box/").find("form", enctype="multipart/form-data")
    said: dict[str, Any] = {each["name"]: each["value"] for each in form.find("input")}
    browser.client.post(form["action"], said | {"file": SimpleUploadedFile("scan.pdf", PAGE)})
    page = browser.press(browser.open(f"/dossiers/{group.pk}/?form=C16"), "申请：归档")
    done(page, "申请：归档")
    page = Browser(head).press(on_desk(Browser(head), group), "同意：归档", {"opinion": "齐全。"})
    assert "已办好。" in page.main
