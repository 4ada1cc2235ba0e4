"""What the verbs ask for besides the forms of the handbook. A verb not listed asks for nothing."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Role, User
from casework.approvals import Judgement, Note, pending
from casework.catalogue import FORMS
from casework.lifecycles import Move
from casework.models import Case, Dossier

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


def words(label: Any, hint: Any = "", rows: int = 3) -> Any:
    """A text of some sentences, required."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "inp"})
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=2000)


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


class _Colleague(forms.ModelChoiceField[User]):
    def __init__(self, role: Role, label: Any) -> None:
        super().__init__(User.objects.none(), label=label, empty_label=_("请选择"))
        self.role = role

    def at(self, case: Case) -> None:
        posts = Post.objects.current().filter(station=case.station_id, role=self.role)
        self.queryset: QuerySet[Model] = User.objects.filter(pk__in=posts.values("user"))  # type: ignore[assignment]

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class ApproveIntakeForm(DecideForm):
    owner = _Colleague(Role.WORKER, _("主责社工"))
    supervisor = _Colleague(Role.SUPERVISOR, _("督导"))
    level = forms.ChoiceField(label=_("服务级别"), choices=Dossier.Level.choices)

    def offer(self) -> None:
        super().offer()
        for field in self.fields.values():
            if isinstance(field, _Colleague):
                field.at(self.case)
        self.fields["owner"].initial = self.case.owner_id
        self.fields["level"].initial = Dossier.Level.GENERAL


class AssignForm(Plain):
    worker = _Colleague(Role.WORKER, _("受理社工"))

    def offer(self) -> None:
        self.fields["worker"].at(self.case)  # type: ignore[attr-defined]


class UnreachedForm(Plain):
    """Three tries to reach somebody, at different times."""

    def offer(self) -> None:
        for number in (1, 2, 3):
            when = forms.DateTimeField(
                label=_("第 %s 次：时间") % number,
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
            )
            how = forms.CharField(label=_("第 %s 次：方式") % number, max_length=100)
            self.fields |= {f"at_{number}": when, f"way_{number}": how}

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"contacts": [(localtime(data[f"at_{n}"]), data[f"way_{n}"]) for n in (1, 2, 3)]}


class AdviceForm(Plain):
    advice = words(_("给出的咨询意见"))


class WithdrawsForm(Plain):
    wish = words(_("求助人的意愿"), _("按原话写。"))
    informed = words(_("告知了什么"), _("例：以后需要随时可以再来，电话多少。"))


class AskDeclineForm(Plain):
    told = words(_("怎样告知的"), _("口头或书面，何时，对谁。"))
    alternatives = words(_("给了什么替代资源"), _("例：法律援助中心的地址和电话。"))


class WaitForm(Plain):
    told = words(
        _("怎样告知了预计时间"), _("例：电话告知大约四月中旬开始，期间有急事随时打站里电话。")
    )


class ReasonForm(Plain):
    reason = words(_("说明"), _("一两句话写清楚，会留在经过里。"))


class StartCloseForm(ReasonForm):
    reason = words(_("结案依据"), _("目标达成到什么程度，或哪一条结案条件成立。"))


FORM_OF: dict[str, type[Plain]] = {
    "approve_intake": ApproveIntakeForm,
    "assign": AssignForm,
    "close_unreached": UnreachedForm,
    "resolve_by_advice": AdviceForm,
    "requester_withdraws": WithdrawsForm,
    "ask_decline": AskDeclineForm,
    "waitlist": WaitForm,
    "keep_waiting": ReasonForm,
    "recall": ReasonForm,
    "start_close": StartCloseForm,
    "withdraw_close": ReasonForm,
}


def form_for(move: Move, case: Case, data: Any = None) -> Plain:
    """Return the form of a verb."""
    kind = DecideForm if move.decides else Plain
    return FORM_OF.get(move.verb, kind)(data, case=case, move=move)


def asks_nothing(move: Move) -> bool:
    """Whether one press of the button is all a verb needs."""
    return move.verb not in FORM_OF and not move.decides


def parts_of(code: str, key: str) -> list[tuple[str, str]]:
    """Return the places within one answer at which a remark may stand."""
    anchors = FORMS[code].anchors().items()
    return [(at, label) for at, label in anchors if at.startswith((f"{key}.", f"{key}[]."))]
