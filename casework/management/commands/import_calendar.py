"""import_calendar: take over the holidays and worked weekends of one year from a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from casework.calendar_files import read_year
from casework.calendar_years import import_year
from casework.errors import RuleError


class Command(BaseCommand):
    help = "Import the work calendar of one year from CSV or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only say what is in it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            year = read_year(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        except RuleError as error:
            raise CommandError(str(error)) from error
        says = _("%(year)s 年：工作日放假 %(holidays)s 天，周末上班 %(worked)s 天。")
        facts = {"year": year.year, "holidays": year.holidays, "worked": year.worked}
        self.stdout.write(says % facts)
        if not options["check"]:
            moved = import_year(year, by=None)
            self.stdout.write(_("已导入；%s 个暂定的期限重新算过。") % moved)
