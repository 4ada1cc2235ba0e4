"""S7: 五社联动·困境群体共筑希望计划, from the application to the last yuan, with its dates.

Each step is a page that somebody opens and a button that they press on it.
"""

from accounts.models import Community, User
from casework.models import Group
from tests.projects import Cast
from tests.scenarios.s7.applying import applied, judged, signed
from tests.scenarios.s7.ending import carried_over, closed, followed_up
from tests.scenarios.s7.evaluating import changed, graded, half_time
from tests.scenarios.s7.serving import served
from tests.scenarios.walk import now


def test_from_the_application_to_the_last_yuan(
    cast: Cast, community: Community, zheng_min: User, chen_siyuan: User
) -> None:
    project = applied(cast)
    judged(project, cast)
    signed(project, cast)
    cases, group = served(now(project), cast, [zheng_min, chen_siyuan])
    half_time(now(project), cast, cases)
    Group.objects.filter(pk=group.pk).update(status="closed", closed_on="2026-06-26")  # S6
    changed(now(project), cast)
    after = followed_up(now(project), cast)
    carried_over(now(project), cast, cases, after)
    graded(now(project), cast)
    closed(now(project), cast, cases, after)
