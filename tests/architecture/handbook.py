"""The handbook's data files, as they lie beside these tests, and how their words are compared."""

import json
import re
from pathlib import Path
from typing import Any

FULL, HALF = "（），：；", "(),:;"


def machine_of(key: str) -> dict[str, Any]:
    machines = _read("statemachines.json")["machines"]
    return next(machine for machine in machines if machine["key"] == key)


def form_of(code: str) -> dict[str, Any]:
    return next(form for form in _read("forms.json")["forms"] if form["code"] == code)


def plain(text: str) -> str:
    """Return a text without what only typing makes different: width of marks, and spaces."""
    return text.translate(str.maketrans(FULL, HALF)).replace(" ", "")


def outline(kind: str) -> str:
    """Return a type without the options of its parts: list{level(个人,家庭),content}."""
    return re.sub(r"\([^)]*\)(?=[^{]*\})", "", plain(kind))


def _read(name: str) -> Any:
    return json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
