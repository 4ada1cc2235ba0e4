"""表单页签: which forms of a dossier a page shows, which of them are open, and which comes first.

What an open step is there for is open by itself. What may be begun any time, such as a change of
the plan, is open once it was asked for or begun; until then there is only what was sealed.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.http import urlencode

from casework.approvals import latest, submissions
from casework.catalogue import FORMS, title_of
from casework.drafts import draft_of
from casework.models import Dossier, Submission
from web.offers import Offers
from web.places import OWN

Outcome = Submission.Outcome
LISTED = {
    "C05",
    "C11",
    "G05",
    "G06",
    "G07",
    "G08",
}  # there are many of these: they have lists of their own
PERSON = "D01"
PLANS = {"C": "C04", "G": "G02", "P": "P01"}  # what is read while the work goes on


@dataclass
class Tabs:
    """The forms of a dossier as one person finds them; ``wanted`` is the verb they come for."""

    case: Any
    offers: Offers
    form: str = ""
    wanted: str = ""
    writing: list[str] = field(init=False)
    codes: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.writing = [code for code in self._writing() if code not in OWN]
        known = {*self.writing, *self._sealed()}
        own = [PERSON] if self.case.kind == Dossier.Kind.CASE else []
        self.codes = [code for code in FORMS if code in known and code not in own] + own

    @property
    def code(self) -> str:
        """The form to show: the one asked for, else the one of the step the case is at; none
        where nothing was begun that the reader may see."""
        return self.form if self.form in self.codes else self._first()

    @property
    def own_page(self) -> bool:
        """Whether what was asked for is filled in elsewhere."""
        return self.form in OWN and self.form in self.offers.forms

    @property
    def droppable(self) -> bool:
        """Whether the draft that is open may be thrown away: nobody waits for it."""
        code = self.code
        begun = code in self.writing and draft_of(self.case, code) is not None
        return begun and (FORMS[code].anew or code in self.offers.on_demand)

    def shown(self) -> list[dict[str, Any]]:
        return [
            {
                "code": code,
                "title": title_of(code),
                "open": code in self.writing,
                "query": urlencode({"form": code} | ({"for": self.wanted} if self.wanted else {})),
            }
            for code in self.codes
        ]

    def _writing(self) -> list[str]:
        offers = self.offers
        asked = offers.forms_for(self.wanted)
        lone = [self.form] if self.form in offers.on_demand and not self._was_sealed() else []
        begun = [
            form
            for verb in offers.verbs_here
            for form in offers.forms_for(verb)
            if self._is_begun(offers.forms_for(verb)[0])
        ]
        return [*offers.main_forms, *asked, *lone, *begun]

    def _was_sealed(self) -> bool:
        return latest(self.case, self.form) is not None

    def _is_begun(self, code: str) -> bool:
        """Whether something is written that was not handed in yet."""
        draft, last = draft_of(self.case, code), latest(self.case, code)
        waits = last is not None and last.outcome == Outcome.PENDING
        return draft is not None and not (last and waits and draft.saved_at <= last.at)

    def _sealed(self) -> list[str]:
        found = [code for each in submissions(self.case) for code in each.codes]
        return [code for code in found if code not in LISTED]

    def _first(self) -> str:
        """What the step is there for; what came back; in service the plan; what came last."""
        main = [code for code in self.offers.main_forms if code in self.writing]
        asked = [code for code in self.offers.forms_for(self.wanted) if code in self.writing]
        newest = submissions(self.case)[:1]
        back = [each.form for each in newest if each.outcome == Outcome.RETURNED]
        plan = [PLANS[self.case.kind]] if self.offers.on_demand else []
        last = [code for each in submissions(self.case) for code in each.codes]
        order = [*asked, *main, *(c for c in back if c in self.writing), *plan, *last]
        return next((code for code in [*order, *self.codes] if code in self.codes), "")
