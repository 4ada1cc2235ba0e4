"""What must hold of every page that anybody is shown."""

import re

import pytest

from casework import masking
from tests.pages import Page
from tests.web.tour import PHONES, Visit
from tests.web.tour_cases import NUMBER

pytestmark = pytest.mark.django_db  # the tour needs a database
AVOIDED = re.compile("您|驳回|流程实例|任务节点|工单|案主|请勿|操作成功")


@pytest.fixture
def pages(tour: list[Visit]) -> list[Visit]:
    """All HTML, errors and refusals as well."""
    html = [each for each in tour if each.headers["Content-Type"].startswith("text/html")]
    assert len(html) > 250
    return html


def where(visits: list[Visit]) -> list[tuple[str, str, str]]:
    return [(each.name, each.method, each.role) for each in visits]


def test_no_page_shows_a_number_whole(tour: list[Visit]) -> None:
    whole = [each for each in tour if any(number in each.text for number in [*PHONES, NUMBER])]
    masked = [each for each in tour if masking.phone(PHONES[0]) in each.text]

    assert where(whole) == []
    assert {each.role for each in masked} == {"owner", "supervisor", "head"}


def test_no_page_shows_a_name_to_those_who_may_not_read_the_case(tour: list[Visit]) -> None:
    others = {"district", "community", "colleague", "stranger", "gone", "nobody"}

    assert where([each for each in tour if each.role in others and "秦玉兰" in each.text]) == []


def test_no_url_and_no_title_holds_a_name(pages: list[Visit]) -> None:
    titles = [re.search(r"<title>(.*?)</title>", each.text, re.DOTALL) for each in pages]

    assert [found[1] for found in titles if found and "秦" in found[1]] == []
    assert [each.url for each in pages if "%E7%A7%A6" in each.url or "秦" in each.url] == []


def test_every_page_speaks_as_we_do(pages: list[Visit]) -> None:
    assert where([each for each in pages if AVOIDED.search(each.text)]) == []


def test_every_page_has_its_policy_and_obeys_it(pages: list[Visit]) -> None:
    """No script or style inline, nothing from elsewhere."""
    inline = re.compile(r"<style|<script(?![^>]* src=)|\son[a-z]+=|\sstyle=|javascript:")

    policies = {each.headers.get("Content-Security-Policy", "") for each in pages}
    assert len(policies) == 1
    assert "default-src 'none'" in policies.pop()
    assert where([each for each in pages if inline.search(each.text)]) == []
    sources = {
        each for page in pages for each in re.findall(r'(?:src|href)="(//|http[^"]*)', page.text)
    }
    assert sources <= {"https://example.invalid/bihuan"}


def test_every_page_is_whole(pages: list[Visit]) -> None:
    """Elements nest, ids are single, labels and descriptions lead somewhere."""
    for visit in {each.text: each for each in pages}.values():
        page = Page(visit.text, visit.url)
        ids = [each["id"] for each in page.find() if each["id"]]
        assert len(ids) == len(set(ids)), (visit.url, visit.role)
        led = {name for each in page.find("label") for name in [each["for"]] if name}
        assert led <= set(ids), (visit.url, led - set(ids))


def test_no_page_of_a_record_is_stored_by_the_browser(tour: list[Visit]) -> None:
    files = {"web:document", "web:photo"}
    papers = [each for each in tour if each.name in files and each.status == 200]

    assert {each.name for each in papers} == files
    assert {each.headers["Cache-Control"] for each in papers} == {"no-store"}
