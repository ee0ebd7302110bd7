"""The words for the values of filters whose values are known in advance, in their order."""

__all__ = ["PRECISION_LABELS", "RECORD_LABELS", "STATEMENT_LABELS"]

RECORD_LABELS = {
    "incident": "Incidents",
    "aggregate": "Aggregates of incidents",
    "context": "Context records",
}
PRECISION_LABELS = {
    "site": "the site itself",
    "settlement": "a town",
    "near_settlement": "near a town",
    "admin2": "a district",
    "admin1": "a province",
    "fuzzy": "a rough area",
    "country": "a country",
    "international": "international waters or air space",
    "capital_as_actor": "a capital that stands for its government",
    "unknown": "an unknown place",
    "none": "no position",
}
STATEMENT_LABELS = {
    "claim": "Claims of responsibility",
    "attribution": "Attributions",
    "accusation": "Accusations",
    "denial": "Denials",
    "finding": "Findings",
    "retraction": "Retractions",
    "dataset_coding": "Codings by a dataset",
}
