"""Where the maps of sessions look: each under its own key, for as long as the session."""

from concurrent.futures import ThreadPoolExecutor

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


def test_who_waits_goes_on_when_the_map_looks() -> None:
    views = MapViews()
    key = views.begin()
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(views.wait_for, key, 60)
        views.note(key, IRAN)
        waiting.result(timeout=30)


def test_nobody_waits_longer_than_said() -> None:
    views = MapViews()
    views.wait_for(views.begin(), 0.01)
