"""The domain's records, by subject."""

from casework.models.applications import CaseRequest, Scan, Statement
from casework.models.approvals import Remark, Request, Review, Submission
from casework.models.assessment import Assessment
from casework.models.calls import Call
from casework.models.case import Case
from casework.models.closing import ClosingEvaluation, ClosureReport, Satisfaction
from casework.models.corrections import Correction
from casework.models.crisis import CrisisRecord
from casework.models.crisis_records import Crisis, CrisisReceipt, MandatoryReport, Rung
from casework.models.deadlines import Alarm, Deadline, DeadlineRung
from casework.models.departures import Departure, Transfer, WorkerChange
from casework.models.dossier import Counter, Dossier, Episode
from casework.models.drafts import Draft
from casework.models.family import Genogram
from casework.models.followup import ArchiveCover, FollowUp
from casework.models.forms import CaseForm, Checked, Content, Form
from casework.models.handover import Handover
from casework.models.intake import Consent, Intake
from casework.models.keys import DataKey
from casework.models.merges import Merge
from casework.models.people import Household, Person
from casework.models.plan import ServicePlan
from casework.models.referral import Referral
from casework.models.service import MidtermReview, SessionRecord
from casework.models.supervised import SupervisionItem
from casework.models.supervision import CaseConference, SupervisionRecord
from casework.models.terms import TermPolicy, WorkCalendarDay
from casework.models.withdrawals import Withdrawal

__all__ = [
    "Alarm",
    "ArchiveCover",
    "Assessment",
    "Call",
    "Case",
    "CaseConference",
    "CaseForm",
    "CaseRequest",
    "Checked",
    "ClosingEvaluation",
    "ClosureReport",
    "Consent",
    "Content",
    "Correction",
    "Counter",
    "Crisis",
    "CrisisReceipt",
    "CrisisRecord",
    "DataKey",
    "Deadline",
    "DeadlineRung",
    "Departure",
    "Dossier",
    "Draft",
    "Episode",
    "FollowUp",
    "Form",
    "Genogram",
    "Handover",
    "Household",
    "Intake",
    "MandatoryReport",
    "Merge",
    "MidtermReview",
    "Person",
    "Referral",
    "Remark",
    "Request",
    "Review",
    "Rung",
    "Satisfaction",
    "Scan",
    "ServicePlan",
    "SessionRecord",
    "Statement",
    "Submission",
    "SupervisionItem",
    "SupervisionRecord",
    "TermPolicy",
    "Transfer",
    "Withdrawal",
    "WorkCalendarDay",
    "WorkerChange",
]
