"""扫描件: pages signed on paper. A missing one stops the archive, never the service."""

import io
import logging
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image
from pypdf import PdfReader

from accounts.models import User
from audit.services import record
from casework.approvals import episode_of, submissions, valid
from casework.errors import RuleError
from casework.locking import lock
from casework.models import Dossier, Scan, Submission
from casework.permissions import Who, standing

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes what it cannot read
ABOUT = "casework_scan.content"
MOST = 10 * 1024 * 1024  # bytes of one scan
MOST_PAGES = 30  # of one scan: a signed page or two, not a book
KINDS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
SIGNED = {"C02": "sign_mode", "C04": "sign_client", "C09": "sign_client", "G04": "signs"}
CONTRACT = "G04"  # filed, not approved; whoever joins later signs its next round
ON_PAPER = {"手写签名", "指印", "代签", "纸质扫描"}
CLOSED = {"archived", "declined", "consulted", "cancelled"}
Outcome = Submission.Outcome


def wanted(dossier: Any) -> list[tuple[Submission, str]]:
    """Return which papers were signed by hand and have no scan yet: submission and form."""
    signed = _signed_on_paper(dossier)
    there = set(
        Scan.objects.filter(submission__dossier=dossier.pk).values_list("submission", "form")
    )
    forms = {form for _submission, form in there}
    return [
        (each, form)
        for each, form in [*signed, *_contract(dossier)]
        if (each.pk, form) not in there and not (form == CONTRACT and form in forms)
    ]


def _contract(dossier: Any) -> list[tuple[Submission, str]]:
    """Return the contract of a group as last filed, where any member has signed it by hand."""
    last = next(iter(valid(dossier, CONTRACT)), None)
    if last is None:
        return []
    rows = _said(last, CONTRACT) or []
    return [(last, CONTRACT)] if any(row.get("way") in ON_PAPER for row in rows) else []


def _signed_on_paper(dossier: Any) -> list[tuple[Submission, str]]:
    episode = episode_of(dossier).pk
    approved = [
        each
        for each in submissions(dossier)
        if each.episode_id == episode and each.outcome == Outcome.APPROVED
    ]
    return [
        (each, form)
        for each in reversed(approved)
        for form in each.codes
        if form in SIGNED and form != CONTRACT
        if each.stands(form) and _way(each, form) in ON_PAPER
    ]


def _way(submission: Submission, form: str) -> str:
    """Return how a client signed, as the sealed content says."""
    said = _said(submission, form)
    return str((said.get("way") if isinstance(said, dict) else said) or "")


def _said(submission: Submission, form: str) -> Any:
    fields = submission.form_of(form)["fields"]
    return next((each["value"] for each in fields if each["key"] == SIGNED[form]), None)


@transaction.atomic
def keep(  # noqa: PLR0913
    dossier: Any,
    submission: Submission,
    form: str,
    content: bytes,
    *,
    by: User,
    at: datetime | None = None,
) -> Scan:
    """Keep a scan of a signed page, sealed. Raises RuleError for what is no scan."""
    lock(dossier)
    if not standing(by, dossier) & {Who.OWNER, Who.WORKER, Who.HEAD} or dossier.status in CLOSED:
        raise PermissionDenied(_("这份扫描件现在不由你上传。"))
    if submission.dossier_id != dossier.pk or form not in submission.codes or form not in SIGNED:
        raise RuleError(_("这份文书不需要签字页，请回到卷宗重新选择。"))
    kind = kind_of(content)
    scan = Scan.objects.create(
        submission=submission,
        form=form,
        kind=kind,
        content=dossier.data_key.seal(content, ABOUT),
        sha256=sha256(content).hexdigest(),
        by=by,
        at=at or timezone.now(),
    )
    record(
        "case.keep_scan",
        dossier.chain,
        by=by,
        at=at,
        submission=submission.pk,
        form=form,
        scan=scan.pk,
        bytes_sha256=scan.sha256,
    )
    return scan


def kind_of(content: bytes) -> str:
    """Return what a file is: pdf, jpeg or png. Raises RuleError for what is none, or broken."""
    kind = next((name for head, name in KINDS.items() if content.startswith(head)), "")
    if not kind:
        raise RuleError(_("请上传 PDF、JPG 或 PNG 文件。"))
    if len(content) > MOST:
        raise RuleError(_("文件超过 10 MB，请压缩，或拍清楚一点再传。"))
    if not _opens(content, kind):
        raise RuleError(_("这个文件打不开（可能坏了、加了密，或超过 30 页），请重新扫描。"))
    return kind


def _opens(content: bytes, kind: str) -> bool:
    """Whether a file is what it begins like: what is bound into the box must open in ten years."""
    try:
        if kind == "pdf":
            return 0 < len(PdfReader(io.BytesIO(content)).pages) <= MOST_PAGES
        with Image.open(io.BytesIO(content)) as photo:
            photo.load()
    except Exception:  # whatever a library makes of a broken file, it is broken
        return False
    return True


def content_of(scan: Scan, dossier: Dossier) -> bytes:
    """Return a scan as it was uploaded; ``dossier`` is the case, whose key opens it."""
    return bytes(dossier.data_key.open(bytes(scan.content), ABOUT))
