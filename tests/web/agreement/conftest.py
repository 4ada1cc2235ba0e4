"""Those who press the buttons, and what ``describe`` says of them."""

import gc
import json
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from tests.web.agreement.saying import Row

PEOPLE = [
    *("lin_yue", "chen_siyuan", "zheng_min", "zhou_lan"),
    *("liu_chang", "xu_qin", "gao_yuan", "zhang_qian"),
]


@pytest.fixture(autouse=True)
def _no_collecting() -> Iterator[None]:
    """Nothing outlives its test here: to look for what might costs an eighth of the time."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> list[User]:
    return [request.getfixturevalue(name) for name in PEOPLE]


@pytest.fixture(scope="module")
def said() -> dict[str, list[Row]]:
    """What ``describe`` says: the rows of each machine."""
    out = StringIO()
    call_command("describe", stdout=out)
    return {each["key"]: each["transitions"] for each in json.loads(out.getvalue())["machines"]}
