"""闭环核查: the ledger of one dossier as a page shows it, checked while one looks."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.checks import problems
from audit.models import Entry
from audit.services import seal
from casework import archive
from casework.approvals import submissions
from casework.closed_loop import loop_of
from casework.gaps import Loop, Step
from casework.models import Case, Submission
from documents.models import Document
from documents.papers import title_of_paper
from web.history import told

COUNTED = "零一二三四五六七八九"
SHOWN = 8  # of the chain, and of those who looked
LOOKED = {
    "read.dossier": gettext_lazy("卷宗页"),
    "read.submission": gettext_lazy("提交稿"),
    "read.document": gettext_lazy("文书"),
    "read.restricted": gettext_lazy("严格限制的文书"),
    "denied.dossier": gettext_lazy("想打开，没有权限"),
    "read.scan": gettext_lazy("签字页"),
    "read.sample": gettext_lazy("评估抽查到的卷宗"),
    "read.photo": gettext_lazy("相册照片"),
    "read.identity": gettext_lazy("完整姓名和号码"),
    "read.trace": gettext_lazy("闭环核查"),
    "read.chronology": gettext_lazy("服务历程"),
    "read.summary": gettext_lazy("一页摘要"),
    "read.call": gettext_lazy("来报"),
}
STATES = {
    "whole": (gettext_lazy("完整"), "bamboo", "check"),
    "gap": (gettext_lazy("有缺口"), "red", "alert-triangle"),
    "now": (gettext_lazy("进行中"), "teal", "writing"),
    "ahead": (gettext_lazy("未到期"), "", "hourglass"),
}


@dataclass(frozen=True)
class Checked:
    """What was recomputed just now: hashes of papers, seals of submissions, the chain."""

    papers: int
    sound: int
    broken: list[str]

    @property
    def whole(self) -> bool:
        return not self.broken


def trace_of(case: Case, user: User) -> dict[str, Any]:
    """Return the verdict, the ledger, the chain and who looked."""
    prefetch_related_objects(submissions(case), "reviews__reviewer")
    loop, papers = loop_of(case), _papers(case)
    checked = _check(case, papers)
    entries = Entry.objects.filter(chain=case.chain)
    newest = list(entries.select_related("actor").order_by("-seq")[:SHOWN])
    first = entries.order_by("seq").first()
    return {
        "loop": loop,
        "whole": loop.count("whole"),
        "rows": [_row(step, papers) for step in loop.steps],
        "verdict": _verdict(loop, checked),
        "closed": loop.closed and checked.whole,
        "papers": checked,
        "expected": len(papers.keys() | _wanted(loop)),
        "signed": _signed(case),
        "head": short(first.hash) if first else "",
        "tail": short(newest[0].hash) if newest else "",
        "length": newest[0].seq if newest else 0,
        "chain": [told(each, case, user) | {"hash": short(each.hash)} for each in newest],
        "looked": _looked(case),
    }


def short(text: str) -> str:
    """The first and last four of a hash, as people compare them."""
    return f"{text[:4]}…{text[-4:]}" if text else ""


def _papers(case: Case) -> dict[tuple[int, str], Document]:
    found = Document.objects.filter(dossier=case.pk).select_related("submission").order_by("pk")
    for each in (rows := list(found)):
        each.submission.dossier = case  # whose key is at hand
    return {(each.submission_id, each.form): each for each in rows}


def _wanted(loop: Loop) -> set[tuple[int, str]]:
    """What should have become a paper: submission and form."""
    return {(each.pk, form) for step in loop.steps for form, each in step.done}


def _check(case: Case, papers: dict[tuple[int, str], Document]) -> Checked:
    """Recompute the chain, every submission's seal, and every paper's hash."""
    ready = [each for each in papers.values() if each.state == Document.State.READY]
    wrong = [each.number for each in ready if not _sound(each)]
    broken = [_("留痕第 %s 条：%s") % (each.seq, each.says) for each in problems(case.chain)]
    broken += [_("提交稿 %s 与封存时不符") % each.pk for each in submissions(case) if _forged(each)]
    broken += [_("文书 %s 与封存时不符") % number for number in wrong]
    return Checked(len(ready), len(ready) - len(wrong), broken)


def _sound(document: Document) -> bool:
    try:
        return sha256(document.read()).hexdigest() == document.sha256
    except InvalidTag:
        return False


def _forged(submission: Submission) -> bool:
    try:
        return seal(submission.content) != submission.sha256
    except InvalidTag:
        return True


def _signed(case: Case) -> tuple[int, int]:
    """How many of the approvals stand on the very content that was submitted."""
    pairs = [(r.sha256, s.sha256) for s in submissions(case) for r in s.reviews.all()]
    return sum(seen == sealed for seen, sealed in pairs), len(pairs)


def _verdict(loop: Loop, checked: Checked) -> str:
    if checked.broken:
        return _("复算不一致：%s。") % "；".join(checked.broken)
    steps = COUNTED[len(loop.steps)]
    if loop.closed:
        return _("%s步都完整，文书、签批、留痕一致。") % steps
    counts = [(loop.count(key), words) for key, (words, _cls, _icon) in STATES.items()]
    said = [_("%(n)s 步%(state)s") % {"n": n, "state": words} for n, words in counts if n]
    return _("%(steps)s步里 %(said)s。") % {"steps": steps, "said": "，".join(said)}


def _row(step: Step, papers: dict[tuple[int, str], Document]) -> dict[str, Any]:
    words, cls, icon = STATES[step.state]
    done = [each for _form, each in step.done]
    return {
        "step": step,
        "number": step.number + 1,
        "words": words,
        "cls": cls,
        "icon": icon,
        "who": list(dict.fromkeys(str(each.author) for each in done)),
        "first": done[0].at if done else None,
        "last": done[-1].at if done else None,
        "reviews": _reviews(done),
        "papers": [_paper(form, each, papers.get((each.pk, form))) for form, each in step.done],
        "others": [(title_of_paper(form), each, each.word_of(form)) for form, each in step.others],
    }


def _reviews(done: list[Submission]) -> list[Any]:
    """Every signature once, though it may stand under several forms."""
    reviews = {each.pk: each for submission in done for each in submission.reviews.all()}
    return list(reviews.values())


def _paper(form: str, submission: Submission, document: Document | None) -> dict[str, Any]:
    ready = document is not None and document.state == Document.State.READY
    return {
        "title": _title(form, submission),
        "hash": short(document.sha256) if document and ready else "",
        "href": reverse("web:verify", args=[document.check_code]) if document and ready else "",
        "round": submission.round_of(form),
    }


def _title(form: str, submission: Submission) -> str:
    """What a paper is called, and which one it is where there are several."""
    instance = next(int(number) for code, number, _round in submission.covers if code == form)
    return archive.Paper(form, instance, submission, None).title


def _looked(case: Case) -> list[dict[str, Any]]:
    """Who saw what of the dossier, newest first."""
    found = Entry.objects.filter(dossier=case.pk).select_related("actor").order_by("-at")
    return [
        {"who": str(each.actor or ""), "at": each.at, "what": LOOKED.get(each.verb, each.verb)}
        for each in found[:SHOWN]
    ]
