"""Carries a group along through the services, one sentence a state: S6, 指尖上的邻里."""

import io
from copy import deepcopy
from datetime import date
from typing import Any
from unittest.mock import patch

from PIL import Image

from accounts.models import Community, User
from casework import archive
from casework.approvals import Judgement, Note, pending
from casework.demo.serving import PAGE
from casework.groups import open_group
from casework.models import Group
from casework.scans import keep, wanted
from casework.services import act, save_draft
from tests.filled_groups import FILLED_GROUPS, MEMBERS, SESSIONS

PHASES = ["形成期", "形成期", "转折期", "成熟期", "成熟期", "结束期"]
AWAY: dict[int, list[str]] = {3: ["储美娟"], 4: ["苗凤英", "柏世安"], 5: ["阚月娥"]}
TITLE = "指尖上的邻里"


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, format="PNG")
    return made.getvalue()


def opened(community: Community, *, by: User, starts_on: date | None = None) -> Group:
    return open_group(title=TITLE, community=community, by=by, starts_on=starts_on)


def fill(group: Group, *forms: str, by: User, **changes: Any) -> None:
    """Type the whole of each form into its draft; ``changes`` go to the first."""
    for number, form in enumerate(forms):
        typed = deepcopy(FILLED_GROUPS[form]) | ({} if number else changes)
        save_draft(group, form, typed, by=by)


def seen(group: Group, verb: str, opinion: str = "同意。") -> Judgement:
    waiting = pending(group, verb)
    assert waiting
    return Judgement(waiting.sha256, opinion)


def returned(group: Group, verb: str, *places: str) -> Judgement:
    """What a reviewer says who returns it with remarks, such as G02#goals."""
    waiting = pending(group, verb)
    assert waiting
    notes = [Note(place[:3], place[4:], "请补充。") for place in places]
    return Judgement(waiting.sha256, "请按批注修改。", notes)


def submitted(group: Group, *, worker: User, **changes: Any) -> Group:
    """Need and plan handed in."""
    fill(group, "G02", "G01", by=worker, **changes)
    act("submit_plan", group, by=worker)
    return group


def approved(group: Group, *, supervisor: User, head: User) -> Group:
    """A plan that costs something, signed by two."""
    act("endorse_plan", group, by=supervisor, judgement=seen(group, "submit_plan"))
    act("approve_plan", group, by=head, judgement=seen(group, "submit_plan"))
    return group


def listed(group: Group, *, worker: User, **changes: Any) -> Group:
    """Twelve taken in, five told."""
    fill(group, "G03", by=worker, **changes)
    act("confirm_members", group, by=worker)
    return group


def session_planned(group: Group, number: int, *, by: User, on: str = "") -> Group:
    day, theme, _objective = SESSIONS[number - 1]
    meta = {"no": str(number), "theme": theme, "date": on or day, "minutes": "90"}
    fill(group, "G05", by=by, meta=meta | {"place": "天桥东社区活动室"})
    act("plan_session", group, by=by)
    return group


def begun(group: Group, *, worker: User, **changes: Any) -> Group:
    """The contract signed by all."""
    fill(group, "G04", by=worker, **changes)
    act("open", group, by=worker)
    return group


def came(number: int, names: Any = MEMBERS) -> list[dict[str, str]]:
    away = AWAY.get(number, [])
    return [
        {"member": name, "status": "缺席"}
        if name in away
        else {"member": name, "status": "出席", "sign": "本人签名"}
        for name in names
    ]


def session_written(group: Group, number: int, *, by: User, **changes: Any) -> None:
    """The sheet and the record of a session, not handed in yet."""
    sheet = {"attendance": came(number)} | changes
    fill(group, "G06", by=by, **sheet)
    fill(group, "G07", by=by, phase=PHASES[number - 1])


def session_held(group: Group, number: int, *, by: User, **changes: Any) -> Group:
    session_written(group, number, by=by, **changes)
    act("complete_session", group, by=by)
    return group


def completed(group: Group, *, worker: User, **changes: Any) -> Group:
    fill(group, "G09", by=worker, **changes)
    act("complete", group, by=worker)
    return group


def reported(group: Group, *, worker: User, supervisor: User, head: User) -> Group:
    """Reported on, and approved by two: it is over, and followed up."""
    fill(group, "G10", by=worker)
    act("submit_report", group, by=worker)
    act("endorse_report", group, by=supervisor, judgement=seen(group, "submit_report"))
    act("approve_report", group, by=head, judgement=seen(group, "submit_report"))
    return group


def followed(group: Group, *, worker: User, **changes: Any) -> Group:
    fill(group, "G11", by=worker, **changes)
    act("add_followup", group, by=worker)
    return group


def scanned(group: Group, *, worker: User) -> Group:
    """The pages that members have signed by hand, kept with the contract."""
    for submission, form in wanted(group):
        keep(group, submission, form, PAGE, by=worker)
    return group


def archived(group: Group, *, worker: User, head: User) -> Group:
    """Signed pages scanned and the box closed, whether its papers are printed or not."""
    cover = {"retention": "10年", "access": "限制", "remark": {"situation": "本卷文书齐全。"}}
    with patch.object(archive, "shelves", []):
        scanned(group, worker=worker)
        save_draft(group, "C16", cover, by=worker)
        act("ask_archive", group, by=worker)
        act("archive", group, by=head, judgement=seen(group, "ask_archive"))
    return group
