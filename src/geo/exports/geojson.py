"""GeoJSON: the incidents as they are, with the status and the groups of each."""

__all__ = ["geojson_from_selection"]

import json

from geo.exports.about import about
from geo.exports.selection import Selection
from geo.model.attribution import derived_from
from geo.model.feature import text_from_incident


def geojson_from_selection(selection: Selection) -> bytes:
    """Return a FeatureCollection (RFC 7946), a line a Feature; `about` says what it holds."""
    head = json.dumps(about(selection), ensure_ascii=False)
    features = ",\n".join(
        text_from_incident(incident, derived_from(incident, selection.as_of))
        for incident in selection.incidents()
    )
    text = f'{{"type":"FeatureCollection","about":{head},"features":[\n{features}\n]}}\n'
    return text.encode()
