"""Histories of tolls that tests look at: figures of two attacks, with what became of each."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from geo.model.incident import Casualties, Incident, Speaker, TollReport
from samples import incident
from strategies import texts

MINISTRY, PAPER, GROUP = (
    Speaker(name="A ministry", kind="state"),
    Speaker(name="A paper", kind="media"),
    Speaker(name="The Front", kind="armed_group"),
)


def report(value: int, as_of: str | None = None, **changes: Any) -> TollReport:
    """Return a figure of the killed, by a ministry."""
    fields: dict[str, Any] = {
        "value": value,
        "measure": "killed",
        "said_by": MINISTRY,
        "as_of": as_of,
        "status": "standing",
        "sources": ("S",),
    }
    return TollReport(**fields | changes)


def replaced(value: int, as_of: str, id_: str, by: str, **changes: Any) -> TollReport:
    """Return a figure that another one has replaced."""
    fields: dict[str, Any] = {"id": id_, "superseded_by": by, "status": "superseded"}
    return report(value, as_of, **fields | changes)


def with_reports(*reports: TollReport, **changes: Any) -> Incident:
    """Return an incident with these figures, and the ranges that follow from them."""
    tolls = Casualties(reports=reports)
    killed, injured = (tolls.range_from_reports(measure) for measure in ("killed", "injured"))
    casualties = Casualties(killed=killed, injured=injured, reports=reports)
    return incident(casualties=casualties, **changes)


# As at Kerman in 2024: counted twice at first, counted again, and a boast.
RECOUNTED = with_reports(
    replaced(103, "2024-01-03", "a", "b", said_by=PAPER, status="withdrawn"),
    replaced(95, "2024-01-03", "b", "c"),
    replaced(84, "2024-01-04", "c", "d"),
    report(94, "2024-01-11", id="d"),
    report(97, "2024-11", said_by=PAPER),
    report(300, "2024-01-04", said_by=GROUP, qualifier="at_least"),
    report(100, "2024-04-01", said_by=PAPER, qualifier="about", status="not_comparable"),
)
# As at Krasnogorsk: some figures in the first week, others with the verdict two years later.
VERDICT = with_reports(
    replaced(60, "2024-03-22", "a", "b", qualifier="at_least"),
    replaced(133, "2024-03-23", "b", "c"),
    replaced(144, "2024-04-01", "c", "d", said_by=PAPER),
    report(149, "2026-03-12", id="d"),
    report(147, "2026-03-12", said_by=PAPER),
    replaced(551, "2024-03-30", "e", "f", measure="injured"),
    report(609, "2026-03-12", id="f", measure="injured"),
)


def told() -> st.SearchStrategy[Incident]:
    """Return incidents with several figures of the killed that count, so that a chart is drawn."""
    speakers = st.builds(Speaker, name=texts(), kind=st.sampled_from(["state", "media"]))
    days = st.none() | st.dates(date(2015, 1, 1), date(2026, 1, 1)).map(str)
    fates = st.sampled_from(["standing", "superseded", "withdrawn"])
    figures = st.builds(
        report,
        st.integers(0, 10**9),
        days,
        said_by=speakers,
        status=fates,
        qualifier=st.sampled_from(["exactly", "about", "at_least", "at_most"]),
    )
    apart = st.builds(
        report, st.integers(0, 10**9), said_by=speakers, status=st.just("not_comparable")
    )
    lists = st.tuples(st.lists(figures, min_size=2, max_size=6), st.lists(apart, max_size=2))
    return lists.map(lambda found: with_reports(*found[0], *found[1]))
