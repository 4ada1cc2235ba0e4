"""What a lifecycle is made of: guards which explain themselves, moves which are rows.

A ``Lifecycle`` subclass is the handbook's table, one ``Move`` a row. Reading it gives the page,
the POST, the help and ``describe``; viewflow.fsm keeps the state and draws the chart. Rows of one
verb are told apart by where they begin or by their stage.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from casework.errors import RuleError
from casework.models import Dossier
from casework.permissions import Who, standing
from casework.workdays import Term

SAME = "(same)"  # the target of a move which leaves the state as it is
NEW = "(new)"  # the source of a move which makes the dossier


@dataclass(frozen=True)
class Spot:
    """A place where something is to be mended: form, path, and what it is called."""

    form: str
    path: str
    label: str
    says: str = ""


@dataclass(frozen=True)
class Guard:
    """A condition of a move: a code, and a whole sentence which says what must be so.

    ``check`` answers met or not; ``spots`` may name each place that stands in the way.
    """

    code: str
    says: Any
    check: Callable[[Any, User], bool]
    where: str = ""  # form, and after # the field, where it can be mended
    spots: Callable[[Any], list[Spot]] | None = None


def guard(code: str, says: Any, where: str = "") -> Callable[[Callable[..., bool]], Guard]:
    return lambda check: Guard(code, says, check, where)


@dataclass(frozen=True)
class Stage:
    """Part of a state: when a row is offered there, and what must come first when it is not."""

    check: Callable[[Any], bool]
    says: Any = ""


ALWAYS = Stage(lambda dossier: True)


@dataclass(frozen=True)
class Finding:
    """A condition, weighed on one dossier for one user."""

    code: str
    says: str
    met: bool
    where: str = ""
    spots: tuple[Spot, ...] = ()

    @property
    def form(self) -> str:
        return self.where.partition("#")[0]

    @property
    def path(self) -> str:
        return self.where.partition("#")[2]


@dataclass(frozen=True)
class Verdict:
    """Whether one user may do one thing to one dossier now, and every reason why not."""

    move: "Move"
    findings: list[Finding]
    permitted: bool

    @property
    def allowed(self) -> bool:
        return self.permitted and all(finding.met for finding in self.findings)

    @property
    def unmet(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.met]

    @property
    def here(self) -> bool:
        """Whether the dossier is where the move begins, whoever asks."""
        return self.findings[0].met


@dataclass(kw_only=True)
class Move:
    """A row of the table: 从 → 到, 动作, 谁, 条件, 文书, 时限, 通知."""

    source: Sequence[str]
    target: str
    label: Any
    by: Sequence[Who]
    submits: Sequence[str] = ()  # the forms this freezes, the leading one first
    whole: bool = True  # whether those forms must be filled in completely
    opens: Sequence[str] = ()  # forms that may be filled in before this, besides ``submits``
    edits: bool = True  # whether those forms may be worked on for this; else they go as they are
    decides: Sequence[str] = ()  # the verbs whose pending submission this decides on
    decision: str = ""  # what the decision is called on the review
    withdraws: Sequence[str] = ()  # the verbs whose pending submission this takes back
    guards: Sequence[Guard] = ()
    within: Term | None = None
    due: Callable[[Any], list[date]] | None = None  # the days that the record plans for it
    tells: Sequence[Who] = ()
    urgent: bool = False  # whether they are told at any hour, and must say that they have seen it
    important: bool = False  # whether what they are told is more than ordinary (handbook 13)
    rests: bool = True  # whether its clock stands still with the case; what the law sets does not
    when: Stage = ALWAYS
    asks: str = ""  # the verb that this requests, or settles as a request
    verb: str = field(default="", init=False)
    machine: str = field(default="", init=False)

    @property
    def name(self) -> str:
        """What tells it from the verbs of other machines: project.approve."""
        return f"{self.machine}.{self.verb}"

    @property
    def remarks(self) -> bool:
        """Whether the decision must point at fields."""
        return self.decision == "returned"

    @property
    def forms(self) -> list[str]:
        """The forms one works on for this move."""
        return (
            []
            if not self.edits
            else [*self.submits, *(each for each in self.opens if each not in self.submits)]
        )


def move(source: str | Sequence[str], target: str, label: Any, **cells: Any) -> Any:
    """Write a row: source, target and label first, as in the handbook."""
    for cell in ("decides", "withdraws"):
        cells[cell] = _several(cells.get(cell, ()))
    return Move(source=_several(source), target=target, label=label, **cells)


def _several(said: str | Sequence[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


class Lifecycle:
    """One machine over one dossier. Subclasses declare ``key``, ``name``, ``state``, rows."""

    key: ClassVar[str]
    name: ClassVar[Any]
    state: ClassVar[Any]
    states: ClassVar[Any]
    final: ClassVar[frozenset[str]]
    steps: ClassVar[dict[str, Sequence[str]]]  # the seven steps that people see, by state
    rows: ClassVar[list[Move]]
    verbs: ClassVar[dict[str, list[Move]]]
    beside: ClassVar[bool] = False  # whether it runs beside the dossier's own state

    def __init_subclass__(cls) -> None:
        """Turn every row into a viewflow.fsm transition."""
        if "state" not in vars(cls):
            return  # a kind of machine, not one
        cls.state.getter()(lambda self: self.at)
        cls.state.setter()(lambda self, value: self.put(value))
        declared = _declared(cls)
        cls.verbs = {}
        for name, rows in declared.items():
            for row in rows:
                row.verb, row.machine = row.verb or name, cls.key
                cls.verbs.setdefault(row.verb, []).append(row)
        cls.rows = [row for rows in cls.verbs.values() for row in rows]
        for number, row in enumerate(cls.rows):
            if NEW not in row.source or cls.beside:
                setattr(cls, f"go_{number}", _transition(cls.state, row))

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    @property
    def at(self) -> str:
        """Where the dossier is, for this machine."""
        return self.dossier.status

    def put(self, state: str) -> None:
        self.dossier.status = state

    def keep(self, day: date) -> None:
        """Save where it now is; in a final state the dossier has ended."""
        if self.at in self.final:
            self.dossier.ended_on = day
        self.dossier.save(update_fields=["status", "closed_on", "ended_on"])

    @property
    def asked(self) -> set[str]:
        """The verbs that are done on request and have a time of their own for the decision."""
        return {row.asks for row in self.rows if row.asks and row.within and row.within.since}

    @classmethod
    def leaving(cls, state: str) -> list[Move]:
        return [row for row in cls.rows if state in row.source]

    @property
    def by_itself(self) -> Move | None:
        """The row that follows of itself where the dossier now is, if any."""
        rows = (row for row in self.rows if Who.SYSTEM in row.by)
        return next((row for row in rows if self.offers(row)), None)

    def step(self) -> int:
        """Return which of the seven steps the dossier is at."""
        return self.step_of(self.dossier.status)

    @classmethod
    def step_of(cls, state: str) -> int:
        """Return which of the seven steps a state belongs to, from 0."""
        return next(n for n, states in enumerate(cls.steps.values()) if state in states)

    def offers(self, row: Move) -> bool:
        """Whether the dossier is where this row begins."""
        return self.at in row.source and row.when.check(self.dossier)

    def row_of(self, verb: str, who: Iterable[Who] = ()) -> Move:
        """Return the row of a verb that is offered now; else the one nearest to it: of the
        same state, and for whoever asks."""
        rows = self.verbs[verb]
        here = [row for row in rows if self.at in row.source]
        own = [row for row in here if set(who) & set(row.by)]
        return next((row for row in here if self.offers(row)), (own or here or rows)[0])

    def judge(self, verb: str, user: User, who: set[Who] | None = None) -> Verdict:
        """Weigh one verb: where the dossier is, who the user is, then every guard."""
        who = standing(user, self.dossier) if who is None else who
        row = self.row_of(verb, who)
        offered = self.offers(row)
        role = "、".join(str(each.label) for each in row.by)
        findings = [
            Finding("state", self._where(row), offered),
            Finding("role", _("须由%(role)s办理。") % {"role": role}, bool(who & set(row.by))),
        ]
        if offered:  # elsewhere the guards' records may not exist yet
            findings += [self._found(each, user) for each in row.guards]
        return Verdict(row, findings, permitted=findings[1].met)

    def _where(self, row: Move) -> str:
        if self.at in row.source and row.when.says:
            return str(row.when.says)
        if NEW in row.source:
            return (
                _("已经有一份在办，办完才能另起。")
                if self.beside
                else _("已经登记过了，不再登记。")
            )
        wanted = "、".join(str(self.states(source).label) for source in row.source)
        return _("须在“%(states)s”阶段办理。") % {"states": wanted}

    def _found(self, each: Guard, user: User) -> Finding:
        met = each.check(self.dossier, user)
        spots = tuple(each.spots(self.dossier)) if each.spots and not met else ()
        return Finding(each.code, str(each.says), met, each.where, spots)

    def why_not(self, user: User) -> list[Verdict]:
        """Judge every verb: what can be done now comes first, then what is near, then far."""
        who = standing(user, self.dossier)
        verdicts = [
            self.judge(verb, user, who) for verb, rows in self.verbs.items() if self._acts(rows)
        ]
        return sorted(verdicts, key=lambda verdict: (not verdict.here, len(verdict.unmet)))

    def _acts(self, rows: Iterable[Move]) -> bool:
        """Whether a person does it to a dossier that is there."""
        made = (NEW in row.source and not self.beside for row in rows)
        return not any(made) and all(Who.SYSTEM not in row.by for row in rows)

    def require(self, verb: str, user: User) -> Move:
        """Refuse what ``judge`` does not allow: not you first, then not so."""
        verdict = self.judge(verb, user)
        if not verdict.permitted:
            raise PermissionDenied(verdict.findings[1].says)
        if verdict.unmet:
            raise RuleError("".join(finding.says for finding in verdict.unmet), _errors(verdict))
        return verdict.move

    def go(self, row: Move) -> None:
        """Change the state through viewflow.fsm, which knows no other way."""
        getattr(self, f"go_{self.rows.index(row)}")()

    @classmethod
    def describe(cls) -> dict[str, Any]:
        return {
            "key": cls.key,
            "name": str(cls.name),
            "states": [{"key": s.value, "name": str(s.label)} for s in cls.states],
            "transitions": [_row_as_data(row, source) for row in cls.rows for source in row.source],
        }


def _declared(cls: type) -> dict[str, list[Move]]:
    """Return the rows of a machine: its own, then those of the tables it is put together from."""
    tables = [vars(table) for table in cls.__mro__]
    return {name: _listed(row) for table in tables for name, row in table.items() if _listed(row)}


def _listed(declared: Any) -> list[Move]:
    """A verb is declared as one row, or as a list of rows with verbs of their own."""
    if isinstance(declared, Move):
        return [declared]
    rows = declared if isinstance(declared, list) else []
    return [row for row in rows if isinstance(row, Move)]


def _errors(verdict: Verdict) -> dict[str, str]:
    return {
        f"{spot.form}#{spot.path}": spot.says or finding.says
        for finding in verdict.unmet
        for spot in finding.spots
    }


def _transition(state: Any, row: Move) -> Any:
    def body(lifecycle: Lifecycle) -> None:
        """Do nothing more: what a move does besides moving is in casework.services."""

    body.__name__ = row.verb
    target = {} if row.target == SAME else {"target": row.target}
    return state.transition(
        row.source, label=row.label, permission=None, custom={"row": row}, **target
    )(body)


def _row_as_data(row: Move, source: str) -> dict[str, Any]:
    return {
        "src": source,
        "dst": source if row.target == SAME else str(row.target),
        "action": row.verb,
        "name": str(row.label),
        "roles": [who.value for who in row.by],
        "guards": [{"code": each.code, "says": str(each.says)} for each in row.guards],
        "forms": list(row.submits),
        "deadline": str(row.within or ""),
        "notify": [who.value for who in row.tells],
    }
