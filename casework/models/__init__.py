"""The domain's records, by subject."""

from casework.models.approvals import Remark, Request, Review, Submission
from casework.models.assessment import Assessment
from casework.models.case import Case
from casework.models.deadlines import Alarm, Deadline
from casework.models.dossier import Counter, Dossier, Episode
from casework.models.drafts import Draft
from casework.models.forms import CaseForm, Checked, Content, Form
from casework.models.intake import Consent, Intake
from casework.models.keys import DataKey
from casework.models.people import Household, Person
from casework.models.plan import ServicePlan

__all__ = [
    "Alarm",
    "Assessment",
    "Case",
    "CaseForm",
    "Checked",
    "Consent",
    "Content",
    "Counter",
    "DataKey",
    "Deadline",
    "Dossier",
    "Draft",
    "Episode",
    "Form",
    "Household",
    "Intake",
    "Person",
    "Remark",
    "Request",
    "Review",
    "ServicePlan",
    "Submission",
]
