"""``verify`` finds what was changed behind the product's back, and names it."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from audit.triggers import lock_table, unlock_table
from casework.models import Case, Dossier, Review, Submission
from documents.models import Document
from documents.services import make
from tests.actors import accepted

Tamper = Callable[[Case], object]


@pytest.fixture
def case(lead: Case, lin_yue: User, zheng_min: User, zhou_lan: User) -> Case:
    """Accepted, with one paper printed."""
    case = accepted(lead, worker=lin_yue, supervisor=zheng_min, head=zhou_lan)
    make(Document.objects.earliest("pk").pk)
    return case


def verified(*options: str) -> str:
    out = StringIO()
    call_command("verify", *options, stdout=out)
    return out.getvalue()


def test_a_sound_station_is_said_to_be_sound(case: Case) -> None:
    assert "对得上" in verified()
    assert "1 个卷宗" in verified("--dossier", case.number)
    assert "1 个卷宗" in verified("--dossier", case.registration)


def rewrite_submission(case: Case) -> None:
    last = case.submissions.latest()
    last.content = last.content.replace("老人", "某人")
    last.save()


def rewrite_submission_with_its_hash(case: Case) -> None:
    rewrite_submission(case)
    last = Submission.objects.latest("pk")
    last.sha256 = "0" * 64
    last.save()


def point_review_elsewhere(case: Case) -> None:
    Review.objects.update(sha256="0" * 64)


def change_paper(case: Case) -> None:
    paper = Document.objects.get(state="ready")
    other = b"%PDF-1.7 another"
    paper.content, paper.sha256 = paper.data_key.seal(other, "document content"), "0" * 64
    paper.save()


def lose_paper(case: Case) -> None:
    Document.objects.filter(state="ready").delete()


def swap_owner(case: Case) -> None:
    Dossier.objects.filter(pk=case.pk).update(owner=case.supervisor)


def rewrite_trail(case: Case) -> None:
    unlock_table(connection, "audit_entry")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET verb = 'case.other' WHERE seq = 2")
    lock_table(connection, "audit_entry")


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (rewrite_submission, "提交稿 C01-01-2：内容与指纹不符"),
        (rewrite_submission_with_its_hash, "卷宗的 sealed 与留痕不一致"),
        (point_review_elsewhere, "审批意见说的是另一稿"),
        (change_paper, "内容与封存时不同"),
        (lose_paper, "现在已不见"),
        (swap_owner, "卷宗的 owner 与留痕不一致"),
        (rewrite_trail, "第 2 条"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_whoever_changes_something_is_found_out(case: Case, tamper: Tamper, says: str) -> None:
    tamper(case)

    with pytest.raises(CommandError, match=says):
        verified()


def test_what_was_forgotten_is_no_fault(case: Case) -> None:
    key = case.person.data_key
    key.wrapped = None
    key.save()

    assert "对得上" in verified()


def test_an_unknown_number_is_said_to_be_unknown(case: Case) -> None:
    with pytest.raises(CommandError, match="TQDJ-C-1999-0001"):
        verified("--dossier", "TQDJ-C-1999-0001")
