"""相册: pictures of those who agree, kept, shown and taken out on their page."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Community, User
from audit.services import facts_of
from casework.models import Group, Photo
from tests.driver import Browser, at
from tests.group_actors import (
    approved,
    begun,
    listed,
    opened,
    picture,
    session_held,
    session_planned,
    submitted,
)
from tests.pages import Page


@pytest.fixture
def group(community: Community, chen_siyuan: User, zheng_min: User, zhou_lan: User) -> Group:
    """After its first session: 1 and 11 have not agreed to be pictured."""
    with at("2026-04-02 10:00"):
        group = submitted(opened(community, by=chen_siyuan), worker=chen_siyuan)
        approved(group, supervisor=zheng_min, head=zhou_lan)
    with at("2026-04-10 10:00"):
        listed(group, worker=chen_siyuan)
        session_planned(group, 1, by=chen_siyuan)
    with at("2026-04-14 17:00"):
        return session_held(begun(group, worker=chen_siyuan), 1, by=chen_siyuan)


def uploaded(browser: Browser, group: Group, content: bytes, **said: Any) -> Page:
    """Choose a file on the album's page and send it."""
    url = f"/dossiers/{group.pk}/album/"
    assert browser.open(url).offers("放进相册")
    file = SimpleUploadedFile("IMG_0001.png", content)
    return browser.arrive(browser.client.post(url, {"file": file, **said}), url)


def test_a_picture_is_kept_shown_and_stored_nowhere(
    group: Group, chen_siyuan: User, zheng_min: User
) -> None:
    worker = Browser(chen_siyuan)
    page = worker.follow(worker.open(f"/dossiers/{group.pk}/"), "相册")
    assert "还没有照片" in page.main
    page = uploaded(worker, group, picture(), number="1", members=["2", "3"])
    assert "照片已放进相册" in page.main
    (image,) = page.find("img")
    assert image["alt"] == "照到 2、3 号"
    answer = Browser(zheng_min).client.get(image["src"])
    assert (answer.content, answer.headers["Content-Type"]) == (picture(), "image/png")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "IMG" not in answer.headers["Content-Disposition"]
    assert picture() not in bytes(Photo.objects.get().content)


def test_who_has_not_agreed_is_in_no_picture(group: Group, chen_siyuan: User) -> None:
    worker = Browser(chen_siyuan)
    page = uploaded(worker, group, picture(), members=["1", "2", "11"])
    assert page.status == 422
    assert "照片里的 1、11 号组员没有同意影像使用" in page.main
    ticked = [e["value"] for e in page.find("input", name="members") if "checked" in e.attrs]
    assert ticked == ["1", "2", "11"]
    assert not Photo.objects.exists()


def test_it_is_said_who_is_in_a_picture_and_that_it_is_one(group: Group, chen_siyuan: User) -> None:
    worker = Browser(chen_siyuan)
    assert "选照到了谁" in uploaded(worker, group, picture()).main
    assert "请上传 JPG 或 PNG 照片" in uploaded(worker, group, b"%PDF-1.7", nobody="1").main
    assert "文件是空的" in uploaded(worker, group, b"", nobody="1").main
    assert "选照到了谁" in uploaded(worker, group, picture(), nobody="1", members=["2"]).main
    assert not Photo.objects.exists()
    uploaded(worker, group, picture(), nobody="1")
    assert Photo.objects.get().members.count() == 0


def test_whoever_takes_it_back_is_seen_no_more(group: Group, chen_siyuan: User) -> None:
    worker = Browser(chen_siyuan)
    page = uploaded(worker, group, picture(), members=["2", "3"])
    (image,) = page.find("img")
    page = worker.press(page, "收回 3 号的授权")
    assert not page.find("img")
    assert "照到的 3 号组员不同意影像使用，或收回了同意" in page.part("withheld").words
    assert worker.client.get(image["src"]).status_code == 404
    page = worker.press(page, "拿掉这张")
    assert "先选一个理由" in page.main
    page = worker.press(page, "拿掉这张", {"why": "asked"})
    assert "照片已从相册拿掉" in page.main
    assert not Photo.objects.exists()
    said = [facts for verb, facts in facts_of(group.chain) if verb == "group.remove_photo"]
    assert [facts["why"] for facts in said] == ["asked"]


def test_a_supervisor_looks_and_changes_nothing(
    group: Group, chen_siyuan: User, zheng_min: User, zhang_qian: User
) -> None:
    uploaded(Browser(chen_siyuan), group, picture(), members=["2"])
    page = Browser(zheng_min).open(f"/dossiers/{group.pk}/album/")
    assert page.find("img")
    assert not page.offers("放进相册")
    assert not page.offers("拿掉这张")
    assert Browser(zhang_qian).open(f"/dossiers/{group.pk}/album/").status == 404
