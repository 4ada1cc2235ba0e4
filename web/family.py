"""家庭: who lives with the person, as told, and who else of that address the station serves."""

from typing import Any

from accounts.models import User
from casework import consents, masking
from casework.households import others_of
from casework.models import Case, Dossier


def family_of(case: Case, user: User) -> dict[str, Any]:
    """Return the family as told (closed without consent), and the dossiers of the same address."""
    others = Case.objects.filter(person__in=others_of(case.person)).order_by("-pk")
    seen = others.filter(pk__in=Dossier.objects.visible_to(user).values("pk"))
    told = case.person.family_members or []
    return {
        "told": []
        if "family_members" in consents.closed(case, "D01")
        else [_told(m) for m in told],
        "others": list(seen[:5]),
        "hidden": others_of(case.person).exclude(cases__in=seen).count(),
    }


def _told(member: dict[str, Any]) -> dict[str, str]:
    says = [member.get("relation"), member.get("birth"), member.get("job")]
    return {
        "who": masking.name(member.get("name") or ""),
        "says": " · ".join(str(each) for each in says if each),
    }
