"""转介: what a referral begins with, and whether it waits for the other agency's answer."""

from typing import Any

from django.utils.translation import gettext as _

from casework import consents
from casework.approvals import in_force, latest
from casework.models import Content, Dossier, Referral, Submission
from casework.models.dossier import once
from casework.sessions import volume

CODE = Referral.code


@once
def is_sent(dossier: Dossier) -> bool:
    """Whether the last referral was approved, and what became of it is not yet on record."""
    last = latest(dossier, CODE)
    return last is not None and last.outcome == Submission.Outcome.APPROVED


def begun_with(dossier: Any) -> dict[str, tuple[Any, Any]]:
    """What a referral begins with: outward, the assessment's conclusion, a consent to share."""
    known: dict[str, tuple[Any, Any]] = {"ref": ({"direction": "转出"}, "")}
    assessed = in_force(dossier, "C03")
    if assessed is not None:
        known["summary"] = (assessed.conclusion, _("带自《个案预估表》，只留对方用得着的。"))
    shared = consents.given(dossier).get("share_consent") or []
    agreed = [row for row in shared if row.get("agree") and row.get("recipient")]
    if len(agreed) == 1:  # of several, only the worker can tell which is meant
        said = {"agree": "yes", "consent_ref": _reference(agreed[0])}
        known["consent"] = (said, _("带自《知情同意书与服务协议》，核对是不是这一家。"))
    return known


def _reference(row: Content) -> str:
    return _("向%(recipient)s提供%(items)s") % {
        "recipient": row["recipient"],
        "items": row.get("items") or "",
    }


def reckoned(dossier: Any, instance: int) -> Content:
    """What the system adds to a referral when it is sealed: its number, the service so far."""
    from casework.drafts import checked  # noqa: PLC0415  (drafts read forms)

    said, done = checked(dossier, CODE).content.get("ref") or {}, volume(dossier)
    return {
        "ref": said | {"no": f"{dossier.number}-{CODE}-{instance:02d}"},
        "services_given": {
            "sessions": done.sessions,
            "minutes": done.minutes,
            "home_visits": done.home_visits,
            "calls": done.calls,
        },
    }
