"""督导: what a supervision leaves to do, and what its record and a conference begin with."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import choices
from casework.approvals import rounds
from casework.models import Content, Dossier, Submission, SupervisionRecord
from casework.models.dossier import once

CODE = SupervisionRecord.code


@once
def left_open(dossier: Dossier) -> list[Content]:
    """Return the actions of the last supervision that are not done, with who does them."""
    filed = [e for e in rounds(dossier, CODE) if e.outcome == Submission.Outcome.FILED]
    if not filed:
        return []
    last = SupervisionRecord.objects.get(case=dossier.pk, instance=filed[0].instance)
    return [row for row in last.actions or [] if _is_open(row)]


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
