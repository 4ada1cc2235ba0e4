"""Every page: nothing that axe finds, nothing beside a narrow screen, nothing in the console."""

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect
from viewflow.workflow.models import Task

from accounts.models import User
from casework.models import Case
from documents import services
from documents.models import Document
from tests.browser.conftest import IDLE, Sit
from tests.browser.pages import look, sign_in, told


@pytest.fixture
def demo(sit: Sit) -> Sit:
    """The demo station: something of everything."""
    call_command("load_demo", verbosity=0)
    return sit


def test_the_pages_of_a_worker(demo: Sit) -> None:
    page = demo(User.objects.get(username="linyue"))
    returned, screening, waiting = (
        Case.objects.get(owner__username="linyue", status=status)
        for status in ("planning", "screening", "assessment_review")
    )
    look(page, "/", dark=True)
    look(page, dossier(returned), dark=True)
    for code in ("C01", "C02", "D01"):
        look(page, f"{dossier(screening)}?form={code}")
    look(page, dossier(waiting))
    look(page, reverse("web:rounds", args=[waiting.pk, "C03"]))
    for name in ("dossiers", "new_lead", "drafts", "messages", "message_settings", "help"):
        look(page, reverse(f"web:{name}"))


def test_the_pages_of_those_who_decide(demo: Sit) -> None:
    page = demo(User.objects.get(username="zhengmin"))
    look(page, "/")
    look(page, "/approvals/", dark=True)
    page = demo(User.objects.get(username="zhoulan"))
    look(page, "/", dark=True)
    look(page, "/approvals/")
    look(page, "/channels/")
    lead = Case.objects.get(status="lead", owner=None)
    look(page, dossier(lead))
    look(page, reverse("web:do", args=[lead.pk, "assign"]))
    done = Task.objects.filter(status="DONE", flow_task__endswith="review_intake").first()
    assert done
    look(page, done.reverse("execute"))
    look(page, "/nowhere/")


def test_the_pages_of_the_community_and_of_nobody(demo: Sit) -> None:
    page = demo(User.objects.get(username="xuqin"))
    look(page, "/leads/")
    look(page, "/leads/new/")
    paper = Document.objects.filter(form="C01")[0]
    services.make(paper.pk)
    page = demo()
    look(page, "/login/")
    look(page, reverse("web:verify", args=[paper.check_code]))
    look(page, "/nowhere/")
    page = demo(User.objects.get(username="liuchang"))
    look(page, "/")
    look(page, dossier(Case.objects.filter(status="planning")[0]))


def test_what_is_sent_too_late_is_kept_through_the_login(
    sit: Sit, lead: Case, zhou_lan: User, lin_yue: User, clock: time_machine.Traveller
) -> None:
    page = sit()
    page.goto(reverse("web:do", args=[lead.pk, "assign"]))
    sign_in(page, zhou_lan.username)
    page.get_by_label("受理社工").select_option(label="林悦")
    clock.shift(IDLE)
    page.get_by_role("button", name="派单").click()
    expect(page.get_by_role("status")).to_contain_text("刚才填的内容还在")
    look(page)
    sign_in(page, zhou_lan.username)
    expect(page.locator("h1")).to_have_text("刚才填的内容还在")
    look(page)
    page.get_by_role("button", name="接着办").click()
    told(page, "派单：已办好。")


def dossier(case: Case) -> str:
    return reverse("web:dossier", args=[case.pk])
