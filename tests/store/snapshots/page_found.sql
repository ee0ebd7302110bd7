with in_box as materialized (select n from sites where site_count > 1 and (lon between $w0 and $e0 and lat between $s0 and $n0)),
records_in_box as not materialized (
select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from sites where site_count = 1 and (lon between $w0 and $e0 and lat between $s0 and $n0)
union all select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from incidents where n in (from in_box)),
sites_in_box as not materialized (from sites where site_count = 1 and (lon between $w0 and $e0 and lat between $s0 and $n0) union all from sites where n in (from in_box)),
found as materialized (select n from incidents where (contains(search, $q0) or contains(search_place, $q0) or contains(search_parties, $q0) or contains(search_sources, $q0)) and (contains(search, $q1) or contains(search_place, $q1) or contains(search_parties, $q1) or contains(search_sources, $q1))),
found_rows as materialized (select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from records_in_box where n in (from found)),
page as materialized (select n from incidents where true and n in (select n from found_rows) order by case when reported is null then first_day end desc nulls last, n limit 10 offset 0)
select (select count(*) from found_rows where true), n, id, title
from (select 1) left join (from incidents where n in (from page)) on true
order by case when reported is null then first_day end desc nulls last, n

-- e0 = 57.5
-- n0 = 30.5
-- q0 = 'kerman'
-- q1 = 'hall'
-- s0 = 30
-- w0 = 57
