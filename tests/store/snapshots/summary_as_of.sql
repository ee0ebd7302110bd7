with incidents as not materialized (from known_incidents($as_of)),
sites as not materialized (from known_sites($as_of)),
places_then as not materialized (
from tallied($as_of) where tally = 'places' union all by name
select 'places' as tally, first_day, last_day, years, credit, record_type, country, status, finest, said, dataset, 1 as number, (site_count = 0)::int as unlocated, (first_day is null)::int as undated, (site_count > 0 and not drawn)::int as coarse, killed_low as killed_low, killed_best as killed_best, killed_high as killed_high, injured_low as injured_low, injured_best as injured_best, injured_high as injured_high, (killed_best is not null)::int as killed, (injured_best is not null)::int as injured from untallied($as_of)),
types_then as not materialized (
from tallied($as_of) where tally = 'types' union all by name
select 'types' as tally, first_day, last_day, years, credit, record_type, types, country, status, said, dataset, 1 as number, (site_count = 0)::int as unlocated, (first_day is null)::int as undated, (site_count > 0 and not drawn)::int as coarse, killed_low as killed_low, killed_best as killed_best, killed_high as killed_high, injured_low as injured_low, injured_best as injured_best, injured_high as injured_high, (killed_best is not null)::int as killed, (injured_best is not null)::int as injured from untallied($as_of)),
groups_then as not materialized (
from tallied($as_of) where tally = 'groups' union all by name
select 'groups' as tally, first_day, last_day, years, credit, groups, record_type, status, said, dataset, 1 as number, (site_count = 0)::int as unlocated, (first_day is null)::int as undated, (site_count > 0 and not drawn)::int as coarse, killed_low as killed_low, killed_best as killed_best, killed_high as killed_high, injured_low as injured_low, injured_best as injured_best, injured_high as injured_high, (killed_best is not null)::int as killed, (injured_best is not null)::int as injured from untallied($as_of)),
cells_then as not materialized (
from tallied($as_of) where tally = 'cells' union all by name
select 'cells' as tally, first_day, last_day, record_type, country, status, finest, said, dataset, x, y, 1 as number, lon as lon, lat as lat, killed_low as killed_low, killed_best as killed_best, killed_high as killed_high from untallied_sites($as_of) where drawn and site_count = 1),
untold as materialized (select groups from incidents where country = any($country))
select (select struct_pack(number := list(number), unlocated := list(unlocated), undated := list(undated), first := list(first), last := list(last)) from (select coalesce(sum(number), 0)::bigint as number, coalesce(sum(unlocated), 0)::bigint as unlocated, coalesce(sum(undated), 0)::bigint as undated, year(min(first_day)) as first, year(max(last_day)) as last from places_then where true and country = any($country))),
(select struct_pack(number := list(number), killed_low := list(killed_low), killed_best := list(killed_best), killed_high := list(killed_high), injured_low := list(injured_low), injured_best := list(injured_best), injured_high := list(injured_high), killed := list(killed), injured := list(injured)) from (select coalesce(sum(number), 0)::bigint as number, coalesce(sum(killed_low), 0)::bigint as killed_low, coalesce(sum(killed_best), 0)::bigint as killed_best, coalesce(sum(killed_high), 0)::bigint as killed_high, coalesce(sum(injured_low), 0)::bigint as injured_low, coalesce(sum(injured_best), 0)::bigint as injured_best, coalesce(sum(injured_high), 0)::bigint as injured_high, coalesce(sum(killed), 0)::bigint as killed, coalesce(sum(injured), 0)::bigint as injured from places_then where true and country = any($country) and record_type != 'context')),
(select count(*) from later_incidents($as_of) where country = any($country)),
(select struct_pack(key := list(key), number := list(number)) from (select credit as key, coalesce(sum(number), 0)::bigint as number from places_then where true and country = any($country) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select groups as key, count(*) as number from untold where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select record_type as key, coalesce(sum(number), 0)::bigint as number from places_then where true and country = any($country) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select types as key, coalesce(sum(number), 0)::bigint as number from types_then where true and country = any($country) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select country as key, coalesce(sum(number), 0)::bigint as number from places_then where true and true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select status as key, coalesce(sum(number), 0)::bigint as number from places_then where true and country = any($country) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select finest as key, coalesce(sum(number), 0)::bigint as number from places_then where true and country = any($country) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select said as key, coalesce(sum(number), 0)::bigint as number from places_then where true and country = any($country) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select dataset as key, coalesce(sum(number), 0)::bigint as number from places_then where true and country = any($country) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select years as key, coalesce(sum(number), 0)::bigint as number from places_then where true and country = any($country) group by all having number > 0))

-- as_of = datetime.date(2024, 3, 31)
-- country = ['IR']
