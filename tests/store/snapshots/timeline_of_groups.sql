with in_box as materialized (select n from sites where site_count > 1 and (lon between $w0 and $e0 and lat between $s0 and $n0)),
records_in_box as not materialized (
select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from sites where site_count = 1 and (lon between $w0 and $e0 and lat between $s0 and $n0)
union all select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from incidents where n in (from in_box)),
sites_in_box as not materialized (from sites where site_count = 1 and (lon between $w0 and $e0 and lat between $s0 and $n0) union all from sites where n in (from in_box)),
found as materialized (select n from incidents where (contains(search, $q0) or contains(search_place, $q0) or contains(search_parties, $q0) or contains(search_sources, $q0)) and (contains(search, $q1) or contains(search_place, $q1) or contains(search_parties, $q1) or contains(search_sources, $q1))),
found_rows as materialized (select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from records_in_box where n in (from found)),
spans as materialized (
select *, ((first_day - date '0001-01-01') // 7) as first_bin, ((last_day - date '0001-01-01') // 7) as last_bin
from (select first_day, last_day, coalesce(case when record_type != 'context' then list_last(list_filter(string_split(groups, chr(30) || chr(31)), lambda slug: list_contains($series, slug))) end, '') as key, count(*) as number, count(*) as amount, 0 as low, 0 as high, 0 as unknown
      from (select first_day, last_day, record_type, status, groups, killed_low, killed_best, killed_high from sites_in_box where true and n in (select n from found_rows) and drawn and (lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0) and site_count = 1 union all (select any_value(first_day) as first_day, any_value(last_day) as last_day, any_value(record_type) as record_type, any_value(status) as status, any_value(groups) as groups, any_value(killed_low) as killed_low, any_value(killed_best) as killed_best, any_value(killed_high) as killed_high from sites_in_box where true and n in (select n from found_rows) and drawn and (lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0) and site_count > 1 group by n)) group by all)),
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
               (least(last_day + 1, (date '0001-01-01' + (7 * ((bin + 1)))::int)) - greatest(first_day, (date '0001-01-01' + (7 * (bin))::int))) / (last_day + 1 - first_day) as share
        from (select *, unnest(range(first_bin, last_bin + 1)) as bin from spans, ends_are_near
              where first_bin is not null))
  group by bin, key
) on true

-- e0 = 57.5
-- n0 = 30.5
-- q0 = 'kerman'
-- q1 = 'hall'
-- s0 = 30
-- series = ['isis-k']
-- view_e0 = 57.5
-- view_n0 = 30.5
-- view_s0 = 30
-- view_w0 = 57
-- w0 = 57
