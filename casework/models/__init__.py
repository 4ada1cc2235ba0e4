"""The domain's records, by subject."""

from casework.models.applications import CaseRequest, Scan, Statement
from casework.models.approvals import Remark, Request, Review, Submission
from casework.models.assessment import Assessment
from casework.models.baseline import Baseline
from casework.models.calls import Call
from casework.models.case import Case
from casework.models.closing import ClosingEvaluation, ClosureReport, Satisfaction
from casework.models.company import Seat
from casework.models.corrections import Correction
from casework.models.crisis import CrisisRecord
from casework.models.crisis_records import Crisis, CrisisReceipt, MandatoryReport, Rung
from casework.models.deadlines import Alarm, Deadline, DeadlineRung
from casework.models.departures import Departure, Transfer, WorkerChange
from casework.models.dossier import Counter, Dossier, Episode
from casework.models.drafts import Draft
from casework.models.family import Genogram
from casework.models.followup import ArchiveCover, FollowUp
from casework.models.forms import Checked, Content, DossierForm, Form
from casework.models.funding import CarryOver, Instalment, RectificationItem
from casework.models.gatherings import Photo, SignIn, SignInSheet
from casework.models.group import Group
from casework.models.group_forms import (
    GroupContract,
    GroupFollowUp,
    GroupMeasure,
    GroupNeedAssessment,
    GroupObservation,
    GroupPlan,
    GroupRecruitment,
    GroupReport,
    GroupSessionPlan,
    GroupSessionProcess,
    GroupSignIn,
)
from casework.models.handover import Handover
from casework.models.intake import Consent, Intake
from casework.models.keys import DataKey
from casework.models.ledger import Attribution, Expense, ImportBatch, LedgerEntry
from casework.models.members import Attendance, GroupSession, Member
from casework.models.merges import Merge
from casework.models.panel import Ballot, Objection, SampledDossier
from casework.models.people import Household, Person
from casework.models.plan import ServicePlan
from casework.models.project import Project
from casework.models.project_forms import (
    ChangeRequest,
    ClosingReport,
    FinalEvaluation,
    FinancialFinal,
    MidtermReport,
    ProjectCarryover,
    ProjectCharter,
    ProjectContract,
    ProjectPlan,
    ProjectProposal,
    ProjectReview,
)
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
    "Attendance",
    "Attribution",
    "Ballot",
    "Baseline",
    "Call",
    "CarryOver",
    "Case",
    "CaseConference",
    "CaseRequest",
    "ChangeRequest",
    "Checked",
    "ClosingEvaluation",
    "ClosingReport",
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
    "DossierForm",
    "Draft",
    "Episode",
    "Expense",
    "FinalEvaluation",
    "FinancialFinal",
    "FollowUp",
    "Form",
    "Genogram",
    "Group",
    "GroupContract",
    "GroupFollowUp",
    "GroupMeasure",
    "GroupNeedAssessment",
    "GroupObservation",
    "GroupPlan",
    "GroupRecruitment",
    "GroupReport",
    "GroupSession",
    "GroupSessionPlan",
    "GroupSessionProcess",
    "GroupSignIn",
    "Handover",
    "Household",
    "ImportBatch",
    "Instalment",
    "Intake",
    "LedgerEntry",
    "MandatoryReport",
    "Member",
    "Merge",
    "MidtermReport",
    "MidtermReview",
    "Objection",
    "Person",
    "Photo",
    "Project",
    "ProjectCarryover",
    "ProjectCharter",
    "ProjectContract",
    "ProjectPlan",
    "ProjectProposal",
    "ProjectReview",
    "RectificationItem",
    "Referral",
    "Remark",
    "Request",
    "Review",
    "Rung",
    "SampledDossier",
    "Satisfaction",
    "Scan",
    "Seat",
    "ServicePlan",
    "SessionRecord",
    "SignIn",
    "SignInSheet",
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
