"""A project at each of its points, for the tour of the house."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate

from accounts.models import Role, User
from casework import rectifying
from casework.demo.serving import PAGE
from casework.inviting import invite
from casework.models import Project, Seat
from casework.services import act
from tests import projects as actors
from tests.casework.test_baselines import BIG
from tests.conftest import person
from tests.filled_projects import P04
from tests.projects import Cast, on, seen
from tests.web.points import Walk, points

WORDS = "政策调整。"


@points
class ProjectPoints(Walk):
    """What the house keeps of projects; who pays, signs and judges comes in for them."""

    owner: Any
    head: Any
    district: Any
    station: Any
    project_points = (
        *("draft", "review_internally", "check", "score", "conclude", "demand", "mend"),
        *("charter", "cosign", "grant", "contract", "countersign", "sign_last", "sign"),
        *("kick_off", "implement", "review_change", "endorse_change", "grant_change", "rest"),
        *("evaluate", "rectify", "final", "rectify_final", "settle_grade", "close_up", "inspect"),
        "box",
    )

    def call_in(self) -> dict[str, User]:
        """Who has to do with projects alone, by their role."""
        parts = {"agency": "宋洁", "civil": "王旭", "street": "马骏", "finance": "贾宁"}
        places = {"civil": self.station.district}
        posts: dict[str, User] = {
            role: person(role, name, places.get(role, self.station), Role(role))
            for role, name in parts.items()
        }
        people = {"leader": self.owner, "head": self.head, "district": self.district}
        self.cast = Cast(self.station, **(people | posts))
        return posts

    def _project_draft(self) -> Project:
        with on("2025-09-15"):
            return actors.opened(self.cast)

    def _project_review_internally(self) -> Project:
        with on("2025-09-15"):
            return actors.drafted(self.cast)

    def _project_check(self) -> Project:
        with on("2025-09-24"):
            return actors.applied(self.cast)

    def _reviewing(self) -> Project:
        with on("2025-10-13"):
            project = actors.under_review(self.cast)
            for expert in actors.reviewed_by(project, self.cast, 3):
                actors.scored(project, expert)
        return project

    _project_score = _project_conclude = _project_demand = _reviewing

    def _project_mend(self) -> Project:
        project = self._reviewing()
        with on("2025-10-14"):
            actors.fill(project, "P02", by=self.cast.civil)
            judgement = actors.returned(project, "submit_internal", "P01#budget")
            act("revise", project, by=self.cast.civil, judgement=judgement)
        return project

    def _project_charter(self) -> Project:
        project = self._reviewing()
        with on("2025-10-15"):
            return actors.passed(project, self.cast, "2025-10-16", "2025-10-22")

    def _project_cosign(self) -> Project:
        project = self._project_charter()
        with on("2025-10-23"):
            return actors.charted(project, self.cast)

    def _project_grant(self) -> Project:
        project = self._project_cosign()
        judgement = seen(project, "submit_charter")
        with on("2025-10-23"):
            act("cosign_charter", project, by=self.cast.street, judgement=judgement)
        return project

    def _project_contract(self) -> Project:
        project = self._project_grant()
        with on("2025-10-23"):
            act("approve", project, by=self.cast.civil, judgement=seen(project, "submit_charter"))
        return project

    def _project_countersign(self, **changes: Any) -> Project:
        project = self._project_contract()
        with on("2025-10-30"):
            actors.fill(project, "P04", by=self.cast.civil, **changes)
            act("offer_contract", project, by=self.cast.civil)
        return project

    def _project_sign(self) -> Project:
        """Between two: nobody signs as the third."""
        parties = [each for each in P04["parties"] if each["role"] != "丙方"]
        return self._project_countersign(parties=parties)

    def _project_sign_last(self) -> Project:
        project = self._project_countersign()
        judgement = seen(project, "offer_contract")
        with on("2025-10-30"):
            act("countersign_contract", project, by=self.cast.agency, judgement=judgement)
        return project

    def _project_kick_off(self) -> Project:
        project = self._project_sign_last()
        with on("2025-10-30"):
            act("sign", project, by=self.cast.street, judgement=seen(project, "offer_contract"))
        return project

    def _project_implement(self) -> Project:
        project = self._project_kick_off()
        with on("2025-11-01"):
            return actors.begun(project, self.cast)

    def _project_review_change(self) -> Project:
        return actors.changed(self._project_implement(), self.cast)

    def _project_endorse_change(self) -> Project:
        """More than a tenth of the money: whoever pays decides as well."""
        return actors.changed(self._project_implement(), self.cast, **BIG)

    def _project_grant_change(self) -> Project:
        project = self._project_endorse_change()
        judgement = seen(project, "request_change")
        act("endorse_change", project, by=self.cast.agency, judgement=judgement)
        return project

    def _project_rest(self) -> Project:
        project = self._project_implement()
        act("suspend", project, by=self.cast.civil, reason=WORDS)
        return project

    def _project_evaluate(self) -> Project:
        project = self._project_implement()
        with on("2026-05-12"):
            act("start_midterm", project, by=self.district)
        return project

    def _evaluator(self, project: Project, until: date) -> User:
        """Somebody from outside; who audits the station cannot be asked in."""
        who: dict[str, Any] = {"username": "yu.ping", "full_name": "俞平"}
        since = localdate()
        asked = invite(
            project, Seat.Part.EVALUATOR, since=since, until=until, by=self.cast.civil, **who
        )
        return asked.seat.user

    def _project_rectify(self) -> Project:
        project = self._project_evaluate()
        with on("2026-05-12"):
            self.evaluator = self._evaluator(project, date(2026, 7, 15))
            actors.fill(project, "P06", by=self.evaluator, rectification=[])
            act("need_fix", project, by=self.evaluator)
            self.evidence = rectifying.unanswered(project)[0]
            said: dict[str, Any] = {"action": "已补批。", "evidence": "批阅记录。", "file": PAGE}
            act("answer_item", project, by=self.owner, item=self.evidence.pk, **said)
        return project

    def _project_final(self) -> Project:
        project = self._project_implement()
        with on("2026-10-15"):
            self.evaluator = self._evaluator(project, date(2026, 11, 15))
            return actors.in_final(project, self.cast)

    def _project_rectify_final(self) -> Project:
        project = self._project_final()
        with on("2026-10-15"):
            act("final_fix", project, by=self.evaluator, items="补两份签到表")
        return project

    def _project_settle_grade(self) -> Project:
        project = self._project_final()
        with on("2026-10-15"):
            actors.fill(project, "P08", by=self.evaluator)
            act("evaluate", project, by=self.evaluator)
        return project

    def _project_close_up(self) -> Project:
        project = self._project_settle_grade()
        with on("2026-10-20"):
            act("grade", project, by=self.cast.civil, judgement=seen(project, "evaluate"))
        return project

    def _project_inspect(self) -> Project:
        project = self._project_close_up()
        with on("2026-11-20"):
            return actors.handed_in(project, self.cast)

    def _project_box(self) -> Project:
        project = self._project_inspect()
        nothing: dict[str, Any] = {"gap_plan": "", "handover": [], "notice": []}
        link = {"prev": project.number, "next": "无", "gap_days": "0"}
        with on("2026-11-20"):
            actors.fill(project, "P11", by=self.head, link=link, **nothing)
            act("carry_over", project, by=self.head)
            act("close", project, by=self.cast.civil, judgement=seen(project, "submit_closing"))
        return project
