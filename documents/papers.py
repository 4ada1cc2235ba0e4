"""From a submission to a paper: what was sealed, and who signed it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from casework.catalogue import FORMS, title_of
from casework.models import Review, Submission
from casework.permissions import Who
from documents.models import Document
from documents.numbers import grouped
from documents.paper import Client, Field, Paper, Signature, Work

STAMPS = {
    "approve_intake": gettext_lazy("同意接案"),
    "approve_assessment": gettext_lazy("准予通过"),
    "approve_plan": gettext_lazy("准予实施"),
    "endorse_plan": gettext_lazy("同意"),
    "decline": gettext_lazy("同意不接案"),
    "extend": gettext_lazy("准予延期"),
    "approve_midterm": gettext_lazy("继续服务"),
    "approve_midterm_close": gettext_lazy("转入结案"),
    **dict.fromkeys(["refer_out", "refer_mid", "refer_partial"], gettext_lazy("准予转介")),
    "endorse_closure": gettext_lazy("同意"),
    "approve_closure": gettext_lazy("准予结案"),
    **dict.fromkeys(["finish_followup", "archive"], gettext_lazy("准予归档")),
    "endorse_report": gettext_lazy("同意"),
    "approve_report": gettext_lazy("准予结束"),
    "revise": gettext_lazy("准予更正"),
}
CLIENTS = {  # answers that are signatures, and what is signed by them
    "sign_client": gettext_lazy("社工已向我说明计划内容，我同意接受服务，可随时退出。"),
    "signatures": "",
    "signs": "",
}
MEMBERS = "signs"  # a group's contract is signed by its members, and by whose guardian signs too
IF_GIVEN = {"C09"}  # forms on which a client may sign, and need not
AGREEMENT = "C02"
AUTHORS = [Role.WORKER, Role.HEAD, Role.DISTRICT, Role.COMMUNITY]  # the first that somebody is


def title_of_paper(form: str) -> str:
    """Return what a paper is called; a bound box is no form of the catalogue."""
    return title_of(form) if form in FORMS else _("案卷（全卷）")


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
        client=_head(said["person"]) if "person" in said else None,
        work=Work(**said["work"]) if "work" in said else None,
        fields=tuple(_fields(document.form, form, said["said"])),
        signatures=tuple(_signatures(submission, form)),
        sealed_at=_sealed_at(submission),
        check_code=grouped(document.check_code),
        verify_url=settings.PUBLIC_URL + reverse("web:verify", args=[document.check_code]),
        sha256=submission.sha256,
    )


def _head(person: dict[str, str]) -> Client:
    """The head asks for 出生年月: year and month, and no more."""
    born = date.fromisoformat(person["birth"]) if person["birth"] else None
    return Client(**person | {"birth": date_format(born, "Y年n月") if born else ""})


def _fields(code: str, form: dict[str, Any], said: list[list[str]]) -> list[Field]:
    """The answers, choices with all their options; then what was said besides the form."""
    options = {
        each.key: [str(text) for _value, text in getattr(each, "options", [])]
        for each in FORMS[code].questions()
    }
    answers = [each for each in form["fields"] if each["key"] not in CLIENTS]
    fields = [Field.read(each, options.get(each["key"], [])) for each in answers]
    if said:
        words = [tuple(pair) for pair in said]
        fields.append(
            Field(key="said", label=_("办理说明"), kind="sub", level=2, shown=words, value=None)
        )
    return fields


# ── who signed ────────────────────────────────────────────────────────────────────────────


def _signatures(submission: Submission, form: dict[str, Any]) -> list[Signature]:
    """The client's where the form has it, the author's, and one for each who decided.

    An agreement is signed for the station by whoever let it take effect, beside its seal.
    """
    reviews = list(submission.reviews.select_related("reviewer").order_by("pk"))
    station = submission.snapshot["station"] if form["code"] == AGREEMENT else ""
    decided = [_for_station(each, station) if station else _decided(each) for each in reviews]
    clients = [cell for each in form["fields"] for cell in _clients(each)]
    if form["code"] in IF_GIVEN:
        clients = [cell for cell in clients if cell.name]
    return [*clients, _author(submission), *decided]


def _clients(field: dict[str, Any]) -> list[Signature]:
    """Cells for those who signed in person; a line to sign on by hand where nobody has."""
    if field["key"] not in CLIENTS:
        return []
    opinion, signed = CLIENTS[field["key"]], field["value"] or {}
    rows = signed if isinstance(signed, list) else [signed]
    if field["key"] == MEMBERS:
        return [cell for row in rows or [{}] for cell in _member(row)]
    return [_client(str(opinion), row) for row in rows or [{}]]


def _member(signed: dict[str, Any]) -> list[Signature]:
    """A member's cell; beside it their guardian's, where one signs with them."""
    cells = [_client("", signed | {"role": _("组员")})]
    if signed.get("guardian"):
        name, role = signed["guardian"], _("监护人")
        cells.append(_client("", {"role": role, "name": name, "date": signed.get("date")}))
    return cells


def _client(opinion: str, signed: dict[str, Any]) -> Signature:
    return Signature(
        role=signed.get("role") or _("服务对象"),
        opinion=opinion,
        name=signed.get("name") or "",
        way=signed.get("way") or "",
        witness=signed.get("witness") or "",
        on=date.fromisoformat(signed["date"]) if signed.get("date") else None,
    )


def _author(submission: Submission) -> Signature:
    """Whoever handed it in, by the post held on that day: a call may come from the community."""
    on = timezone.localdate(submission.at)
    posts = submission.author.posts.filter(since__lte=on).exclude(until__lt=on)
    roles = set(posts.values_list("role", flat=True))
    role = next((each for each in AUTHORS if each in roles), Role.WORKER)
    return Signature(role=str(role.label), name=str(submission.author), on=on)


def _for_station(review: Review, station: str) -> Signature:
    on = timezone.localdate(review.at)
    return Signature(role=_("机构（盖章）"), opinion=station, name=str(review.reviewer), on=on)


def _decided(review: Review) -> Signature:
    return Signature(
        role=str(Who[review.signed_as.upper()].label),
        opinion=review.opinion or "",
        stamp=str(STAMPS.get(review.verb, "")),
        name=str(review.reviewer),
        on=timezone.localdate(review.at),
    )


def _sealed_at(submission: Submission) -> Any:
    """When the content became final: at the last decision, or on filing."""
    last = submission.reviews.order_by("-pk").values_list("at", flat=True).first()
    return last or submission.at
