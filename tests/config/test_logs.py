"""A log says what went wrong and where; the words that went wrong stay out of it."""

import io
import logging

import pytest

from config.logs import Wordless, anonymous, unquoted

WORDS = "赵奶奶昨天摔倒了"


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(written: io.StringIO) -> logging.Logger:
    handler = logging.StreamHandler(written)
    handler.setFormatter(Wordless("%(levelname)s %(message)s"))
    handler.addFilter(unquoted)
    logger = logging.Logger("tests")  # noqa: LOG001  (one that no other test shares)
    logger.addHandler(handler)
    return logger


def test_a_traceback_names_place_and_kind_alone(log: logging.Logger, written: io.StringIO) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        log.exception("Refused %s", 7)

    assert "ERROR Refused 7" in written.getvalue()
    assert "test_logs.py" in written.getvalue()
    assert "builtins.ValueError" in written.getvalue()
    assert WORDS not in written.getvalue()


def test_celery_names_a_failed_task_and_does_not_quote_it(
    log: logging.Logger, written: io.StringIO
) -> None:
    quoted = {"name": "documents.tasks.render", "exc": f"ValueError({WORDS!r})", "traceback": WORDS}
    try:
        raise ValueError
    except ValueError:
        log.exception("Task %(name)s raised: %(exc)s", quoted)

    assert "Task documents.tasks.render raised: ValueError" in written.getvalue()
    assert WORDS not in written.getvalue()


def test_an_address_is_written_without_what_was_searched_for(
    log: logging.Logger, written: io.StringIO
) -> None:
    log.warning("Not Found: %s", f"/people/?q={WORDS}")

    assert written.getvalue() == "WARNING Not Found: /people/\n"


@pytest.mark.parametrize(
    ("asked", "logged"),
    [
        ("/dossiers/7/", "/dossiers/7/ 200\n"),
        ("/s/Zm9yLWhlcg/", "/s/-/ 200\n"),
        ("/v/7KQ2-M4XD/", "/v/-/ 200\n"),
        ("/static/web/ui.js", "/static/web/ui.js 200\n"),
        ("/readyz", ""),
    ],
)
def test_the_access_log_holds_no_key_and_no_probe(
    asked: str, logged: str, written: io.StringIO
) -> None:
    logger = logging.Logger("gunicorn.access")  # noqa: LOG001  (one that no other test shares)
    logger.addFilter(anonymous)
    logger.addHandler(logging.StreamHandler(written))

    logger.info("%(U)s %(s)s", {"U": asked, "s": "200", "q": WORDS})

    assert written.getvalue() == logged
