"""版本: one form as it was handed in once, and where it stands (handbook 4.6).

What is approved or filed is 有效; once its paper is sealed nobody writes in it any more. Papers are
printed elsewhere: the shelves of the archive are asked.
"""

from dataclasses import dataclass

from casework import archive
from casework.approvals import episode_of, latest, submissions, valid
from casework.catalogue import FORMS
from casework.models import Correction, Dossier, Submission
from casework.models.dossier import once

Outcome = Submission.Outcome
State = Correction.State
STATES = {
    Outcome.PENDING: State.SUBMITTED,
    Outcome.RETURNED: State.RETURNED,
    Outcome.REFUSED: State.RETURNED,
    Outcome.WITHDRAWN: State.DRAFT,
    Outcome.LAPSED: State.DRAFT,
}
CORRECTED = [
    *("C01", "C03", "D02", "C04", "C05", "C06", "C07", "C08", "C09"),
    *("C10", "C11", "C12", "C13", "C14", "C15"),
    *("G01", "G02", "G05", "G06", "G07", "G08", "G10", "G11"),
]
ERRANT = ["C05", "C06", "C13", "G08"]  # on which nothing else rests: one may be filed by mistake


@dataclass(frozen=True)
class Version:
    """One form of one submission."""

    submission: Submission
    form: str

    @property
    def instance(self) -> int:
        return self.submission.instance_of(self.form)

    @property
    def round(self) -> int:
        return self.submission.round_of(self.form)


def version_of(dossier: Dossier, submission: int, form: str) -> Version | None:
    """Return a version of this dossier as it now is; None for what is none of its own."""
    found = (each for each in submissions(dossier) if each.pk == submission)
    own = next(found, None)
    return Version(own, form) if own and form in own.codes else None


def state_of(dossier: Dossier, version: Version) -> State:
    """Return where a version stands on the handbook's machine."""
    submission = version.submission
    if set_aside := submission.aside.get(version.form):
        return State(set_aside)
    if submission.outcome in STATES:
        return STATES[Outcome(submission.outcome)]
    return State.LOCKED if _is_printed(dossier, version) else State.APPROVED


def _is_printed(dossier: Dossier, version: Version) -> bool:
    """Whether its paper is sealed; where nothing prints, to be filed is all there is."""
    return not archive.shelves or bool(_printed(dossier).get((version.submission.pk, version.form)))


@once
def _printed(dossier: Dossier) -> dict[tuple[int, str], int | None]:
    return {key: pages for shelf in archive.shelves for key, pages in shelf(dossier).items()}


def may_be_corrected(version: Version) -> bool:
    """Whether its form is one that is corrected, and has had its end.

    A consent is signed anew, the client's record is kept up to date, the cover closes the box. A
    referral without its receipt and a crisis that goes on have later rounds of their own.
    """
    form = FORMS[version.form]
    ended = version.submission.corrects or version.submission.outcome in form.over
    return version.form in CORRECTED and ended


def has_newer(dossier: Dossier, version: Version) -> bool:
    """Whether a later version of the same stands in the same 服务期: of a record, that record."""
    place, of = (version.instance, version.round), version.form
    return any(
        (each.instance_of(of), each.round_of(of)) > place
        for each in valid(dossier, of)
        if each.episode_id == version.submission.episode_id
        and (not FORMS[of].anew or each.instance_of(of) == version.instance)
    )


def may_be_errant(version: Version) -> bool:
    """Whether it can have been filed by mistake: nothing was decided or moved on its strength."""
    record = version.submission.corrects or version.submission.verb != "protect"
    return version.form in ERRANT and record


def is_newest(dossier: Dossier, version: Version) -> bool:
    """Whether nothing was handed in after it."""
    return latest(dossier, version.form) == version.submission


def is_of_now(dossier: Dossier, version: Version) -> bool:
    """Whether it belongs to the 服务期 that is running: an earlier one has its box."""
    return version.submission.episode_id == episode_of(dossier).pk
