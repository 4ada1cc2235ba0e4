"""工作交接. The handbook's table 4.10: one dossier of somebody who leaves, signed by three.

“移交人+接收人+监交人” is a submission and two signatures in order; who leaves hands in, whoever
receives signs, and the witness, signing last, lets it pass into other hands.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow import fsm

from accounts.models import User
from casework import choices
from casework.approvals import endorsed, pending
from casework.drafts import checked
from casework.lifecycles.base import NEW, SAME, Stage, guard, move
from casework.lifecycles.change_worker import open_change
from casework.lifecycles.guards import fresh_eyes, others_work, ready
from casework.lifecycles.leaving import of_a_person, of_several
from casework.lifecycles.overlay import Overlay
from casework.lifecycles.rows import approve, give_back, take_back
from casework.models import Case, Departure, Transfer
from casework.models.dossier import once
from casework.permissions import Who
from casework.unfinished import unfinished
from casework.workdays import working_days

S = Transfer.Status
SUPERVISOR, HEAD, DISTRICT, SYSTEM = Who.SUPERVISOR, Who.HEAD, Who.DISTRICT, Who.SYSTEM
LEAVER, RECEIVER, WITNESS, AUTHOR = Who.LEAVER, Who.RECEIVER, Who.WITNESS, Who.AUTHOR
OWNER = Who.OWNER
SIGNED = "sign_over"
GOING_ON = [S.INITIATED, S.LISTING, S.JOINT, S.SIGNING]
SPARE = timedelta(days=3)  # 离岗日−3
FACE_TO_FACE = {choices.VISIT, "面谈"}


@once
def departure_of(dossier: Any) -> Departure | None:
    """Return the departure of whoever works on it, if they are leaving."""
    found = Departure.objects.filter(user=dossier.owner_id, station=dossier.station_id)
    return found.filter(ended_on=None).first() if dossier.owner_id else None


def _transfer(dossier: Any) -> Any:
    return HandoverLifecycle(dossier).record


def _is_late(dossier: Any) -> bool:
    transfer = _transfer(dossier)
    raised_on: date = transfer.departure.last_day - SPARE
    return timezone.localdate() >= raised_on


leaving = Stage(
    lambda d: d.ended_on is None and departure_of(d) is not None and open_change(d) is None,
    _("主责社工要离岗的才交接：先在“交接”页写明谁离岗、哪一天。"),
)
entrusted = Stage(lambda d: d.receiver_id is not None, _("须先指定接手人。"))
unentrusted = Stage(lambda d: d.receiver_id is None, _("接手人已经指定。"))
unlisted = Stage(lambda d: _transfer(d).listed_at is None, _("移交人已经核对过。"))
listed = Stage(lambda d: _transfer(d).listed_at is not None, _("须移交人先核对，接手人再核对。"))
unsigned = Stage(lambda d: pending(d, SIGNED) is None, _("移交人已经签了。"))
handed_in = Stage(lambda d: pending(d, SIGNED) is not None, _("须先由移交人签字。"))
first = Stage(
    lambda d: pending(d, SIGNED) is not None and not endorsed(d, SIGNED),
    _("移交人签了，接手人再签，只签一次。"),
)
last = Stage(lambda d: endorsed(d, SIGNED), _("须先由移交人、接手人签字，监交人最后签。"))
open_papers = Stage(
    lambda d: _transfer(d).waived_at is None and any(unfinished(d)),
    _("没有未完成的文书，或已经豁免。"),
)
late = Stage(_is_late, _("离岗前 3 日还没交清的才升级。"))
stays = Stage(
    lambda d: _transfer(d).departure.ended_on is not None,
    _("人不走了，才取消交接：由站长在“离岗交接”页取消离岗，名下的一起取消。"),
)


@guard("notes_written", _("须写重点提示：风险、禁忌、关系。"), where="C15#key_notes")
def notes_written(case: Case, user: User) -> bool:
    draft = checked(case, "C15")
    return bool(draft.content.get("key_notes")) or "key_notes" not in draft.errors


@guard("met_in_person", _("高风险的，移交人和接手人须当面一起见。"), where="C05#place_mode")
def met_in_person(case: Case, user: User) -> bool:
    from casework.deadlines import is_high  # noqa: PLC0415  (deadlines read lifecycles)

    return not is_high(case) or mode_of(case) in FACE_TO_FACE


@guard("papers_done", _("还有未完成的文书：办完再签，或由站长写明理由豁免。"))
def papers_done(case: Case, user: User) -> bool:
    return _transfer(case).waived_at is not None or not any(unfinished(case))


@guard("receiver_named", _("须先指定接手人。"))
def receiver_named(case: Case, user: User) -> bool:
    return case.receiver_id is not None


def mode_of(case: Any) -> str:
    """How the client is met, as the record in writing says."""
    return str((checked(case, "C05").content.get("place_mode") or {}).get("mode") or "")


def last_day(case: Any) -> list[date]:
    """By the last day it is in other hands."""
    transfer = _transfer(case)
    over = transfer is None or transfer.status in HandoverLifecycle.final
    return [] if over else [transfer.departure.last_day]


# fmt: off
class HandoverLifecycle(Overlay):
    key, name = "handover", _("工作交接 Handover")
    model = Transfer
    states = S
    state = fsm.State(S)
    final = frozenset({S.DONE, S.CALLED_OFF})
    steps = {"交接": [*S]}

    initiate = move(NEW, S.INITIATED, _("发起交接"), by=[HEAD], when=leaving, tells=[LEAVER])
    entrust = move(
        S.INITIATED, S.INITIATED, _("指定接手人"), by=[HEAD], when=unentrusted,
    )
    entrust_anew = move(
        [S.LISTING, S.ESCALATED], SAME, _("改派接手人"), by=[HEAD], tells=[LEAVER, RECEIVER],
    )
    generate = move(
        S.INITIATED, S.LISTING, _("生成在案清单"), by=[SYSTEM], when=entrusted,
        within=working_days(15, since=_("离岗前")), tells=[HEAD, RECEIVER, SUPERVISOR, LEAVER],
    )
    check_list = move(
        S.LISTING, SAME, _("移交人核对"), by=[LEAVER], opens=["C15"], guards=[notes_written],
        when=unlisted, tells=[RECEIVER],
    )
    check = move(
        S.LISTING, S.JOINT, _("逐案核对"), by=[RECEIVER], when=listed, tells=[SUPERVISOR, LEAVER],
    )
    introduce = [
        move(
            S.JOINT, S.SIGNING, _("服务对象告知与共同会面"), by=[LEAVER, RECEIVER],
            submits=["C05"], guards=[*ready("C05"), met_in_person], when=of_a_person,
            tells=[LEAVER, RECEIVER],
        ),
        move(
            S.JOINT, S.SIGNING, _("服务对象告知与共同会面"), by=[LEAVER, RECEIVER],
            when=of_several, known_as="introduce_to_several", tells=[LEAVER, RECEIVER],
        ),
    ]
    waive = move(
        [S.LISTING, S.JOINT, S.SIGNING], SAME, _("豁免未完成文书"), by=[HEAD], when=open_papers,
        tells=[LEAVER, RECEIVER, WITNESS],
    )
    sign_over = move(
        S.SIGNING, SAME, _("移交人签字"), by=[LEAVER], submits=["C15"],
        guards=[*ready("C15"), papers_done], when=unsigned, tells=[RECEIVER],
    )
    countersign = move(
        S.SIGNING, SAME, _("接手人签字"), by=[RECEIVER], decides=SIGNED, decision="endorsed",
        guards=[others_work(SIGNED)], when=first, tells=[WITNESS],
    )
    return_handover = give_back(
        S.SIGNING, SAME, _("退回交接单"), by=[RECEIVER, WITNESS], decides=SIGNED, when=handed_in,
        tells=[LEAVER],
    )
    withdraw_handover = take_back(
        S.SIGNING, SAME, _("撤回签字"), withdraws=SIGNED, when=handed_in, tells=[RECEIVER],
    )
    sign = approve(
        S.SIGNING, S.DONE, _("三方签名"), by=[WITNESS], decides=SIGNED, when=last,
        guards=[fresh_eyes(SIGNED), papers_done], due=last_day,
        tells=[DISTRICT, OWNER, HEAD],
    )
    overdue = move(
        GOING_ON, S.ESCALATED, _("逾期未完"), by=[SYSTEM], when=late,
        tells=[HEAD, DISTRICT, SUPERVISOR, LEAVER],
    )
    force = move(
        S.ESCALATED, S.DONE, _("站长代管完成"), by=[HEAD], submits=["C15"], whole=False,
        guards=[receiver_named], tells=[DISTRICT, OWNER, SUPERVISOR],
    )
    call_off = move(
        [*GOING_ON, S.ESCALATED], S.CALLED_OFF, _("取消交接"), by=[HEAD], when=stays,
        tells=[SUPERVISOR],
    )
