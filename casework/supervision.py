"""督导: what a supervision leaves to do, and what its record and a conference begin with."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import choices
from casework.approvals import rounds
from casework.models import (
    Case,
    Content,
    Dossier,
    Submission,
    SupervisionItem,
    SupervisionRecord,
)
from casework.models.dossier import once

CODE = SupervisionRecord.code
OWNER, SUPERVISOR = SupervisionItem.Hands.OWNER.value, SupervisionItem.Hands.SUPERVISOR.value


@once
def items_of(dossier: Dossier) -> list[SupervisionItem]:
    """Return everything that supervisions left to do and that is not done, due first."""
    if not rounds(dossier, CODE):
        return []  # as most dossiers: nobody need ask
    found = SupervisionItem.objects.filter(dossier=dossier.pk, done_on=None)
    for each in (rows := list(found.order_by(F("due_on").asc(nulls_last=True), "pk"))):
        each.dossier = dossier  # whose key is at hand
    return rows


def open_items(dossier: Dossier, hands: str) -> list[SupervisionItem]:
    """Return those that lie with the owner, or with the supervisor."""
    return [each for each in items_of(dossier) if each.hands == hands]


def left_open(dossier: Dossier) -> list[Content]:
    """Return what is to be asked after in the next supervision."""
    return [{"action": each.text} for each in items_of(dossier)]


def hand_out(dossier: Dossier, submission: Submission) -> list[SupervisionItem]:
    """Make an item of every action of a filed record that is still to be done."""
    fields = {each["key"]: each["value"] for each in submission.form_of(CODE)["fields"]}
    made = [_item(dossier, submission, row) for row in fields["actions"] or [] if _is_open(row)]
    for each in made:
        each.save()
    dossier.forget()
    return made


def _item(dossier: Dossier, submission: Submission, row: Content) -> SupervisionItem:
    """It lies with the supervisor where the record names them, else with the owner."""
    item, due = SupervisionItem(submission=submission), row.get("due")
    item.dossier, item.text = dossier, row["action"]
    item.hands = SUPERVISOR if _names(row.get("owner"), dossier.supervisor) else OWNER
    item.due_on = date.fromisoformat(due) if due else None
    return item


def _names(said: Any, user: User | None) -> bool:
    return user is not None and str(user) in str(said or "")


def drop_items(dossier: Dossier, submission: Submission, *, by: User, on: date) -> None:
    """Of a record that was filed by mistake nothing is left to do."""
    open_ = [each for each in items_of(dossier) if each.submission_id == submission.pk]
    for each in open_:
        each.done_on, each.done_by, each.result = on, by, _("督导记录已作废。")
        each.save(update_fields=["done_on", "done_by", "result"])
    dossier.forget()


def days_with(hands: str) -> Callable[[Dossier], list[date]]:
    """Return the days by which something is due that lies with somebody; none while it rests."""

    def days(dossier: Dossier) -> list[date]:
        if dossier.ended_on is not None or dossier.status == Case.Status.SUSPENDED:
            return []
        return [each.due_on for each in open_items(dossier, hands) if each.due_on]

    return days


def _is_open(row: Content) -> bool:
    """Whether it is still to be done: of which nothing is said, nothing was done."""
    return not row.get("status") or row["status"] in choices.OPEN_ACTIONS


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What a record begins with: today, who sits together, and what was left to do."""
    people = {"supervisor": str(dossier.supervisor or ""), "supervisees": str(dossier.owner or "")}
    known: dict[str, tuple[Any, Any]] = {
        "time": ({"date": timezone.localdate().isoformat()}, ""),
        "people": (people, _("带自卷宗，可改。")),
    }
    if rows := [{"action": row["action"]} for row in left_open(dossier)]:
        known["previous_followup"] = (rows, _("带自上次督导，逐项写落实情况。"))
    return known


def reckoned(dossier: Any, instance: int) -> Content:
    """What the system adds to a record when it is sealed: its number, and what it is about."""
    from casework.drafts import checked  # noqa: PLC0415  (drafts read forms)

    said = checked(dossier, CODE).content.get("sup") or {}
    return {
        "sup": said | {"no": f"{dossier.number}-{CODE}-{instance:02d}"},
        "related": [{"number": _("个案 %s") % dossier.number}],
    }


def conference_begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What the minutes of a conference begin with: today, and our own people."""
    ours = [(dossier.owner, _("主责社工")), (dossier.supervisor, _("督导"))]
    rows = [
        {"org": dossier.station.name, "name": str(who), "role": role} for who, role in ours if who
    ]
    known: dict[str, tuple[Any, Any]] = {"meta": ({"date": timezone.localdate().isoformat()}, "")}
    return known | ({"attendees": (rows, _("带自卷宗，可改。"))} if rows else {})
