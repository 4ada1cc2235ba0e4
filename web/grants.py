"""查看完整信息: who has said why they must see whole numbers, and until when (handbook 11.4)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Dossier

MINUTES = 5
REASONS = [
    ("aid", _("核对救助资格")),
    ("contact", _("联系服务对象")),
    ("report", _("填写上报材料")),
    ("record", _("核对或更正档案")),
    ("other", _("其他（请写明）")),
]
KEY = "seen"


def give(request: Any, person: int) -> None:
    """Show a person's numbers whole in this session, for five minutes."""
    ends = (timezone.now() + timedelta(minutes=MINUTES)).isoformat()
    request.session[KEY] = request.session.get(KEY, {}) | {str(person): ends}


def until(request: Any, person: int) -> datetime | None:
    """Return when the numbers are hidden again; None when they are hidden now."""
    said = request.session.get(KEY, {}).get(str(person))
    ends = datetime.fromisoformat(said) if said else None
    return ends if ends and ends > timezone.now() else None


def sees_whole(request: Any, work: Any) -> bool:
    """Whether numbers in a form of a dossier are shown whole: of a case against a reason; what
    members of a group gave is shown to whoever writes it down."""
    return work.kind != Dossier.Kind.CASE or holds(request, work.person_id)


def holds(request: Any, person: int) -> bool:
    return until(request, person) is not None
