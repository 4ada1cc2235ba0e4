"""What goes on behind the pages: the broker, the worker, beat, and what still waits for them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from audit import pulse as heart
from audit.models import Checkpoint
from config import health
from config.doctor.findings import Finding, broken, check, ok, warning
from documents.models import Document

LATE = timedelta(minutes=10)  # a paper takes seconds
START = "Start them: celery -A config worker, and exactly one celery -A config beat."


@check
def broker() -> Finding:
    try:
        waits = health.waiting()
    except Exception as error:  # whatever it is: its words may quote the address
        return broken(
            f"The broker does not answer: {type(error).__name__}.",
            "Start Redis, and compare REDIS_URL with its host and port.",
        )
    if settings.CELERY_BROKER_URL.startswith("files:") and not settings.EMBEDDED:
        return warning(
            "PostgreSQL, but no Redis: workers on other machines get nothing to do.",
            "Set REDIS_URL to redis://host:6379/0.",
        )
    return ok(f"The broker answers; {waits} tasks wait.")


@check
def pulse() -> Finding:
    """Beat asks each minute, a worker answers by a row: both are alive, or it grows old."""
    silence = heart.silence()
    if silence is None:
        return broken("Worker and beat have never run.", START)
    minutes = int(silence / timedelta(minutes=1))
    if silence >= heart.ALIVE:
        return broken(f"Nothing heard of worker and beat for {minutes} minutes.", START)
    return ok("Worker and beat are alive.")


@check
def papers() -> Finding:
    """Promised papers: the outbox of what is sealed."""
    undone = Document.objects.exclude(state=Document.State.READY).order_by("created_at")
    failed = undone.filter(state=Document.State.FAILED).count()
    if failed:
        return warning(
            f"{failed} papers could not be made.",
            "Read the worker's log for “was not made”, then press 重试 on the dossier's page.",
        )
    oldest = undone.first()
    if oldest and timezone.now() - oldest.created_at > LATE:
        since = timezone.localtime(oldest.created_at)
        return warning(
            f"{undone.count()} papers wait to be made, the oldest since {since:%Y-%m-%d %H:%M}.",
            "Look after the worker; it takes up by itself what waits.",
        )
    return ok("No paper has waited for long.")


@check
def checkpoints() -> Finding:
    """The trail's signature of the day, ten minutes past midnight."""
    last = Checkpoint.objects.order_by("-number").first()
    if last is None:
        return warning("No day of the trail is signed yet.", "Beat does it at 00:10; wait a day.")
    days = (timezone.localdate() - last.day).days
    if days > 1:
        return warning(f"No day of the trail was signed for {days} days.", START)
    return ok(f"The trail is signed up to {last.day}.")
