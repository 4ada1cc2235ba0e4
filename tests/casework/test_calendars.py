"""工作日历: a year is imported from a file that was weighed, and estimates are counted again."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.models import Community, User
from audit.services import facts_of
from casework import calendars
from casework.calendar_files import read_year
from casework.calendar_years import import_year, settle
from casework.deadlines import put_off
from casework.errors import RuleError
from casework.models import Case, Deadline, WorkCalendarDay
from casework.workdays import is_working_day, working_days
from tests.actors import registered
from tests.driver import at

pytestmark = pytest.mark.django_db
OFF = ["01-01", "02-05", "02-08", "02-09", "02-10", "02-11", "02-12", "04-05", "05-03", "06-09"]
ON = ["02-06", "02-14"]


def lines(off: list[str], on: list[str], year: int) -> list[str]:
    return [f"{year}-{day},否,放假" for day in off] + [f"{year}-{day},是,补班" for day in on]


def csv_of(*more: str, off: list[str] = OFF, on: list[str] = ON, year: int = 2027) -> bytes:
    return "\n".join(["日期,是否上班,名称", *lines(off, on, year), *more]).encode()


def faults(content: bytes) -> str:
    with pytest.raises(RuleError) as refused:
        read_year(content)
    return str(refused.value)


# ── the file ──────────────────────────────────────────────────────────────────────────────


def test_a_year_is_read_from_csv_and_json_alike() -> None:
    rows = [line.split(",") for line in lines(OFF, ON, 2027)]
    said = [{"day": day, "works": word == "是", "name": name} for day, word, name in rows]

    year = read_year(csv_of())

    assert (year.year, year.holidays, year.worked) == (2027, 10, 2)
    assert read_year(json.dumps(said).encode()) == year
    assert read_year(year.as_text().encode()) == year


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-8"])
def test_it_is_read_as_spreadsheets_write_it(encoding: str) -> None:
    text = csv_of().decode().replace("2027-01-01", "2027/01/01").replace("\n", "\r\n")

    assert read_year(text.encode(encoding)).year == 2027


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "没有日期"),
        (b"\xff\xfe\x00\x81\x30", "读不出文字"),
        (b"[{", "JSON 写得不完整"),
        (b'{"day": 1}', "须是一个列表"),
        (csv_of("2027-13-01,否,"), "第 14 行：日期要写成"),
        (csv_of("2027-10-01,也许,"), "第 14 行：第二格写"),
        (csv_of("2027-10-02,否,"), "本来就休息"),
        (csv_of("2027-10-08,是,"), "本来就上班"),
        (csv_of("2028-10-02,否,"), "一个文件只写一年"),
        (csv_of("2027-01-01,否,"), "2027-01-01 写了不止一次"),
        (csv_of(off=OFF[:5]), "工作日放假的有 5 天"),
        (b"x" * 100_001, "文件太大"),
    ],
)
def test_a_bad_file_is_refused_with_what_is_to_be_mended(content: bytes, says: str) -> None:
    assert says in faults(content)


def test_too_many_worked_weekends_are_doubted() -> None:
    saturdays = [date(2027, 3, 6) + timedelta(weeks=n) for n in range(15)]

    assert "周末上班的有 15 天" in faults(csv_of(on=[f"{day:%m-%d}" for day in saturdays]))


def test_of_many_faults_the_first_are_named() -> None:
    said = faults("\n".join(["2027-99-99,否,"] * 30).encode())

    assert said.count("日期要写成") == 8
    assert "还有 22 处" in said


# ── taking it over ────────────────────────────────────────────────────────────────────────


def test_an_imported_year_is_known_and_counts(zhou_lan: User) -> None:
    assert working_days(1).after(date(2026, 12, 31)) == (date(2027, 1, 1), True)

    import_year(read_year(csv_of()), by=zhou_lan)

    assert working_days(1).after(date(2026, 12, 31)) == (date(2027, 1, 4), False)
    assert is_working_day(date(2027, 2, 6)) == (True, True)
    assert is_working_day(date(2028, 1, 3)) == (True, False)
    ((verb, facts),) = facts_of("calendar:2027")
    assert (verb, facts["days"]) == ("calendar.import", 12)


def test_importing_a_year_again_replaces_it(zhou_lan: User, liu_chang: User) -> None:
    import_year(read_year(csv_of()), by=zhou_lan)
    import_year(read_year(csv_of(off=[*OFF[1:], "10-01"])), by=liu_chang)

    assert is_working_day(date(2027, 1, 1)) == (True, True)
    assert WorkCalendarDay.objects.count() == 12


def test_what_is_imported_goes_before_what_came_with_the_program(zhou_lan: User) -> None:
    off = [day for day in OFF if date.fromisoformat(f"2026-{day}").weekday() < 5]
    more = ["03-02", "03-03", "03-04"]
    import_year(read_year(csv_of(off=[*off, *more], on=[], year=2026)), by=zhou_lan)

    assert is_working_day(date(2026, 3, 2)) == (False, True)
    assert is_working_day(date(2026, 10, 1)) == (True, True)


def test_workers_import_nothing(lin_yue: User, zheng_min: User) -> None:
    for user in (lin_yue, zheng_min):
        with pytest.raises(PermissionDenied):
            import_year(read_year(csv_of()), by=user)


@pytest.fixture
def estimated(community: Community, xu_qin: User, zhou_lan: User) -> Case:
    """Registered on New Year's Eve, due on what may be a holiday."""
    with at("2026-12-31 10:00"):
        return registered(community, by=xu_qin)


def due(case: Case) -> tuple[date, bool]:
    clock = case.deadlines.get(met_on=None)
    return clock.due_on, clock.estimated


def test_what_was_estimated_is_counted_again_and_written_down(
    estimated: Case, zhou_lan: User
) -> None:
    assert due(estimated) == (date(2027, 1, 1), True)
    with at("2026-12-31 15:00"):
        assert import_year(read_year(csv_of()), by=zhou_lan) == 1

    assert due(estimated) == (date(2027, 1, 4), False)
    verb, facts = list(facts_of(estimated.chain))[-1]
    assert verb == "case.recount_deadlines"
    assert facts["moved"][0][1:] == ["2027-01-01", "2027-01-04"]
    assert settle() == 0


def test_nothing_becomes_late_by_an_import(estimated: Case, zhou_lan: User) -> None:
    Deadline.objects.filter(dossier=estimated.pk).update(due_on="2027-01-08", days=1)
    with at("2027-01-06 10:00"):
        import_year(read_year(csv_of()), by=zhou_lan)

    assert due(estimated) == (date(2027, 1, 6), False)


def test_what_was_granted_keeps_its_day(estimated: Case, zhou_lan: User) -> None:
    put_off(estimated.deadlines.get(met_on=None), date(2027, 1, 7), estimated=True)
    with at("2026-12-31 15:00"):
        import_year(read_year(csv_of()), by=zhou_lan)

    assert due(estimated) == (date(2027, 1, 7), False)


def test_one_is_warned_of_the_coming_year_in_time(zhou_lan: User) -> None:
    with at("2026-06-01 10:00"):
        assert calendars.estimated_years() == []
    with at("2026-11-23 10:00"):
        assert calendars.estimated_years() == [2027]
        import_year(read_year(csv_of()), by=zhou_lan)
        assert calendars.estimated_years() == []


# ── at the console ────────────────────────────────────────────────────────────────────────


def test_the_command_imports_a_file(tmp_path: Path) -> None:
    (tmp_path / "2027.csv").write_bytes(csv_of())
    out = StringIO()
    call_command("import_calendar", str(tmp_path / "2027.csv"), "--check", stdout=out)
    assert not WorkCalendarDay.objects.exists()

    call_command("import_calendar", str(tmp_path / "2027.csv"), stdout=out)

    assert WorkCalendarDay.objects.count() == 12
    assert "工作日放假 10 天，周末上班 2 天" in out.getvalue()


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("2027-01-02,否,", encoding="utf-8")

    with pytest.raises(CommandError, match="本来就休息"):
        call_command("import_calendar", str(tmp_path / "bad.csv"))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_calendar", str(tmp_path / "none.csv"))
