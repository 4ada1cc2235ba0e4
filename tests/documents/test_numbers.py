"""Documents have numbers that say where they belong, and codes that only we can give."""

import pytest
from django.test import override_settings

from documents.numbers import check_code, grouped, number_of, plain

NUMBER, SHA256 = "TQDJ-C-2026-0001-C04-01-2", "9f" * 32


def test_a_number_names_dossier_form_instance_and_round() -> None:
    assert number_of("TQDJ-C-2026-0001", "C04", 1, 2) == NUMBER


def test_a_check_code_is_sixteen_figures_that_stay_the_same() -> None:
    code = check_code(NUMBER, SHA256)

    assert len(code) == 16
    assert set(code) <= set("0123456789abcdef")
    assert check_code(NUMBER, SHA256) == code


@pytest.mark.parametrize(
    ("number", "sha256"), [("TQDJ-C-2026-0001-C04-01-3", SHA256), (NUMBER, "9e" * 32)]
)
def test_another_number_or_content_has_another_code(number: str, sha256: str) -> None:
    assert check_code(number, sha256) != check_code(NUMBER, SHA256)


def test_another_master_key_gives_another_code() -> None:
    ours = check_code(NUMBER, SHA256)

    with override_settings(MASTER_KEY=bytes(32)):
        assert check_code(NUMBER, SHA256) != ours


def test_a_code_is_read_in_fours_and_typed_in_any_way() -> None:
    assert grouped("8c2ef1a097d43b6e") == "8c2e f1a0 97d4 3b6e"
    assert plain(" 8C2E f1a0 97d43b6e\n") == "8c2ef1a097d43b6e"
