"""doctor: say what is missing on this machine and how to mend it; exit 1, if something must be."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config import doctor  # noqa: F401  (fills the list of checks)
from config.doctor.findings import Finding, findings

MARKS = {"ok": "ok     ", "warning": "WARNING", "broken": "BROKEN "}


class Command(BaseCommand):
    help = "Say what is missing on this machine, and how to mend it."
    requires_system_checks = []  # it tells more than they do

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        found = dict(findings())
        said = as_json(found) if options["format"] == "json" else as_text(found)
        self.stdout.write(said)
        if any(each.level == "broken" for each in found.values()):
            sys.exit(1)


def as_json(found: dict[str, Finding]) -> str:
    rows = [{"check": name} | each._asdict() for name, each in found.items()]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_text(found: dict[str, Finding]) -> str:
    lines = []
    for name, each in found.items():
        lines.append(f"{MARKS[each.level]} {name}: {each.says}")
        if each.mend:
            lines.append(f"          {each.mend}")
    levels = [each.level for each in found.values()]
    count = f"{levels.count('broken')} to mend, {levels.count('warning')} to look after."
    return "\n".join([*lines, "", count])
