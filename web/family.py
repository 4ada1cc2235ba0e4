"""家庭: the drawings of D02, the family as told, and who else of that address is served."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from casework import consents, masking
from casework.approvals import in_force, latest
from casework.drafts import checked, draft_of
from casework.households import others_of
from casework.models import Case, Content, Dossier, Genogram
from documents.drawings import drawings_of
from documents.drawings.shapes import Drawing


def family_of(case: Case, user: User, *, draws: bool) -> dict[str, Any]:
    """Return the family as drawn and as told (closed without consent), and the other dossiers.

    Where D02 itself is on the page, its drawings stand there: here ``draws`` is false.
    """
    near = others_of(case.person)
    of_them = Q(person__in=near) | Q(person__merged_into__in=near)
    others = Case.objects.filter(of_them).order_by("-pk")
    seen = others.filter(pk__in=Dossier.objects.visible_to(user).values("pk"))
    told = case.person.family_members or []
    return {
        "told": []
        if "family_members" in consents.closed(case, "D01")
        else [_told(m) for m in told],
        "others": list(seen[:5]),
        "hidden": near.exclude(Q(cases__in=seen) | Q(merged__cases__in=seen)).count(),
        **(_drawn(case) if draws else {}),
    }


def drawn(case: Case, content: Content) -> list[Drawing]:
    """Return the drawings of D02's answers, known names masked as everywhere on a page."""
    names = _names(case)
    return drawings_of(
        content,
        lambda ref: masking.called(ref, names),
        lambda text: masking.within(text, names),
    )


def _drawn(case: Case) -> dict[str, Any]:
    """Draw D02 as approved, else as it is being written, else as D01 and C03 let it begin."""
    row = in_force(case, Genogram.code)
    if row:
        content = row.content() | dict.fromkeys(consents.closed(case, Genogram.code))
        return {
            "drawings": drawn(case, content),
            "basis": _("按已批准的《家庭结构图与生态图》画。"),
        }
    told = draft_of(case, Genogram.code) or latest(case, Genogram.code)
    basis = (
        _("按最近写的《家庭结构图与生态图》画，这一稿还没批准。")
        if told
        else _("先按档案和预估表画，《家庭结构图与生态图》还没写。")
    )
    return {"drawings": drawn(case, checked(case, Genogram.code).content), "basis": basis}


def _names(case: Case) -> list[str]:
    """Return the names on record of the person, their kin and the contact in an emergency."""
    person = case.person
    rows = [*(person.family_members or []), person.emergency_contact or {}]
    return [each for each in (person.name, *(row.get("name") for row in rows)) if each]


def _told(member: dict[str, Any]) -> dict[str, str]:
    says = [member.get("relation"), member.get("birth"), member.get("job")]
    return {
        "who": masking.name(member.get("name") or ""),
        "says": " · ".join(str(each) for each in says if each),
    }
