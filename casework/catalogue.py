"""表单目录: every form of the product, by the handbook's code (chapter 3)."""

from casework.models import (
    ArchiveCover,
    Assessment,
    CaseConference,
    CaseRequest,
    ChangeRequest,
    ClosingEvaluation,
    ClosingReport,
    ClosureReport,
    Consent,
    CrisisRecord,
    FinalEvaluation,
    FinancialFinal,
    FollowUp,
    Form,
    Genogram,
    Handover,
    Intake,
    MidtermReport,
    MidtermReview,
    Person,
    ProjectCarryover,
    ProjectCharter,
    ProjectContract,
    ProjectPlan,
    ProjectProposal,
    ProjectReview,
    Referral,
    ServicePlan,
    SessionRecord,
    SupervisionRecord,
)

FORMS: dict[str, type[Form]] = {
    form.code: form
    for form in (
        Person,
        Intake,
        Consent,
        Assessment,
        Genogram,
        ServicePlan,
        SessionRecord,
        SupervisionRecord,
        MidtermReview,
        ClosingEvaluation,
        ClosureReport,
        Referral,
        FollowUp,
        CrisisRecord,
        CaseConference,
        CaseRequest,
        Handover,
        ArchiveCover,
        # 项目
        ProjectProposal,
        ProjectReview,
        ProjectCharter,
        ProjectContract,
        ProjectPlan,
        MidtermReport,
        ChangeRequest,
        FinalEvaluation,
        ClosingReport,
        FinancialFinal,
        ProjectCarryover,
    )
}


def title_of(code: str) -> str:
    return str(FORMS[code].name_of_form)


def label_of(code: str, anchor: str) -> str:
    """Return what the place of a remark or a guard is called."""
    return FORMS[code].anchors().get(anchor, anchor)
