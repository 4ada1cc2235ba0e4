"""What people read: full-width marks between Chinese characters, and none of the words we avoid."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ["accounts", "audit", "casework", "documents", "notifications", "web", "workflows"]
CHINESE = "一-鿿"
HALF = re.compile(rf"[{CHINESE}》”）][,:;?!()]|[,;?!()][{CHINESE}《“（]")
TYPE = re.compile(r"(enum|multi|sub|list|ref)[({]")  # as the handbook writes a field's type
AVOIDED = re.compile("您|驳回|请勿|工单|赋能|案主")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def sources(pattern: str) -> list[Path]:
    found = chain.from_iterable((ROOT / room).rglob(pattern) for room in ROOMS)
    return sorted(path for path in found if "migrations" not in path.parts)


def texts_of_code(path: Path) -> Iterator[str]:
    """Yield every string that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in spoken and not TYPE.match(text):
            yield text


def texts_of_template(path: Path) -> Iterator[str]:
    """Yield what stands between tags, and what is quoted inside them."""
    page = COMMENT.sub("", path.read_text(encoding="utf-8"))
    for tag in TAG.findall(page):
        yield from (one or other for one, other in QUOTED.findall(tag))
    yield TAG.sub("", page)


def faults(texts: Iterator[str]) -> list[str]:
    wrong = (match for text in texts for rule in (HALF, AVOIDED) for match in rule.finditer(text))
    return [match.string[max(match.start() - 8, 0) : match.end() + 8] for match in wrong]


@pytest.mark.parametrize("room", ROOMS)
def test_the_code_speaks_well(room: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in sources("*.py")
        if path.relative_to(ROOT).parts[0] == room and (found := faults(texts_of_code(path)))
    }
    assert wrong == {}


def test_the_templates_speak_well() -> None:
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in sources("*.html")
        if (found := faults(texts_of_template(path)))
    }
    assert wrong == {}


def test_the_lint_sees_what_it_should() -> None:
    said = ["请签字,再提交", "截止:周一", "您好", "（高风险3个）", "第 1,2 条", "《同意书》"]

    assert faults(iter(said)) == said[:3]
