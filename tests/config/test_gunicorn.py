"""gunicorn knows every setting of ours, and writes nothing of whoever asks."""

from gunicorn.config import Config  # type: ignore[import-untyped]

from config import gunicorn

OURS = {
    name: value
    for name, value in vars(gunicorn).items()
    if isinstance(value, str | int) and not name.startswith("__")
}
WHO_ASKS = ["%(h)s", "%(u)s", "%(r)s", "%(q)s", "%(f)s", "%(a)s", "}i)s"]


def test_gunicorn_takes_our_settings() -> None:
    """It would pass over a name which it does not know."""
    theirs = Config()

    for name, value in OURS.items():
        theirs.set(name, value)

    assert theirs.settings["worker_class"].get() == "gthread"
    assert theirs.settings["max_requests_jitter"].get() > 0


def test_the_access_log_says_neither_who_asked_nor_what_for() -> None:
    assert [atom for atom in WHO_ASKS if atom in gunicorn.access_log_format] == []
