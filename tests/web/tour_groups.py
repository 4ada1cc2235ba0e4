"""A group at each of its points, for the tour of the house."""

from datetime import date, time, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone
from django.utils.timezone import localdate

from casework import album, archive
from casework.models import Group, Photo, SignInSheet
from casework.services import act, save_draft
from casework.sign_in import open_sheet
from tests import group_actors as actors
from tests.driver import at
from tests.filled_groups import SESSIONS
from tests.web.points import Walk, points

FIRST = date(2026, 4, 14)
WORDS: dict[str, Any] = {"reason": "场地维修。", "told": "电话逐个告知。"}
BOX = {"retention": "10年", "access": "限制", "remark": {"situation": "本卷文书齐全。"}}


@points
class GroupPoints(Walk):
    """What the house keeps of groups; the people are the house's own."""

    owner: Any
    supervisor: Any
    head: Any
    community: Any
    group_points = (
        *("plan", "endorse_plan", "sign_plan", "review_plan", "recruit", "prepare", "run"),
        *("review_joining", "review_sessions", "review_pause", "rest", "review_abort"),
        *("evaluate", "endorse_report", "sign_report", "follow_up", "ask_archive"),
        "review_archive",
    )

    def sign_in_of(self, group: Group) -> str:
        """The secret of a page on which members sign in; it is open beyond its day."""
        with at("2026-04-14 14:20"):
            sheet, token = open_sheet(group, by=self.owner, starts=time(14, 30))
        SignInSheet.objects.filter(pk=sheet.pk).update(expires_at=timezone.now() + timedelta(1))
        return token

    def pictured(self, group: Group) -> Photo:
        """A picture in the album of a group, of two who have agreed to it."""
        seen = group.members.filter(number__in=[2, 3])
        return album.keep(group, actors.picture(), members=seen, by=self.owner)

    def _group_plan(self) -> Group:
        with at("2026-03-25 10:00"):
            return actors.opened(self.community, by=self.owner, starts_on=FIRST)

    def _submitted(self, **changes: Any) -> Group:
        group = self._group_plan()
        with at("2026-04-02 10:00"):
            return actors.submitted(group, worker=self.owner, **changes)

    def _group_endorse_plan(self) -> Group:
        return self._submitted()

    def _group_review_plan(self) -> Group:
        """A plan that costs nothing: one signature is enough."""
        free = [{"item": "场地", "unit": "次", "qty": "6", "price": "0", "source": "社区"}]
        return self._submitted(budget=free)

    def _group_sign_plan(self) -> Group:
        group = self._submitted()
        judgement = actors.seen(group, "submit_plan")
        with at("2026-04-03 10:00"):
            act("endorse_plan", group, by=self.supervisor, judgement=judgement)
        return group

    def _group_recruit(self) -> Group:
        group = self._group_sign_plan()
        with at("2026-04-07 10:00"):
            act("approve_plan", group, by=self.head, judgement=actors.seen(group, "submit_plan"))
        return group

    def _group_prepare(self) -> Group:
        group = self._group_recruit()
        with at("2026-04-10 10:00"):
            actors.listed(group, worker=self.owner)
            return actors.session_planned(group, 1, by=self.owner)

    def _group_run(self) -> Group:
        group = self._group_prepare()
        with at("2026-04-14 17:00"):
            return actors.begun(group, worker=self.owner)

    def _group_review_joining(self) -> Group:
        group = self._group_run()
        new: dict[str, Any] = {
            "name": "阎桂芬",
            "category": "elder_alone",
            "phone": "",
            "client_ref": "",
        }
        act("ask_admit_member", group, by=self.owner, reason="邻居，一直想来。", **new)
        return group

    def _group_review_sessions(self) -> Group:
        group = self._group_run()
        act("ask_change_sessions", group, by=self.owner, sessions=4, reason="场地只到五月。")
        return group

    def _group_review_pause(self) -> Group:
        group = self._group_run()
        act("ask_pause", group, by=self.owner, until=localdate() + timedelta(days=20), **WORDS)
        return group

    def _group_rest(self) -> Group:
        group = self._group_review_pause()
        act("pause", group, by=self.supervisor, judgement=actors.seen(group, "ask_pause"))
        return group

    def _group_review_abort(self) -> Group:
        group = self._group_run()
        act("ask_abort", group, by=self.supervisor, **WORDS)
        return group

    def _group_evaluate(self) -> Group:
        group = self._group_prepare()
        for number, (day, _theme, _objective) in enumerate(SESSIONS[:5], 1):
            with at(f"{day} 17:00"):
                if number == 1:
                    actors.begun(group, worker=self.owner)
                actors.session_held(group, number, by=self.owner)
                if number < 5:
                    actors.session_planned(group, number + 1, by=self.owner)
        with at("2026-05-20 10:00"):
            return actors.completed(group, worker=self.owner)

    def _group_endorse_report(self) -> Group:
        group = self._group_evaluate()
        with at("2026-05-28 10:00"):
            actors.fill(group, "G10", by=self.owner)
            act("submit_report", group, by=self.owner)
        return group

    def _group_sign_report(self) -> Group:
        group = self._group_endorse_report()
        judgement = actors.seen(group, "submit_report")
        with at("2026-05-29 10:00"):
            act("endorse_report", group, by=self.supervisor, judgement=judgement)
        return group

    def _group_follow_up(self) -> Group:
        group = self._group_sign_report()
        judgement = actors.seen(group, "submit_report")
        with at("2026-06-01 10:00"):
            act("approve_report", group, by=self.head, judgement=judgement)
        return group

    def _group_ask_archive(self) -> Group:
        group = self._group_follow_up()
        with at("2026-06-26 10:00"):
            return actors.followed(group, worker=self.owner)

    def _group_review_archive(self) -> Group:
        group = self._group_ask_archive()
        with at("2026-06-27 10:00"), patch.object(archive, "shelves", []):  # nothing is printed
            actors.scanned(group, worker=self.owner)
            save_draft(group, "C16", BOX, by=self.owner)
            act("ask_archive", group, by=self.owner)
        return group
