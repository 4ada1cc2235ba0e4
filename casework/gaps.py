"""闭环核查, what it is made of: gaps, the steps they are found in, and the loop of them all."""

from dataclasses import dataclass, field

from casework.models import Submission


@dataclass(frozen=True)
class Gap:
    """Something amiss: what, by which rule, who has to mend it. ``minor``: late, but done."""

    says: str
    rule: str
    who: str = ""
    minor: bool = False


@dataclass
class Step:
    """One of the seven steps, as an auditor reads it."""

    number: int
    label: str
    state: str = "ahead"  # whole, gap, now, ahead
    done: list[tuple[str, Submission]] = field(default_factory=list)  # form and submission, valid
    others: list[tuple[str, Submission]] = field(default_factory=list)  # returned, withdrawn
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True)
class Loop:
    """All steps, and the verdict on them."""

    steps: list[Step]

    def count(self, state: str) -> int:
        return sum(step.state == state for step in self.steps)

    @property
    def closed(self) -> bool:
        return self.count("whole") == len(self.steps)

    @property
    def gaps(self) -> list[tuple[Step, Gap]]:
        return [(step, gap) for step in self.steps for gap in step.gaps if not gap.minor]
