"""离岗交接, as its pages show it: what somebody has, who takes it over, and what it waits for."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Post, Role, User
from casework import choices, departures
from casework.approvals import endorsed, pending
from casework.deadlines import is_high, open_deadline
from casework.lifecycles.change_worker import open_change
from casework.lifecycles.handover import SIGNED
from casework.models import Departure, Dossier, Transfer
from casework.unfinished import unfinished
from casework.works import works_of
from documents.models import Document
from workflows.posted import number_in

S = Transfer.Status
NAMED = "to-"  # prefix of the control that names a dossier's receiver
SEEN = "seen-"  # the same, for who was named when the page was drawn


class OpenForm(forms.Form):
    """Who leaves, when, why, and who watches over it. The service judges; this offers."""

    leaver = forms.ModelChoiceField(
        Post.objects.none(), label=gettext_lazy("谁离岗"), empty_label=gettext_lazy("请选择")
    )
    last_day = forms.DateField(
        label=gettext_lazy("离岗日"),
        help_text=gettext_lazy("最好提前 15 个工作日发起；当天 24:00 停用账号。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    witness = forms.ModelChoiceField(
        Post.objects.none(),
        label=gettext_lazy("监交人"),
        empty_label=gettext_lazy("请选择"),
        help_text=gettext_lazy("本站的督导或站长，最后签字。"),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("交接原因"), choices=[(each, each) for each in choices.HANDOVER_REASONS]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Post.objects.current().filter(station__in=departures.stations_of(user))
        near = here.select_related("user", "station").order_by("station", "user__full_name", "pk")
        others = near.exclude(user=user).filter(role=Role.WORKER)
        self._offer("leaver", others)
        self._offer("witness", near.filter(role__in=[Role.SUPERVISOR, Role.HEAD]))

    def _offer(self, name: str, posts: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = posts
        field.label_from_instance = lambda post: f"{post.user}（{post.station}）"


@dataclass
class Line:
    """A dossier of somebody who leaves."""

    case: Any
    transfer: Transfer | None
    picked: int | None = None  # who was chosen on the page that is previewed

    @property
    def who(self) -> str:
        return str(self.case.shown_as)

    @property
    def choice(self) -> int | None:
        """Who stands in the control: chosen just now, else named before."""
        return self.picked or self.case.receiver_id

    @property
    def taker(self) -> User | None:
        """Who is to have it, or has it."""
        return self.case.receiver or (self.transfer.taken_by if self.transfer else None)

    @cached_property
    def done(self) -> bool:
        return self.transfer is not None and self.transfer.status == S.DONE

    @cached_property
    def due(self) -> Any:
        clock = open_deadline(self.case)
        return clock.due_on if clock else None

    @cached_property
    def papers(self) -> list[Any]:
        return [] if self.done else [*unfinished(self.case)]

    @cached_property
    def choosable(self) -> bool:
        """Whether somebody, or somebody else, may be named now."""
        return self.transfer is not None and self.transfer.status in {S.INITIATED, *departures.ANEW}

    @cached_property
    def waits(self) -> str:
        """What it waits for, in words."""
        if self.transfer is None:
            change = open_change(self.case)
            return _("正在更换主责社工") if change else _("还没有发起交接")
        return str(_waits(self.case, self.transfer))

    @cached_property
    def papers_made(self) -> list[Document]:
        """The handover sheets, as papers to print."""
        if not self.done:
            return []
        made = Document.objects.filter(dossier=self.case.pk, form="C15", state=Document.State.READY)
        return list(made.defer("content").order_by("-pk")[:1])


def _waits(case: Dossier, transfer: Transfer) -> str:
    if transfer.status == S.DONE:
        return _("已交给 %s") % transfer.taken_by
    if transfer.status == S.SIGNING:
        return _signature(case)
    named, listed = case.receiver_id is not None, transfer.listed_at is not None
    words = {
        S.CALLED_OFF: _("交接取消，仍由原社工办"),
        S.INITIATED: _("等站长指定接手人"),
        S.LISTING: _("等接手人核对") if listed else _("等移交人核对、写重点提示"),
        S.JOINT: _("等当面共同会面") if is_high(case) else _("等告知服务对象"),
        S.ESCALATED: _("逾期，等站长代管完成") if named else _("逾期，先指定接手人"),
    }
    return words[S(transfer.status)]


def _signature(case: Dossier) -> str:
    if pending(case, SIGNED) is None:
        return _("等移交人签字")
    return _("等监交人签字") if endorsed(case, SIGNED) else _("等接手人签字")


def lines_of(departure: Departure) -> list[Line]:
    """Return what is theirs, then what has gone into other hands already."""
    transfers = departure.transfers.select_related("taken_by", "departure").order_by("pk")
    found = {each.dossier_id: each for each in transfers}
    mine = Q(owner=departure.user, station=departure.station, ended_on=None)
    theirs = Dossier.objects.filter(mine | Q(pk__in=found)).order_by("pk")
    lines = [Line(each, found.get(each.pk)) for each in works_of(theirs, "receiver")]
    return sorted(lines, key=lambda line: line.done)


@dataclass(frozen=True)
class Choice:
    """Who is to take a dossier over, as a page has sent it."""

    case: Any
    receiver: User
    seen: int | None


def chosen(lines: list[Line], offered: dict[int, User], post: Any) -> list[Choice]:
    """Read a page: what each line says, or for lines that say nothing what is said for the rest."""
    rest = offered.get(number_in(post.get("rest", "")) or 0)
    found = []
    for line in (each for each in lines if each.choosable):
        pk = line.case.pk
        named = offered.get(number_in(post.get(f"{NAMED}{pk}", "")) or 0)
        receiver = named or (rest if line.case.receiver_id is None else None)
        seen = number_in(post.get(f"{SEEN}{pk}", ""))
        if receiver and receiver.pk != seen:
            found.append(Choice(line.case, receiver, seen))
    return found
