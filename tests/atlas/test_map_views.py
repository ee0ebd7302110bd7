"""Where the maps of sessions look: each under its own key, for as long as the session."""

from geo.atlas.map_views import FIRST_VIEW, MapView, MapViews
from geo.mercator import Bounds

IRAN = MapView(bounds=Bounds(west=44, south=25, east=63, north=40), zoom=5)


def test_a_map_begins_with_the_world_and_is_then_where_it_looked_last() -> None:
    views = MapViews()
    key = views.begin()
    assert views.of(key) is FIRST_VIEW
    views.note(key, IRAN)
    assert views.of(key) == IRAN


def test_sessions_do_not_mix() -> None:
    views = MapViews()
    one, other = views.begin(), views.begin()
    views.note(one, IRAN)
    assert one != other
    assert views.of(other) is FIRST_VIEW


def test_nothing_is_kept_for_keys_that_were_not_given_or_have_ended() -> None:
    views = MapViews()
    key = views.begin()
    views.end(key)
    for unknown in (key, "", "made up"):
        views.note(unknown, IRAN)
        assert views.of(unknown) is FIRST_VIEW
    assert len(views) == 0
