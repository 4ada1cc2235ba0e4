"""危机与强制报告: whether something is going on beside the case, and what was told to whom."""

from typing import Any

from casework.models import Crisis, Dossier, MandatoryReport
from casework.models.dossier import once


@once
def open_crisis(dossier: Dossier) -> Crisis | None:
    """Return the crisis that is not over; one at most."""
    if "crisis" not in dossier.beside:
        return None
    found = Crisis.objects.filter(dossier=dossier.pk, ended_on=None)
    return found.select_related("raised_by", "lead").first()


@once
def open_report(dossier: Dossier) -> MandatoryReport | None:
    """Return the mandatory report that is not finished; one at most."""
    if "mandatory_report" not in dossier.beside:
        return None
    found = MandatoryReport.objects.filter(dossier=dossier.pk, ended_on=None).first()
    if found:
        found.dossier = dossier  # whose key is at hand
    return found


def is_emergency(dossier: Dossier) -> bool:
    """Whether help comes before paperwork now (handbook 4.13 X21)."""
    return open_crisis(dossier) is not None or open_report(dossier) is not None


def is_reported(dossier: Dossier) -> bool:
    """Whether the law, not the client, says that others are told."""
    return open_report(dossier) is not None


def had_crisis(dossier: Dossier) -> bool:
    """Whether there was a crisis in the running 服务期: it is followed up for longer."""
    from casework.approvals import episode_of  # noqa: PLC0415  (approvals read forms)

    since = episode_of(dossier).opened_on
    return Crisis.objects.filter(dossier=dossier.pk, raised_at__date__gte=since).exists()


def may_know_reporter(user: Any, dossier: Dossier) -> bool:
    """Whether who reported it is shown to somebody else: to the supervisor and the head alone."""
    from casework.permissions import Who, standing  # noqa: PLC0415  (permissions read approvals)

    return bool(standing(user, dossier) & {Who.SUPERVISOR, Who.HEAD})
