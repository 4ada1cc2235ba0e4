"""What the worker does for us. Arguments are ids; each task calls one service."""

from celery import shared_task
from django.utils import timezone

from notifications import digests, outbox


@shared_task(acks_late=True, expires=60)  # after a night without a worker, one look is enough
def look() -> int:
    return outbox.look()


@shared_task(acks_late=True, time_limit=outbox.LEASE.seconds)
def serve(pk: int) -> int:
    return outbox.serve(pk)


@shared_task(expires=60)
def promise_digests() -> int:
    return digests.promise_digests(timezone.now())


outbox.look_later.append(look.delay)
outbox.serve_later.append(serve.delay)
