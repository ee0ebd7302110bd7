"""Attribution: the status of an incident, derived from its statements.

The rule is published in docs/attribution.md. It is a table: the first row that matches gives the
status. A status is never entered by hand, and none is a degree of truth.
"""

__all__ = [
    "CONTESTED",
    "DERIVED",
    "OLD_CODES",
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
    "rules_of",
    "status_of",
    "without_derived",
]

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from geo.formats.and_line import and_line
from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.feature import public_feature
from geo.model.incident import Actor, Assertion, Incident
from geo.model.ledger import ATTRIBUTING, Ledger, Parties
from geo.model.relations import Relations, relations_of

DERIVED = ("status", "groups")  # properties of a published Feature that an incident does not have
NAMED_AT_MOST = 2  # attributing speakers in a label; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The status of an incident on the day `as_of`: its code, its label and the rule behind it.

    The codes and rules are those of docs/attribution.md. `contested` is true where an accusation
    stands that another party ordered or steered it; it does not change the status. `by` is what
    the label names: a court with day, instance, hearing and appeal of its finding, who attributes
    what a group claims, or the dataset that codes it.

    >>> import geo
    >>> status = geo.status_of(geo.load(geo.default_path())[0])
    >>> status.code, status.contested
    ('claimed_and_attributed', True)
    """

    code: str
    label: str
    rule: str
    contested: bool
    as_of: date
    by: tuple[str, ...] = ()


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
        "convictions",
        "Convictions",
        "A court has convicted somebody of having committed it.",
        lambda ledger: ledger.convictions() is not None,
    ),
    Rule(
        "disputed",
        "Disputed",
        "Unrelated parties claim it or are named for it, or a state denies that it was an attack.",
        lambda ledger: len(ledger.families("claim", *ATTRIBUTING)) > 1 or ledger.is_denied(),
    ),
    Rule(
        "claimed_and_attributed",
        "Claimed, and attributed to it",
        "A group claims it, and somebody else attributes it to the same group or family.",
        lambda ledger: bool(ledger.attributors()),
    ),
    Rule(
        "claimed",
        "Claimed",
        "A group claims it; nobody else attributes it to that group by name.",
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
        "Somebody attributes it to a group; no claim is recorded.",
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


def rules_of(code: str) -> str:
    """Return the rule of a status; one that comes about in several ways has them all."""
    return " Or: ".join(rule.sentence for rule in RULES if rule.code == code)


# Every status once, in the order of legends and facets.
STATUSES: dict[str, str] = {
    "convictions": "Convictions",
    "claimed_and_attributed": "Claimed, and attributed to it",
    "claimed": "Claimed",
    "attributed": "Attributed",
    "suspected": "Suspected",
    "disputed": "Disputed",
    "unattributed": "Unattributed",
    "not_applicable": "Context, not an attack",
}
CONTESTED = "Contested: another party is accused of having ordered or steered it."
# Earlier codes that addresses still have.
OLD_CODES: Mapping[str, str] = MappingProxyType(
    {"adjudicated": "convictions", "claimed_and_corroborated": "claimed_and_attributed"}
)


def status_of(incident: Parties, as_of: date | None = None) -> Status:
    """Derive the status of an incident as of a day (default: today).

    The rule is the table of docs/attribution.md; only statements made by that day count.

    >>> import geo
    >>> from datetime import date
    >>> kerman = geo.load(geo.default_path())[3]
    >>> geo.status_of(kerman, date(2024, 1, 3)).label
    'Suspected'
    >>> geo.status_of(kerman, date(2024, 1, 4)).label
    'Claimed'
    """
    return attribution_of(incident, as_of or date.today()).status


def _status(ledger: Ledger, as_of: date) -> Status:
    rule = next(rule for rule in RULES if rule.matches(ledger))
    by = _named(rule, ledger)
    return Status(
        code=rule.code,
        label=label_of(rule.code, by),
        rule=rule.sentence,
        contested=rule.code != "not_applicable" and ledger.is_contested(),
        as_of=as_of,
        by=by,
    )


def label_of(code: str, by: Sequence[str]) -> str:
    """Return the label of a status from its code, and what it names.

    >>> label_of("attributed", ["UCDP GED"])
    'Attributed, coded by UCDP GED'
    """
    label = STATUSES[code]
    if not by:
        return label
    if code == "convictions":
        court, day, *rest = by
        return ", ".join(map(isolated, [label, court, dates.in_words(day), *rest]))
    if code == "claimed_and_attributed":
        return f"{label} by {_speakers_in_words(by)}"
    return f"{label}, coded by {isolated(by[0])}"


def _speakers_in_words(names: Sequence[str]) -> str:
    """Name the first speakers, and count the others."""
    named, others = list(map(isolated, names[:NAMED_AT_MOST])), len(names) - NAMED_AT_MOST
    more = [f"{others} other{'s' if others > 1 else ''}"] if others > 0 else []
    return and_line([*named, *more])


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
    relations: Relations


def attribution_of(incident: Parties, as_of: date) -> Attribution:
    """Return all that follows from the statements as of a day, which are sorted out once."""
    ledger = Ledger(incident, as_of)
    return Attribution(_status(ledger, as_of), ledger.groups(), relations_of(ledger))


def feature_with_status(incident: Incident, as_of: date | None = None) -> dict[str, Any]:
    """Return the incident as a public Feature with its derived status and groups."""
    feature = public_feature(incident)
    feature["properties"] |= derived_from(incident, as_of)
    return feature


def derived_from(incident: Incident, as_of: date | None = None) -> dict[str, Any]:
    """Return the properties of DERIVED as JSON values."""
    status, groups, _ = attribution_of(incident, as_of or date.today())
    return {
        "status": {
            "code": status.code,
            "label": status.label,
            "rule": status.rule,
            "contested": status.contested,
            "as_of": status.as_of.isoformat(),
        },
        "groups": [actor.id for actor in groups],
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
    if rule.code == "convictions" and (finding := ledger.convictions()):
        return _court_in_words(finding)
    if rule.code == "claimed_and_attributed":
        by_day = sorted(ledger.attributors(), key=lambda statement: statement.date)
        return tuple(dict.fromkeys(statement.by.name for statement in by_day))
    codings = ledger.of("dataset_coding")
    if codings and rule.code in ("attributed", "suspected") and not ledger.families(*ATTRIBUTING):
        return (codings[0].by.name,)
    return ()


def _court_in_words(finding: Assertion) -> tuple[str, ...]:
    hearing = finding.hearing and f"{finding.hearing} hearing"
    instance = finding.instance or finding.basis
    parts = [finding.court or finding.by.name, finding.date, instance, hearing, finding.appeal]
    return tuple(filter(None, parts))
