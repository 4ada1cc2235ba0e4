"""Refuse what no tracked file may hold; print each place, and exit 1 if there is any."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Rule(NamedTuple):
    says: str
    pattern: re.Pattern[str]
    files: re.Pattern[str]


CODE = re.compile(r"\.(py|html|css|js|md|toml|yaml|yml|in)$|^Makefile$|^scripts/|^\.ci/")
SCREENS = re.compile(r"^(web|workflows)/templates/.*\.html$")
RULES = [
    Rule(
        "the address of a package index, or a path which only one machine has",
        re.compile(
            r"(index[-_]url|fin[d]-links)\b|https?://\S*(mirror|pypi|/simple\b)"
            r"|(?<![\w.}])/(root|home|work|Users)/\w"
        ),
        re.compile(""),
    ),
    Rule("an unfinished place", re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b"), CODE),
    Rule(
        "a test which may not run",
        re.compile(r"\b(pytest\.skip|mark\.skip|skipif|xfail|importorskip)\b"),
        re.compile(r"^tests/.*\.py$"),
    ),
    Rule(
        "inline style or script, which the content security policy refuses",
        re.compile(r"\sstyle=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+="),
        SCREENS,
    ),
]


def tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True)
    return [name for name in listing.stdout.split("\0") if name and Path(name).is_file()]


def findings(name: str) -> Iterator[str]:
    rules = [rule for rule in RULES if rule.files.search(name)]
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return  # a font or a picture
    for number, line in enumerate(lines, 1):
        yield from (f"{name}:{number}: {rule.says}" for rule in rules if rule.pattern.search(line))


def main() -> int:
    found = [finding for name in tracked() for finding in findings(name)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
