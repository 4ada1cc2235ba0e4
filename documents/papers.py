"""From a submission to a paper: what was sealed, and who signed it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.catalogue import FORMS
from casework.models import Review, Submission
from casework.permissions import Who
from documents.models import Document
from documents.numbers import grouped
from documents.paper import Client, Field, Paper, Signature

STAMPS = {
    "approve_intake": gettext_lazy("同意接案"),
    "approve_assessment": gettext_lazy("准予通过"),
    "approve_plan": gettext_lazy("准予实施"),
    "endorse_plan": gettext_lazy("同意"),
    "decline": gettext_lazy("同意不接案"),
}


def paper_of(document: Document) -> Paper:
    """Return everything the document prints; from the snapshot, never from a live row."""
    submission = document.submission
    said = submission.snapshot
    form = submission.form_of(document.form)
    return Paper(
        station=said["station"],
        code=document.form,
        title=form["name"],
        number=document.number,
        round=form["round"],
        dossier=said["number"],
        filled_on=timezone.localdate(submission.at),
        client=Client(**said["person"]),
        fields=tuple(_fields(document.form, form, said["said"])),
        signatures=tuple(_signatures(submission, form)),
        sealed_at=_sealed_at(submission),
        check_code=grouped(document.check_code),
        verify_url=settings.PUBLIC_URL + reverse("web:verify", args=[document.check_code]),
        sha256=submission.sha256,
    )


def _fields(code: str, form: dict[str, Any], said: list[list[str]]) -> list[Field]:
    """The answers, choices with all their options; then what was said besides the form."""
    options = {
        each.key: [str(text) for _value, text in getattr(each, "options", [])]
        for each in FORMS[code].questions()
    }
    fields = [Field.read(each, options.get(each["key"], [])) for each in form["fields"]]
    if said:
        words = [tuple(pair) for pair in said]
        fields.append(
            Field(key="said", label=_("办理说明"), kind="sub", level=2, shown=words, value=None)
        )
    return fields


def _signatures(submission: Submission, form: dict[str, Any]) -> list[Signature]:
    """The client's where the form has it, the worker's, and one for each who decided."""
    found = [_client(each["value"]) for each in form["fields"] if each["key"] == "sign_client"]
    worker = Signature(
        role=_("社工"), name=str(submission.author), on=timezone.localdate(submission.at)
    )
    reviews = submission.reviews.select_related("reviewer").order_by("pk")
    return [*found, worker, *(_decided(each) for each in reviews)]


def _client(value: dict[str, Any] | None) -> Signature:
    signed = value or {}
    on = date.fromisoformat(signed["date"]) if signed.get("date") else None
    return Signature(
        role=_("服务对象"),
        opinion=_("社工已向我说明计划内容，我同意接受服务，可随时退出。"),
        name=signed.get("name") or "",
        way=signed.get("way") or "",
        witness=signed.get("witness") or "",
        on=on,
    )


def _decided(review: Review) -> Signature:
    return Signature(
        role=str(Who(review.signed_as).label),
        opinion=review.opinion or "",
        stamp=str(STAMPS.get(review.verb, "")),
        name=str(review.reviewer),
        on=timezone.localdate(review.at),
    )


def _sealed_at(submission: Submission) -> Any:
    """When the content became final: at the last decision, or on filing."""
    last = submission.reviews.order_by("-pk").values_list("at", flat=True).first()
    return last or submission.at
