"""One value, one text; and what has more than one is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings
from django.utils.translation import gettext_lazy

from accounts.models import Role
from audit.services import canonical, salted


def test_equal_values_have_one_text() -> None:
    text = '{"a":[1,true,null],"名":"𠮷𠮷 \\"甲\\"\\n"}'

    assert canonical({"名": '𠮷𠮷 "甲"\n', "a": [1, True, None]}) == text
    assert canonical({"a": (1, True, None), "名": '𠮷𠮷 "甲"\n'}) == text
    assert canonical(Role.WORKER) == '"worker"'


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        float("nan"),
        float("inf"),
        Decimal("1.0"),
        date(2026, 3, 2),
        b"x",
        {1},
        {1: "x"},
        {None: "x"},
        gettext_lazy("社工"),
        object(),
    ],
)
def test_what_has_no_one_text_is_refused_and_its_place_named(value: object) -> None:
    with pytest.raises(TypeError, match=r"^value\.goals\.1\.weight: \w+ has no one text"):
        canonical({"goals": [{}, {"weight": value}]})


def test_half_a_character_is_refused_without_repeating_the_text() -> None:
    with pytest.raises(ValueError, match="surrogate") as refusal:
        canonical({"bio": "秦玉兰\ud842"})

    assert "秦" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_a_salted_value_is_known_again_and_not_guessed() -> None:
    assert salted("138") == salted("138") != salted("139")
    assert salted("high", within="dossier:1") != salted("high", within="dossier:2")

    with override_settings(MASTER_KEY=b"k" * 32):
        other = salted("138")
    assert other != salted("138")
