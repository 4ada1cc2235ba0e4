"""小组的表单: G01 to G11, phase by phase (handbook 3.3)."""

from casework.models.group_forms.contract import GroupContract
from casework.models.group_forms.ending import GroupFollowUp, GroupMeasure, GroupReport
from casework.models.group_forms.planning import GroupPlan
from casework.models.group_forms.preparing import GroupNeedAssessment, GroupRecruitment
from casework.models.group_forms.sessions import (
    GroupObservation,
    GroupSessionPlan,
    GroupSessionProcess,
    GroupSignIn,
)

__all__ = [
    "GroupContract",
    "GroupFollowUp",
    "GroupMeasure",
    "GroupNeedAssessment",
    "GroupObservation",
    "GroupPlan",
    "GroupRecruitment",
    "GroupReport",
    "GroupSessionPlan",
    "GroupSessionProcess",
    "GroupSignIn",
]
