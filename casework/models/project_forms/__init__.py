"""项目的表单 (handbook 3.4), by stage."""

from casework.models.project_forms.applying import ProjectProposal
from casework.models.project_forms.changing import ChangeRequest
from casework.models.project_forms.closing import ClosingReport, FinancialFinal, ProjectCarryover
from casework.models.project_forms.contracting import ProjectContract, ProjectPlan
from casework.models.project_forms.evaluating import FinalEvaluation, MidtermReport
from casework.models.project_forms.reviewing import ProjectCharter, ProjectReview

__all__ = [
    "ChangeRequest",
    "ClosingReport",
    "FinalEvaluation",
    "FinancialFinal",
    "MidtermReport",
    "ProjectCarryover",
    "ProjectCharter",
    "ProjectContract",
    "ProjectPlan",
    "ProjectProposal",
    "ProjectReview",
]
