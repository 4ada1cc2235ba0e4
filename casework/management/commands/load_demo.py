"""load_demo: the demo station, and who may sign in to it. Twice gives the same as once."""

from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from casework.demo.cast import PASSWORD, table
from casework.demo.loading import load
from casework.errors import RuleError


class Command(BaseCommand):
    help = "Load the demo station (once), and print its accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = load()
        except RuleError as error:
            raise CommandError(str(error)) from error
        said = _("演示站已装好。") if new else _("演示站早已装好，一切照旧。")
        self.stdout.write(f"\n{said}{_('口令都是')} {PASSWORD}\n\n")
        rows = [[_("账号"), _("姓名"), _("岗位"), _("所在")], *table()]
        widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = zip(row, widths, strict=True)
            line = "  ".join(text + " " * (wide - width(text)) for text, wide in cells)
            self.stdout.write(f"  {line.rstrip()}\n")


def width(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
