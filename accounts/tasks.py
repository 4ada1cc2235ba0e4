"""What beat does for the accounts: sessions that are over are thrown away."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    """Throw away ended sessions, at night: until then a page left open can still be sent on."""
    call_command("clearsessions")
