"""日历订阅: the secret link by which a calendar reads one's own days."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from accounts.models import Post, User
from audit.services import record_aside
from notifications.models import Feed


def feed_of(user: User) -> Feed | None:
    return Feed.objects.filter(user=user).first()


@transaction.atomic
def issue(user: User) -> str:
    """Return a new secret, this once; an older link stops working."""
    token = secrets.token_urlsafe(32)
    said = {"sha256": _hash(token), "issued_at": timezone.now()}
    Feed.objects.update_or_create(user=user, defaults=said)
    record_aside("feed.issue", f"feeds:{user.pk}", by=user)
    return token


@transaction.atomic
def revoke(user: User) -> None:
    if Feed.objects.filter(user=user).delete()[0]:
        record_aside("feed.revoke", f"feeds:{user.pk}", by=user)


def holder_of(token: str) -> User | None:
    """Return whose days a link shows; nobody's once it was revoked or they have left."""
    posts = Post.objects.current().values("user")
    found = Feed.objects.filter(sha256=_hash(token), user__in=posts)
    feed = found.select_related("user").first()
    return feed.user if feed else None


def _hash(token: str) -> str:
    """A secret of 256 random bits needs no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()
