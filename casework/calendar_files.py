"""读日历文件: one year's holidays and worked weekends, from CSV or JSON, weighed line by line.

A line of CSV is a day, whether it is worked (是, 否), and a name. JSON: a list of {"day": ...,
"works": ..., "name": ...}.
"""

import csv
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from casework.errors import RuleError
from casework.workdays import SATURDAY

LARGEST = 100_000  # bytes; a year has some 25 lines
HOLIDAYS, WORKED = (8, 30), (0, 14)  # weekdays off and weekend days worked, in any year since 2004
WORDS = {
    **dict.fromkeys(["是", "上班", "班", "true", "1", "yes"], True),
    **dict.fromkeys(["否", "放假", "休", "false", "0", "no"], False),
}
MOST_NAMED = 8  # faults; whoever has more begins with these


class Day(NamedTuple):
    """A line of a file."""

    day: date
    works: bool
    name: str


@dataclass(frozen=True)
class Year:
    """One whole year, as a file has it."""

    days: tuple[Day, ...]

    @property
    def year(self) -> int:
        return self.days[0].day.year

    @property
    def holidays(self) -> int:
        return sum(not each.works for each in self.days)

    @property
    def worked(self) -> int:
        return sum(each.works for each in self.days)

    def as_text(self) -> str:
        """Return the file that says the same."""
        lines = [f"{e.day.isoformat()},{_word(works=e.works)},{e.name}" for e in self.days]
        heading = ",".join([_("日期"), _("是否上班"), _("名称")])
        return "\n".join([heading, *lines])


def read_year(content: bytes) -> Year:
    """Return the year that a file holds; raises RuleError with each line that is to be mended."""
    if len(content) > LARGEST:
        raise RuleError(_("文件太大：一年的安排只有几十行，请核对选的是不是日历文件。"))
    lines = _lines(text_of(content))
    faults: list[str] = []
    days = [day for number, line in lines if (day := _day(number, line, faults))]
    if not faults:
        faults = _of_whole(days)
    if faults:
        more = (
            [_("……还有 %s 处。") % (len(faults) - MOST_NAMED)] if len(faults) > MOST_NAMED else []
        )
        raise RuleError("\n".join([*faults[:MOST_NAMED], *more]))
    return Year(tuple(sorted(days)))


def text_of(content: bytes) -> str:
    """Read what spreadsheets write: UTF-8, with or without a mark, or GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleError(_("读不出文字：请另存为 CSV（UTF-8）再导入。"))


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return (number, cells) of every line that says something, without the heading."""
    if text.lstrip().startswith(("[", "{")):
        return _from_json(text)
    rows = csv.reader(text.splitlines())
    found = [(n, [cell.strip() for cell in row]) for n, row in enumerate(rows, 1)]
    return [(n, row) for n, row in found if any(row) and not _is_heading(n, row)]


def _is_heading(number: int, row: list[str]) -> bool:
    return number == 1 and not row[0][:1].isdigit()


def _from_json(text: str) -> list[tuple[int, list[str]]]:
    try:
        rows: Any = json.loads(text)
    except ValueError:
        raise RuleError(_("JSON 写得不完整，请核对括号和引号。")) from None
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise RuleError(_("JSON 须是一个列表，每天一项，写 day、works、name。"))
    keys = ("day", "works", "name")
    return [(n, [str(each.get(key, "")) for key in keys]) for n, each in enumerate(rows, 1)]


def _day(number: int, row: list[str], faults: list[str]) -> Day | None:
    """Read one line, or say what is wrong with it."""
    said, word, name = [*row, "", "", ""][:3]
    works = WORDS.get(word.lower())
    try:
        day = date.fromisoformat(said.replace("/", "-"))
    except ValueError:
        faults.append(_("第 %s 行：日期要写成 2027-01-01。") % number)
        return None
    if works is None:
        faults.append(_("第 %s 行：第二格写“是”（上班）或“否”（放假）。") % number)
        return None
    if works is (day.weekday() < SATURDAY):
        usual = _("本来就上班") if works else _("本来就休息")
        faults.append(
            _("第 %(n)s 行：%(day)s %(usual)s，只写和平常不同的日子，删去这一行。")
            % {"n": number, "day": day.isoformat(), "usual": usual}
        )
    return Day(day, works, name[:20])


def _of_whole(days: list[Day]) -> list[str]:
    """Weigh the year as a whole."""
    if not days:
        return [_("文件里没有日期。")]
    seen = [each.day for each in days]
    years = sorted({day.year for day in seen})
    if len(years) > 1:
        return [_("一个文件只写一年，这里有 %s。") % "、".join(map(str, years))]
    doubles = sorted({day.isoformat() for day in seen if seen.count(day) > 1})
    if doubles:
        return [_("%s 写了不止一次，只留一行。") % "、".join(doubles)]
    return _of_counts(Year(tuple(days)))


def _of_counts(year: Year) -> list[str]:
    faults = []
    if not HOLIDAYS[0] <= year.holidays <= HOLIDAYS[1]:
        says = _("工作日放假的有 %(n)s 天，往年在 %(low)s 到 %(high)s 天之间，请核对是否写全。")
        low, high = HOLIDAYS
        faults.append(says % {"n": year.holidays, "low": low, "high": high})
    if not WORKED[0] <= year.worked <= WORKED[1]:
        says = _("周末上班的有 %(n)s 天，往年不超过 %(high)s 天，请核对。")
        faults.append(says % {"n": year.worked, "high": WORKED[1]})
    return faults


def _word(*, works: bool) -> str:
    return _("是") if works else _("否")
