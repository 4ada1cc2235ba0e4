"""What no tracked file may hold is found, in the files it is forbidden in."""

from pathlib import Path

import pytest

from scripts.check_tree import findings

UNFINISHED = "TO" + "DO"
SKIPPED = "pytest." + "skip"
INDEX = "extra-index" + "-url"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("requirements/base.txt", f"--{INDEX} https://packages.example"),
        ("docs/setup.md", "see /ho" + "me/li/bihuan"),
        ("casework/services.py", f"# {UNFINISHED}: later"),
        ("tests/audit/test_trail.py", f"{SKIPPED}('not today')"),
        ("web/templates/web/desk.html", '<p style="color: red">'),
        ("web/templates/web/desk.html", "<script>alert(1)</script>"),
        ("workflows/templates/workflows/step.html", '<button onclick="go()">'),
    ],
)
def test_a_forbidden_line_is_named_by_file_and_number(
    name: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(name, f"first\n{line}\n")

    assert [found.startswith(f"{name}:2: ") for found in findings(name)] == [True]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("documents/templates/documents/plan.html", '<td style="width: 40%">'),
        ("web/templates/web/base.html", "<script src=\"{% static 'web/ui.js' %}\" defer></script>"),
        ("web/urls.py", 'path("people/home/list/", people)'),
    ],
)
def test_what_only_looks_like_it_is_let_be(
    name: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(name, line)

    assert list(findings(name)) == []


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
