"""文书通用状态机. The handbook's table 4.6, row for row: every version of every form lives by it.

Most of its rows are done with the case's own: whoever submits a plan submits the 计划书. Two are
done to a paper by itself: a correction, which is asked for and approved, and setting it aside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from accounts.models import User
from casework.approvals import pending
from casework.lifecycles.base import Finding, Guard, Move, Stage, guard, move
from casework.lifecycles.leaving import running
from casework.lifecycles.overlay import Overlay
from casework.lifecycles.rows import both, on_request
from casework.models import Case, Correction
from casework.models.approvals import CORRECTS
from casework.permissions import Who, standing
from casework.versions import (
    Version,
    has_newer,
    is_newest,
    is_of_now,
    may_be_corrected,
    may_be_errant,
    state_of,
    version_of,
)

S = Correction.State
AUTHOR, SUPERVISOR, HEAD = Who.AUTHOR, Who.SUPERVISOR, Who.HEAD
OF_ONE = {CORRECTS, "void"}  # begun on one version, which has to be named
ARCHIVES = ["ask_finish_followup"]

with_the_work = Stage(lambda case: False, _("这一步随卷宗的各步一起办，不单独办。"))
alone = both(
    running, lambda case: pending(case, CORRECTS) is None, _("有一份更正在等审批，先等它批完。")
)


@dataclass(frozen=True)
class OfVersion(Guard):
    """A condition that is weighed on the version at hand, not on the dossier."""


def of_version(code: str, says: Any) -> Callable[[Callable[..., bool]], OfVersion]:
    return lambda check: OfVersion(code, says, check)


@guard("goes_on", _("办结归档的卷宗只读；正在报批归档的，卷里的文书也不再动。"))
def goes_on(case: Case, user: User) -> bool:
    return case.ended_on is None and pending(case, *ARCHIVES) is None


@of_version(
    "is_corrected",
    _("不另立更正版：同意书重签，档案随时更新；没收到回执的转介、没解除的危机，在下一稿里改。"),
)
def is_corrected(case: Case, version: Version) -> bool:
    return may_be_corrected(version)


@of_version("of_now", _("这是前一个服务期的文书，已装在那一卷里，不再改。"))
def of_now(case: Case, version: Version) -> bool:
    return is_of_now(case, version)


@of_version("in_force", _("它后面还有新的一版，请更正新的那一版。"))
def is_in_force(case: Case, version: Version) -> bool:
    return not has_newer(case, version)


@of_version("is_last", _("它后面又提交过，这一稿不用作废。"))
def is_last(case: Case, version: Version) -> bool:
    return is_newest(case, version)


@of_version(
    "newer_or_errant",
    _("另有新版的，或错立的服务、督导、会诊记录，才能作废；写错了的，请另立更正版。"),
)
def newer_or_errant(case: Case, version: Version) -> bool:
    return has_newer(case, version) or may_be_errant(version)


# fmt: off
class DocumentLifecycle(Overlay):
    key, name = "document", _("文书通用状态机 Document")
    model = Correction
    states = S
    state = fsm.State(S)
    final = frozenset({S.SUPERSEDED, S.VOIDED})
    steps = {"文书": [*S]}

    submit = move(S.DRAFT, S.SUBMITTED, _("提交"), by=[AUTHOR], when=with_the_work)
    withdraw = move(S.SUBMITTED, S.DRAFT, _("撤回"), by=[AUTHOR], when=with_the_work)
    return_form = move(
        S.SUBMITTED, S.RETURNED, _("退回修改"), by=[SUPERVISOR, HEAD], when=with_the_work,
        tells=[AUTHOR],
    )
    resubmit = move(S.RETURNED, S.SUBMITTED, _("重新提交"), by=[AUTHOR], when=with_the_work)
    approve = move(
        S.SUBMITTED, S.APPROVED, _("批准"), by=[SUPERVISOR, HEAD], when=with_the_work,
        tells=[AUTHOR],
    )
    sign = move(S.APPROVED, S.SIGNED, _("签名/盖章"), by=[Who.SYSTEM], when=with_the_work)
    lock = move(S.SIGNED, S.LOCKED, _("锁定归卷"), by=[Who.SYSTEM], when=with_the_work)
    revise = on_request("revise", move(
        S.LOCKED, S.SUPERSEDED, _("更正另立新版"), by=[SUPERVISOR, HEAD],
        guards=[goes_on, of_now, is_corrected, is_in_force], tells=[AUTHOR],
    ), asked=[AUTHOR])
    void = [
        move(
            S.DRAFT, S.VOIDED, _("作废"), by=[AUTHOR], when=alone, guards=[is_last],
        ),
        move(
            S.RETURNED, S.VOIDED, _("作废"), by=[AUTHOR], when=alone, guards=[is_last],
            tells=[SUPERVISOR],
        ),
        move(
            S.APPROVED, S.VOIDED, _("作废"), by=[HEAD], when=alone,
            guards=[goes_on, of_now, newer_or_errant], tells=[Who.OWNER],
        ),
        move(
            S.LOCKED, S.VOIDED, _("作废（原件保留）"), by=[HEAD], when=alone,
            guards=[goes_on, of_now, newer_or_errant], tells=[Who.OWNER],
        ),
    ]
# fmt: on

    def __init__(self, dossier: Any, of: Version | None = None) -> None:
        """``of`` is the version that something is to be done to, as it now is."""
        super().__init__(dossier)
        self.of = version_of(dossier, of.submission.pk, of.form) if of else None
        self.begun: Correction | None = None
        self.waits: Correction | None = None

    @property
    def record(self) -> Any:
        """The correction that is being begun, or was just decided on; else the one that waits."""
        if self.begun is None and self.waits is None:
            known = ("overlay", self.key) in self.dossier.known
            asked = known or pending(self.dossier, CORRECTS) is not None
            self.waits = super().record if asked else None
        return self.begun or self.waits

    def begin(self, record: Any) -> None:
        record.dossier, record.status = self.dossier, self.at
        record.save()
        self.begun = record

    @property
    def at(self) -> str:
        """Where the version at hand is; without one, that which a correction waits for."""
        if self.of is not None and self.begun is None:
            return state_of(self.dossier, self.of)
        return self.record.status if self.record else self.idle

    def keep(self, day: Any) -> None:
        """Save the state. It is over when nothing of it waits for a decision."""
        record, waits = self.record, pending(self.dossier, CORRECTS) is not None
        record.ended_on = None if waits else day
        record.save(update_fields=["status", "ended_on"])
        others = [key for key in self.dossier.beside if key != self.key]
        self._note([*others, self.key] if waits else others)
        self.dossier.known["overlay", self.key] = record

    def offers(self, row: Move) -> bool:
        return super().offers(row) and (row.verb not in OF_ONE or self.of is not None)

    def judge(self, verb: str, user: User, who: set[Who] | None = None) -> Any:
        """Whose it is, the version says: its author, or the owner where they have left."""
        known = standing(user, self.dossier) if who is None else who
        if self.of is not None:
            own = {AUTHOR} if self._writes(user, known) else set()
            known = (known - {AUTHOR}) | own
        return super().judge(verb, user, known)

    def _writes(self, user: User, who: set[Who]) -> bool:
        assert self.of is not None  # noqa: S101  (asked of a version, for the type checker)
        author = self.of.submission.author
        if user.pk == author.pk:
            return bool(who - {AUTHOR})
        return Who.OWNER in who and not standing(author, self.dossier)

    def _found(self, each: Guard, user: User) -> Finding:
        if not isinstance(each, OfVersion):
            return super()._found(each, user)
        met = self.of is not None and bool(each.check(self.dossier, self.of))  # type: ignore[arg-type]
        return Finding(each.code, str(each.says), met, each.where)

    def _acts(self, rows: Any) -> bool:
        """Only what can be done now: the rest is done with the case's own rows."""
        return super()._acts(rows) and any(self.offers(row) for row in rows)


# What is done with the case's own rows is not done by itself: these names are the table's alone.
DocumentLifecycle.verbs = {
    verb: rows
    for verb, rows in DocumentLifecycle.verbs.items()
    if all(row.when is not with_the_work for row in rows)
}
