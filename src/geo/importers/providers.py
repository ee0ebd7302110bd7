"""Those whose datasets are read, and what their licences allow."""

__all__ = ["PROVIDERS", "Provider"]

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A dataset of the field. `dataset` is what records call it in `origin.dataset`."""

    dataset: str
    publisher: str
    title: str
    url: str
    licence: str
    redistributable: bool


PROVIDERS: dict[str, Provider] = {
    "ucdp": Provider(
        dataset="UCDP GED",
        publisher="Uppsala Conflict Data Program (UCDP)",
        title="UCDP Georeferenced Event Dataset (GED)",
        url="https://ucdp.uu.se/downloads/",
        licence="CC BY 4.0",
        redistributable=True,
    ),
    "gtd": Provider(
        dataset="GTD",
        publisher="START, University of Maryland",
        title="Global Terrorism Database (GTD)",
        url="https://www.start.umd.edu/gtd/",
        licence="GTD End User Agreement: no publication or redistribution of the data",
        redistributable=False,
    ),
    "acled": Provider(
        dataset="ACLED",
        publisher="Armed Conflict Location & Event Data (ACLED)",
        title="ACLED event data",
        url="https://acleddata.com/",
        licence="ACLED Terms of Use: no access to the data for others",
        redistributable=False,
    ),
}
