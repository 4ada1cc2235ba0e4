"""Papers to print: the forms of S1 and S7 as their snapshots say them. The people are invented."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from casework.catalogue import FORMS, title_of
from casework.questions import Question
from documents.numbers import number_of
from documents.paper import Client, Field, Paper, Signature, Work
from documents.papers import CLIENTS
from tests.filled import FILLED
from tests.filled_projects import DRAWN, NUMBER, PROJECTS, TITLE

CASE = "TQDJ-C-2026-0001"
LIN, ZHENG, QIN = "林悦", "郑敏", "秦玉兰"
TYPED = FILLED | PROJECTS
CODES = list(TYPED)
ADDED_UP = {"P01", "P10"}  # amounts, which follow from other answers alone

QIN_YULAN = Client(
    name=QIN,
    sex="女",
    birth="1947年8月",
    id_no="3701**********0001",
    phone="138****0001",
    address="济南市天桥区天桥东社区国棉四厂宿舍**",
    category="独居老人",
    risk="中",
)
PROJECT = Work(title=TITLE, owner="周岚", community="天桥东社区")
CLIENT = Signature(role="服务对象", opinion="社工已向我说明内容，我同意，可随时退出。")
WORKER = Signature(role="社工", name=LIN, on=dt.date(2026, 3, 20), opinion="按计划开展服务。")
SUPERVISOR = Signature(
    role="督导",
    name=ZHENG,
    on=dt.date(2026, 3, 24),
    opinion="同意。首次入户先看浴室。",
    stamp="准予实施",
)


def paper(code: str = "C04", **given: Any) -> Paper:
    """Return a form of S1 as a paper; ``given`` says what is different about it."""
    number, head, signed = _about(code)
    content = _content(code)
    said: dict[str, Any] = {
        "station": "天桥东街街道社会工作服务站",
        "code": code,
        "title": title_of(code),
        "number": number_of(number, code, 1, 1),
        "round": 1,
        "dossier": number,
        "filled_on": dt.date(2026, 3, 20),
        **head,
        "fields": tuple(
            _answered(each, content) for each in FORMS[code].questions() if _printed(each)
        ),
        "signatures": signed,
        "sealed_at": dt.datetime(2026, 3, 24, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai")),
        "check_code": "8c2e f1a0 97d4 3b6e",
        "verify_url": "http://127.0.0.1:8000/v/8c2ef1a097d43b6e",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }
    return Paper(**(said | given))


def _about(code: str) -> tuple[str, dict[str, Any], tuple[Signature, ...]]:
    """Return what a form of this code is about: number, head, and who signs it."""
    if code in PROJECTS:
        return NUMBER, {"work": PROJECT}, (WORKER, SUPERVISOR)
    return CASE, {"client": QIN_YULAN}, (CLIENT, WORKER, SUPERVISOR)


def _printed(question: Question) -> bool:
    """Whether a question is printed among the answers; signatures stand at the foot."""
    return question.kind not in {"sig", "approval"} and question.key not in CLIENTS


def _content(code: str) -> dict[str, Any]:
    """Return the answers, with what the system adds to them."""
    form, raw = FORMS[code], TYPED[code]
    content = {each.key: each.answer(raw.get(each.key), each.key)[0] for each in form.asked()}
    if code in ADDED_UP:
        form.work_out(content, SimpleNamespace(number=NUMBER))
    for key, drawn in DRAWN.get(code, {}).items():
        content[key] = (content.get(key) or {}) | drawn if isinstance(drawn, dict) else drawn
    return content


def _answered(question: Question, content: dict[str, Any]) -> Field:
    value = content.get(question.key)
    return Field(
        key=question.key,
        label=str(question.label),
        kind=question.kind,
        level=question.level,
        shown=question.shown(value),
        value=value,
        options=tuple(str(text) for _value, text in getattr(question, "options", [])),
    )


def field(label: str, shown: Any, kind: str = "text", options: tuple[str, ...] = ()) -> Field:
    """Return an answer to a question which no form asks."""
    return Field(key=label, label=label, kind=kind, level=1, shown=shown, options=options)


def rows(heads: str, *lines: str) -> dict[str, Any]:
    """Return rows written as lines, cells apart by bars."""
    return {"labels": heads.split("|"), "rows": [line.split("|") for line in lines]}


def asking(*fields: Field, **given: Any) -> Paper:
    """Return a paper with these answers alone."""
    return paper(fields=fields, **given)
