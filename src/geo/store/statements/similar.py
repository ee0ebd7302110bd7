"""Records of two datasets that look like the same event: of one day, and close to each other."""

__all__ = ["NEAR_KM", "SIMILAR"]

NEAR_KM = 5.0
_EARTH_KM = 6371.0
# Of each record of some datasets the first other one that is like it. Nearly all others are left
# out by their latitude, 0.05 degrees of which are a little more than NEAR_KM.
SIMILAR = f"""
with sited as (
  select i.id, i.title, i.n, i.first_day, i.record_type, i.dataset, s.lon, s.lat
  from incidents as i join sites as s using (n)
  where i.first_day = i.last_day and s.drawn
),
pairs as (
  select mine.id, theirs.id as other, theirs.title, theirs.n,
         radians(mine.lat) as lat, radians(theirs.lat) as other_lat,
         radians(mine.lon - theirs.lon) as east
  from sited as mine join sited as theirs using (first_day, record_type)
  where list_contains($datasets, mine.dataset) and not list_contains($datasets, theirs.dataset)
    and abs(mine.lat - theirs.lat) < 0.05
)
select id, arg_min(other, n), arg_min(title, n) from pairs
where 2 * {_EARTH_KM} * asin(sqrt(
  sin((lat - other_lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin(east / 2) ** 2
)) <= {NEAR_KM}
group by id order by id
"""
