"""脱敏: what is shown of names and numbers (handbook 11.4). No number tells itself by its parts."""

import pytest

from casework import masking
from casework.models import Case, Person
from tests.filled import D01


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ("张三", "张*"),
        ("张桂兰", "张**"),
        ("欧阳某某", "欧阳**"),
        ("欧阳", "欧*"),
        ("𠮷田玥", "𠮷**"),
        ("䶮", "䶮"),
        ("Anna Wang", "A**"),
        ("佚名", "佚名"),
        ("", ""),
    ],
)
def test_of_a_name_the_family_name_stays(full: str, shown: str) -> None:
    assert masking.name(full) == shown


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("370105194708150001", "3701**********0001"),
        ("370105470815001", "3701*******5001"),
        ("E12345678", "*****5678"),
        ("12345678", "******78"),
        ("", ""),
    ],
)
def test_of_a_certificate_a_few_digits_stay(whole: str, shown: str) -> None:
    assert masking.number(whole) == shown


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("13800005678", "138****5678"),
        ("053188001234", "****1234"),  # a landline: of its area code nothing
        ("01088001234", "****1234"),
        ("8800123", "****0123"),
        ("", ""),
    ],
)
def test_of_a_phone_the_last_four_digits_stay(whole: str, shown: str) -> None:
    assert masking.phone(whole) == shown


@pytest.mark.parametrize(
    ("born", "says"),
    [("2012-03-11", "未满 14 岁"), ("2012-03-10", "14～17 岁"), ("2008-03-10", "18 岁"), ("", "")],
)
def test_of_a_minor_only_the_band_is_told(born: str, says: str, time_machine: object) -> None:
    time_machine.move_to("2026-03-10 12:00+08:00", tick=False)  # type: ignore[attr-defined]
    assert masking.age(Person(birth_date=born or None)) == says


def test_a_paper_is_headed_by_the_name_with_its_numbers_masked(lead: Case) -> None:
    person = lead.person
    person.take(person.read(D01 | {"id_no": "E12345678", "id_type": "护照"}, lead).content)
    said = masking.head_of(lead)
    assert said["name"] == "秦玉兰"
    assert said["phone"] == "100****0001"
    assert said["id_no"] == "*****5678"
    assert "301" not in said["address"]
    assert said["address"].endswith("国棉四厂宿舍 **")
    assert said["category"] == "独居老人"
