"""导入台账: a file of rows is judged as a whole, shown, and taken in only when that is confirmed.

The rows are asked what the page asks (``ledger_rows``). A file with a fault is not taken in at all;
one that was taken in before is recognised by what it says, however it was saved.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Station, User
from audit.services import canonical, seal
from casework.calendar_files import text_of
from casework.errors import RuleError
from casework.ledger import add_all, require_keeper
from casework.ledger_rows import LABELS, Errors, Near, near, read
from casework.models import ImportBatch, LedgerEntry
from casework.questions.base import written

LARGEST = 2 * 1024**2  # bytes
MOST = 5000  # rows
BEYOND = "beyond"
NEEDED = ("kind", "on", "what")
MARK = "\ufeff"  # by which a spreadsheet knows UTF-8
WORKBOOK = b"PK\x03\x04"
COLUMNS = [  # what each column is for, and one cell of it
    ("kind", gettext_lazy("需求、活动、走访、资源链接、培训、咨询"), gettext_lazy("活动")),
    ("on", gettext_lazy("发生的那一天"), "2026-03-05"),
    ("what", gettext_lazy("简短的名称，不写人名、证件号和电话"), gettext_lazy("防骗讲座")),
    ("community", gettext_lazy("本站的社区；社区公共需求必填"), gettext_lazy("（社区名）")),
    ("category", gettext_lazy("主要的一类，可空"), gettext_lazy("独居老人")),
    ("person_times", gettext_lazy("活动、走访、培训、咨询必填，不知道的写 0"), "28"),
    ("households", gettext_lazy("只有走访填"), "12"),
    ("amount", gettext_lazy("只有资源链接填；政策待遇不折算，留空"), "680.00"),
    ("project", gettext_lazy("计入哪个项目，可空"), "TQDJ-P-2026-0001"),
    ("person", gettext_lazy("个人的需求必填；走访、资源、咨询可填"), "TQDJ-K-2026-0001"),
]


@dataclass(frozen=True)
class Fault:
    """What is to be mended in one cell; of the whole row, where no column is named."""

    row: int
    column: str
    says: str


@dataclass(frozen=True)
class Preview:
    """A file as it was understood: its rows, what is wrong with which cell, and its hash."""

    rows: list[dict[str, Any]]
    faults: list[Fault]
    total: int
    text: str
    sha256: str
    before: ImportBatch | None

    @property
    def fit(self) -> bool:
        return not self.faults and self.before is None

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How many rows of each kind are good."""
        found = Counter(each["kind"] for each in self.rows)
        return [(str(each.label), found[each]) for each in LedgerEntry.Kind if found[each]]


def template() -> str:
    """Return an empty file with the heading, as a spreadsheet opens it."""
    return MARK + ",".join(str(label) for label in LABELS.values()) + "\r\n"


def preview(content: bytes, station: Station, *, by: User) -> Preview:
    """Judge every row of a file. Raises RuleError where it cannot be read as rows at all."""
    require_keeper(by, station.pk)
    text = _text(content)
    lines = _lines(text)
    around = near(station, by, [cells.get("person", "") for _n, cells in lines])
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for number, cells in lines:
        values, errors = _judged(cells, around)
        faults += _faults(number, errors)
        if not errors:
            rows.append(values)
    sha256 = seal(canonical([cells for _n, cells in lines]))
    before = ImportBatch.objects.filter(station=station, sha256=sha256).select_related("by")
    return Preview(rows, faults, len(lines), text, sha256, before.first())


@transaction.atomic
def take_in(
    content: bytes, station: Station, *, by: User, at: datetime | None = None
) -> ImportBatch:
    """Take a file in, all of it or nothing; it is judged again, for time has passed."""
    at = at or timezone.now()
    found = preview(content, station, by=by)
    if found.faults:
        raise RuleError(_("有 %s 处要改，改好文件再导入，这次一行也没有导入。") % len(found.faults))
    if found.before:
        raise RuleError(said_before(found.before))
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                station=station, sha256=found.sha256, rows=len(found.rows), by=by, at=at
            )
    except IntegrityError:  # somebody else, or a second click, has just taken it in
        batch = ImportBatch.objects.select_related("by").get(station=station, sha256=found.sha256)
        raise RuleError(said_before(batch)) from None
    add_all(batch, found.rows, by=by, at=at)
    return batch


def said_before(batch: ImportBatch) -> str:
    """Say who took the same file in, and when."""
    day, number = timezone.localtime(batch.at).strftime("%Y-%m-%d %H:%M"), batch.rows
    says = _("这份文件 %(day)s 已由%(who)s导入过，共 %(n)s 行，不再导入。")
    return says % {"day": day, "who": batch.by, "n": number}


def _judged(cells: dict[str, str], around: Near) -> tuple[dict[str, Any], Errors]:
    values, errors = read(cells, around)
    if BEYOND in cells:
        says = _("这一行比表头多出内容；内容里有逗号的，用英文双引号括起来，或者改用顿号。")
        errors = {BEYOND: says} | errors
    return values, errors


# ── reading the file ──────────────────────────────────────────────────────────────────────


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise RuleError(_("文件超过 2 MB，请分成几个文件，一次最多 %s 行。") % MOST)
    if content.startswith(WORKBOOK):
        raise RuleError(_("这是 Excel 工作簿，请另存为“CSV（逗号分隔）”再导入。"))
    return text_of(content)


def _lines(text: str) -> list[tuple[int, dict[str, str]]]:
    """Return (number, cells by key) of every row that says something; numbers are those that a
    spreadsheet shows."""
    rows = _rows(text)
    keys = _keys(rows[0] if rows else [])
    found = [(number, _cells(keys, row)) for number, row in enumerate(rows[1:], 2) if any(row)]
    if not found:
        raise RuleError(_("文件里除了表头没有别的行。"))
    if len(found) > MOST:
        says = _("一次最多 %(most)s 行，这份有 %(n)s 行，请分成几个文件。")
        raise RuleError(says % {"most": MOST, "n": len(found)})
    return found


def _rows(text: str) -> list[list[str]]:
    try:
        lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        rows = list(csv.reader(StringIO(lines, newline="")))
    except csv.Error:
        raise RuleError(_("读不出行和列：请从表格软件另存为 CSV 再导入。")) from None
    return [[written(cell) for cell in row] for row in rows]


def _cells(keys: list[str], row: list[str]) -> dict[str, str]:
    """Return the cells of a row by key; what stands beyond the heading under ``BEYOND``."""
    beyond = "".join(row[len(keys) :])
    return dict(zip(keys, row, strict=False)) | ({BEYOND: beyond} if beyond else {})


def _keys(heading: list[str]) -> list[str]:
    """Return the key of each column, in whatever order they stand."""
    known = {str(label): key for key, label in LABELS.items()}
    strange = [each for each in heading if each and each not in known]
    missing = [str(LABELS[key]) for key in NEEDED if str(LABELS[key]) not in heading]
    if missing:
        says = _("第一行须是表头，缺少：%s。请从模板开始填。")
        raise RuleError(says % "、".join(missing))
    if strange or len(set(heading) - {""}) < len([each for each in heading if each]):
        says = _("表头里有不认识或重复的列（第 %s 列），请照模板的表头写。")
        raise RuleError(says % "、".join(_odd(heading, known)))
    return [known.get(each, "") for each in heading]


def _odd(heading: list[str], known: dict[str, str]) -> list[str]:
    """Return which columns are unknown or come again, by their number: what stands there may be
    anything."""
    return [
        str(number)
        for number, each in enumerate(heading, 1)
        if each and (each not in known or each in heading[: number - 1])
    ]


def _faults(number: int, errors: Errors) -> list[Fault]:
    return [Fault(number, str(LABELS.get(key, "")), says) for key, says in errors.items()]
