"""Attribution: the status of an incident, derived from its statements.

The rule is published in docs/attribution.md. It is a table: the first row that matches gives the
status. A status is never entered by hand, and none is a degree of truth.
"""

__all__ = [
    "DERIVED",
    "STATUSES",
    "Attribution",
    "Parties",
    "Status",
    "attribution_of",
    "derived_from",
    "feature_with_status",
    "groups_of",
    "has_derived",
    "label_of",
    "status_of",
    "without_derived",
]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.assertion import THE_ATTACK, AssertionKind
from geo.model.feature import public_feature
from geo.model.incident import Actor, Assertion, Incident, RecordType

# Statements that name who did it; an accusation of having helped or steered is not one of them.
NAMING: tuple[AssertionKind, ...] = ("claim", "attribution", "finding", "dataset_coding")
# A finding of another body than a court, such as a commission, weighs as an attribution.
ATTRIBUTING: tuple[AssertionKind, ...] = ("attribution", "finding")
DERIVED = ("status", "groups")  # properties of a published Feature that an incident does not have


class Parties(Protocol):
    """What a status follows from: an incident, or the same three things of one."""

    @property
    def record_type(self) -> RecordType:
        """Return whether it is an incident at all."""

    @property
    def actors(self) -> Sequence[Actor]:
        """Return the actors that statements are about."""

    @property
    def assertions(self) -> Sequence[Assertion]:
        """Return the statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The status of an incident on the day `as_of`: its code, its label and the rule behind it.

    The codes and rules are those of docs/attribution.md. `contested` is true where an accusation
    against another party stands; it does not change the status. `by` is what the label names: a
    court with the day and the basis of its finding, or the dataset that codes it.

    >>> import geo
    >>> status = geo.status_of(geo.load(geo.default_path())[0])
    >>> status.code, status.contested
    ('claimed_and_corroborated', True)
    """

    code: str
    label: str
    rule: str
    contested: bool
    as_of: date
    by: tuple[str, ...] = ()


class Ledger:
    """The statements of an incident that stand on a day, with the tests that RULES apply."""

    def __init__(self, parties: Parties, as_of: date) -> None:
        self.record_type = parties.record_type
        self._actors = {actor.id: actor for actor in parties.actors}
        self._standing = standing(parties.assertions, as_of)
        self._kinds = {a.kind for a in self._standing}

    def of(self, kind: AssertionKind) -> tuple[Assertion, ...]:
        """Return the standing statements of one kind."""
        if kind not in self._kinds:
            return ()
        return tuple(a for a in self._standing if a.kind == kind)

    def families(self, *kinds: AssertionKind) -> frozenset[str]:
        """Return the families that statements of these kinds name; a mere label is not a name."""
        if self._kinds.isdisjoint(kinds):
            return frozenset()
        statements = (a for a in self._standing if a.kind in kinds and a.stance != "denies")
        named = (actor for a in statements for actor in a.about if self._is_named(actor))
        return frozenset(family(actor, self._actors) for actor in named)

    def court_finding(self) -> Assertion | None:
        """Return the latest finding of a court that somebody named did it."""
        findings = [
            finding
            for finding in self.of("finding")
            if finding.by.kind == "court" and finding.stance == "asserts"
            if any(map(self._is_named, finding.about))
        ]
        return max(findings, key=lambda finding: finding.date, default=None)

    def state_denial(self) -> bool:
        """Tell whether a state denies the attack, or that the named parties did it."""
        named = self.families("claim", *ATTRIBUTING)
        denials = (a for a in self._standing if a.stance == "denies" and a.by.kind == "state")
        return any(
            actor == THE_ATTACK or family(actor, self._actors) in named
            for denial in denials
            for actor in denial.about
        )

    def corroborated(self) -> bool:
        """Tell whether somebody other than an armed group attributes it to a claimant's family.

        A suspicion does not corroborate.
        """
        claimed = self.families("claim")
        return any(
            family(actor, self._actors) in claimed
            for statement in (*self.of("attribution"), *self.of("finding"))
            if statement.by.kind != "armed_group" and statement.stance == "asserts"
            for actor in statement.about
            if self._is_named(actor)
        )

    def only_suspected(self, *kinds: AssertionKind) -> bool:
        """Tell whether statements of these kinds name somebody, and all of them only suspect."""
        naming = (a for kind in kinds for a in self.of(kind) if any(map(self._is_named, a.about)))
        return {a.stance for a in naming} - {"denies"} == {"suspects"}

    def groups(self) -> tuple[Actor, ...]:
        """Return the actors that statements name, with the wholes that they are part of."""
        named = (a.about for a in self._standing if a.kind in NAMING and a.stance != "denies")
        ids = {id_ for about in named for id_ in about}
        for id_ in tuple(ids):
            ids.update(_wholes(id_, self._actors))
        return tuple(a for a in self._actors.values() if a.id in ids and a.kind != "unspecified")

    def _is_named(self, actor_id: str) -> bool:
        actor = self._actors.get(actor_id)
        return actor is not None and actor.kind != "unspecified"


def standing(assertions: Iterable[Assertion], as_of: date) -> tuple[Assertion, ...]:
    """Return the statements made by a day and neither withdrawn nor overturned by then."""
    until_then = [a for a in assertions if dates.first_day(a.date) <= as_of]
    withdrawn = {a.replies_to for a in until_then if a.stance == "withdraws"}
    kept = [a for a in until_then if a.stance != "withdraws" and a.id not in withdrawn]
    return tuple(a for a in kept if not _is_overturned(a, kept))


def _is_overturned(finding: Assertion, statements: Iterable[Assertion]) -> bool:
    """Tell whether later findings of courts acquit everybody that a court's finding convicts."""
    if finding.kind != "finding" or finding.by.kind != "court" or finding.stance == "denies":
        return False
    acquitted = {
        actor
        for later in statements
        if later.kind == "finding" and later.by.kind == "court" and later.stance == "denies"
        if dates.last_day(later.date) >= dates.first_day(finding.date)
        for actor in later.about
    }
    return bool(finding.about) and set(finding.about) <= acquitted


def family(actor_id: str, actors: dict[str, Actor]) -> str:
    """Return the root of an actor: the whole that it is part of."""
    return [actor_id, *_wholes(actor_id, actors)][-1]


class Rule(NamedTuple):
    """One row of the published rule."""

    code: str
    label: str
    sentence: str
    matches: Callable[[Ledger], bool]


RULES: tuple[Rule, ...] = (
    Rule(
        "not_applicable",
        "Context, not an attack",
        "A context record: nobody claims it or is blamed for it.",
        lambda ledger: ledger.record_type == "context",
    ),
    Rule(
        "adjudicated",
        "Adjudicated",
        "A court has found who did it.",
        lambda ledger: ledger.court_finding() is not None,
    ),
    Rule(
        "disputed",
        "Disputed",
        "Unrelated parties claim it or are named for it, or a state denies what others say.",
        lambda ledger: len(ledger.families("claim", *ATTRIBUTING)) > 1 or ledger.state_denial(),
    ),
    Rule(
        "claimed_and_corroborated",
        "Claimed and corroborated",
        "A group claims it; somebody independent attributes it to the same group or family.",
        Ledger.corroborated,
    ),
    Rule(
        "claimed",
        "Claimed",
        "A group claims it; nobody independent attributes it to that group by name.",
        lambda ledger: bool(ledger.of("claim")),
    ),
    Rule(
        "suspected",
        "Suspected",
        "It is attributed, but every statement only suspects.",
        lambda ledger: ledger.only_suspected(*ATTRIBUTING),
    ),
    Rule(
        "attributed",
        "Attributed",
        "Somebody attributes it to a group that has not claimed it.",
        lambda ledger: bool(ledger.families(*ATTRIBUTING)),
    ),
    Rule(
        "suspected",
        "Suspected",
        "A dataset codes a group, as suspected only.",
        lambda ledger: ledger.only_suspected("dataset_coding"),
    ),
    Rule(
        "attributed",
        "Attributed",
        "A dataset codes a group; no statement of the parties is recorded.",
        lambda ledger: bool(ledger.families("dataset_coding")),
    ),
    Rule(
        "unattributed",
        "Unattributed",
        "Nobody claims it, and nobody names a group for it.",
        lambda _: True,
    ),
)

# Every status once, in the order of legends and facets.
STATUSES: dict[str, str] = {
    "adjudicated": "Adjudicated",
    "claimed_and_corroborated": "Claimed and corroborated",
    "claimed": "Claimed",
    "attributed": "Attributed",
    "suspected": "Suspected",
    "disputed": "Disputed",
    "unattributed": "Unattributed",
    "not_applicable": "Context, not an attack",
}


def status_of(incident: Parties, as_of: date | None = None) -> Status:
    """Derive the status of an incident as of a day (default: today).

    The rule is the table of docs/attribution.md; only statements made by that day count.

    >>> import geo
    >>> from datetime import date
    >>> kerman = geo.load(geo.default_path())[3]
    >>> geo.status_of(kerman, date(2024, 1, 3)).label
    'Unattributed'
    >>> geo.status_of(kerman, date(2024, 2, 1)).label
    'Claimed and corroborated'
    """
    return attribution_of(incident, as_of or date.today()).status


def _status(ledger: Ledger, as_of: date) -> Status:
    rule = next(rule for rule in RULES if rule.matches(ledger))
    by = _named(rule, ledger)
    return Status(
        code=rule.code,
        label=label_of(rule.code, by),
        rule=rule.sentence,
        contested=rule.code != "not_applicable" and bool(ledger.of("accusation")),
        as_of=as_of,
        by=by,
    )


def label_of(code: str, by: Sequence[str]) -> str:
    """Return the label of a status from its code, and what it names.

    >>> label_of("attributed", ["UCDP GED"])
    'Attributed, coded by UCDP GED'
    """
    label = STATUSES[code]
    if code == "adjudicated" and by:
        court, day, *basis = by
        return ", ".join(map(isolated, [label, court, dates.in_words(day), *basis]))
    return f"{label}, coded by {isolated(by[0])}" if by else label


def groups_of(incident: Parties, as_of: date | None = None) -> tuple[Actor, ...]:
    """Return the actors that claim an incident or are named for it, with the wholes they belong to.

    A party that is only accused is not a group of the incident, and a mere label is not one either.
    Statements count as of a day (default: today).

    >>> import geo
    >>> crocus = geo.load(geo.default_path())[4]
    >>> [actor.id for actor in geo.groups_of(crocus)]
    ['islamic-state', 'isis-k']
    """
    return attribution_of(incident, as_of or date.today()).groups


class Attribution(NamedTuple):
    """What follows from the statements that stand on a day."""

    status: Status
    groups: tuple[Actor, ...]


def attribution_of(incident: Parties, as_of: date) -> Attribution:
    """Return status and groups of an incident as of a day, for half the work of asking for each."""
    ledger = Ledger(incident, as_of)
    return Attribution(_status(ledger, as_of), ledger.groups())


def feature_with_status(incident: Incident, as_of: date | None = None) -> dict[str, Any]:
    """Return the incident as a public Feature with its derived status and groups."""
    feature = public_feature(incident)
    feature["properties"] |= derived_from(incident, as_of)
    return feature


def derived_from(incident: Incident, as_of: date | None = None) -> dict[str, Any]:
    """Return the properties of DERIVED as JSON values."""
    status = status_of(incident, as_of)
    return {
        "status": {
            "code": status.code,
            "label": status.label,
            "rule": status.rule,
            "contested": status.contested,
            "as_of": status.as_of.isoformat(),
        },
        "groups": [actor.id for actor in groups_of(incident, as_of)],
    }


def has_derived(feature: Any) -> bool:
    """Tell whether a Feature was published by this program: it has the properties of DERIVED."""
    match feature:
        case {"properties": Mapping() as properties}:
            return properties.keys() >= set(DERIVED)
    return False


def without_derived(feature: Any) -> Any:
    """Return a Feature without the properties of DERIVED, which are never read from a file."""
    match feature:
        case {"properties": Mapping() as properties}:
            kept = {name: value for name, value in properties.items() if name not in DERIVED}
            return {**feature, "properties": kept}
    return feature


def _named(rule: Rule, ledger: Ledger) -> tuple[str, ...]:
    """Return what the label of a status names."""
    if rule.code == "adjudicated" and (finding := ledger.court_finding()):
        return tuple(filter(None, [finding.by.name, finding.date, finding.basis]))
    codings = ledger.of("dataset_coding")
    if codings and rule.code in ("attributed", "suspected") and not ledger.families(*ATTRIBUTING):
        return (codings[0].by.name,)
    return ()


def _wholes(actor_id: str, actors: dict[str, Actor]) -> Iterator[str]:
    """Yield the wholes that an actor is part of, the nearest first; there are no circles."""
    while (actor := actors.get(actor_id)) and actor.part_of:
        actor_id = actor.part_of
        yield actor_id
