"""What every question of a verb is made of: a sentence or two, boxes, a colleague, a decision."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Role, User
from casework.approvals import Judgement, Note, pending
from casework.lifecycles import Move
from casework.models import Case

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

NOTE = "remark-"  # prefix of a remark's text, followed by its form and question: C03#problems
PART = "part-"  # the same, for the part of the answer that is meant


class Plain(forms.Form):
    """The base: knows the case and the row, for choices and snapshots."""

    def __init__(self, *args: Any, case: Case, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.move = case, move
        self.offer()

    def offer(self) -> None:
        """Fill in choices which depend on the case."""

    def given(self) -> dict[str, Any]:
        """Return what the door is given."""
        return dict(self.cleaned_data)


def words(label: Any, hint: Any = "", rows: int = 3, *, required: bool = True) -> Any:
    """A text of some sentences."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "inp"})
    return forms.CharField(
        label=label, help_text=hint, widget=widget, max_length=2000, required=required
    )


def several(
    label: Any, of: Sequence[tuple[str, Any]], hint: Any = "", *, required: bool = True
) -> Any:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(of),
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


class DecideForm(Plain):
    """Names the submission that was on screen; remarks stand at its fields."""

    seen = forms.CharField(widget=forms.HiddenInput)
    opinion = forms.CharField(
        label=_("意见"),
        help_text=_("会印在文书上；退回时必填。"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def offer(self) -> None:
        waiting = pending(self.case, *self.move.decides)
        self.fields["seen"].initial = waiting.sha256 if waiting else ""

    def given(self) -> dict[str, Any]:
        rest = dict(self.cleaned_data)
        seen, opinion = rest.pop("seen"), rest.pop("opinion")
        notes = self._notes() if self.move.remarks else []
        return {"judgement": Judgement(seen, opinion, notes), **rest}

    def _notes(self) -> list[Note]:
        """Read ``remark-C03#problems`` and, for one of its parts, ``part-C03#problems``."""
        found = []
        for name, text in self.data.items():
            if name.startswith(NOTE) and str(text).strip():
                code, _hash, key = name.removeprefix(NOTE).partition("#")
                anchor = self.data.get(f"{PART}{code}#{key}") or key
                found.append(Note(code, anchor, str(text).strip()))
        return found


class Colleague(forms.ModelChoiceField[User]):
    def __init__(self, label: Any, *roles: Role) -> None:
        super().__init__(User.objects.none(), label=label, empty_label=_("请选择"))
        self.roles = roles

    def at(self, case: Case) -> None:
        posts = Post.objects.current().filter(station=case.station_id, role__in=self.roles)
        self.queryset: QuerySet[Model] = User.objects.filter(pk__in=posts.values("user"))  # type: ignore[assignment]

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)
