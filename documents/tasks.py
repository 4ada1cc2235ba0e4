"""What the worker does for us. Arguments are ids; each task calls one service."""

from celery import shared_task

from documents import services


@shared_task(acks_late=True, time_limit=services.LEASE.seconds)
def make(pk: int) -> bool:
    return services.make(pk)


@shared_task(expires=60)  # after a night without a worker, one sweep is enough
def sweep() -> int:
    return services.sweep()


services.enqueue.append(make.delay)
