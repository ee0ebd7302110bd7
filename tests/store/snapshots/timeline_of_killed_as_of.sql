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
spans as materialized (
select *, year(first_day) as first_bin, year(last_day) as last_bin
from (select first_day, last_day, status as key, count(*) as number, coalesce(sum(killed_best) filter (record_type != 'context'), 0) as amount, coalesce(sum(killed_low) filter (record_type != 'context'), 0) as low, coalesce(sum(killed_high) filter (record_type != 'context'), 0) as high, count(*) filter (record_type != 'context' and killed_best is null) as unknown
      from incidents where country = any($country) group by all)),
ends as materialized (
select min(first_bin) as first_bin, max(last_bin) as last_bin,
       coalesce(sum(number) filter (first_day is null), 0)::bigint as undated,
       coalesce(sum(unknown) filter (first_day is not null), 0)::bigint as unknown
from spans),
ends_are_near as not materialized (select 1 from ends where last_bin - first_bin < 2000)
select first_bin, last_bin, undated, unknown, bin, key, exact, spread, low, high
from ends left join (
  select bin, key, coalesce(sum(amount) filter (is_exact), 0)::double as exact,
         coalesce(sum(amount * share) filter (not is_exact), 0)::double as spread,
         sum(low * share)::double as low, sum(high * share)::double as high
  from (select *, first_bin = last_bin as is_exact,
               (least(last_day + 1, make_date((bin + 1), 1, 1)) - greatest(first_day, make_date(bin, 1, 1))) / (last_day + 1 - first_day) as share
        from (select *, unnest(range(first_bin, last_bin + 1)) as bin from spans, ends_are_near
              where first_bin is not null))
  group by bin, key
) on true

-- as_of = datetime.date(2024, 3, 31)
-- country = ['IR']
