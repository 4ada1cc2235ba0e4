"""日历订阅: a secret which only its holder knows, and which ends when they say so or leave."""

import json

from accounts.models import User
from audit.models import Entry
from notifications.feeds import feed_of, holder_of, issue, revoke
from notifications.models import Feed


def test_a_link_is_its_holders_until_it_is_renewed_or_revoked(lin_yue: User) -> None:
    first = issue(lin_yue)
    assert holder_of(first) == lin_yue
    second = issue(lin_yue)
    assert (holder_of(first), holder_of(second)) == (None, lin_yue)
    revoke(lin_yue)
    assert holder_of(second) is None
    assert feed_of(lin_yue) is None


def test_the_database_and_the_trail_do_not_know_it(lin_yue: User) -> None:
    token = issue(lin_yue)
    revoke(lin_yue)
    issue(lin_yue)
    stored = json.dumps(list(Feed.objects.values("user", "sha256")))
    entries = Entry.objects.filter(chain=f"feeds:{lin_yue.pk}").order_by("seq")
    assert [each.verb for each in entries] == ["feed.issue", "feed.revoke", "feed.issue"]
    assert token not in stored + "".join(each.body for each in entries)


def test_whoever_has_left_has_no_calendar(lin_yue: User, chen_siyuan: User) -> None:
    inactive, postless = issue(lin_yue), issue(chen_siyuan)
    User.objects.filter(pk=lin_yue.pk).update(is_active=False)
    chen_siyuan.posts.update(until="2026-03-24")
    assert holder_of(inactive) is None
    assert holder_of(postless) is None


def test_a_guess_is_nobodys(lin_yue: User) -> None:
    issue(lin_yue)
    assert holder_of("") is None
    assert holder_of(Feed.objects.get().sha256) is None
