"""表单目录: every form of the product, by the handbook's code (chapter 3)."""

from casework.models import (
    ArchiveCover,
    Assessment,
    CaseRequest,
    ClosingEvaluation,
    ClosureReport,
    Consent,
    FollowUp,
    Form,
    Genogram,
    Intake,
    MidtermReview,
    Person,
    ServicePlan,
    SessionRecord,
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
        MidtermReview,
        ClosingEvaluation,
        ClosureReport,
        FollowUp,
        CaseRequest,
        ArchiveCover,
    )
}


def title_of(code: str) -> str:
    return str(FORMS[code].name_of_form)


def label_of(code: str, anchor: str) -> str:
    """Return what the place of a remark or a guard is called."""
    return FORMS[code].anchors().get(anchor, anchor)
