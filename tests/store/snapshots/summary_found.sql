with in_box as materialized (select n from sites where site_count > 1 and (lon between $w0 and $e0 and lat between $s0 and $n0)),
records_in_box as not materialized (
select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from sites where site_count = 1 and (lon between $w0 and $e0 and lat between $s0 and $n0)
union all select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from incidents where n in (from in_box)),
sites_in_box as not materialized (from sites where site_count = 1 and (lon between $w0 and $e0 and lat between $s0 and $n0) union all from sites where n in (from in_box)),
found as materialized (select n from incidents where (contains(search, $q0) or contains(search_place, $q0) or contains(search_parties, $q0) or contains(search_sources, $q0)) and (contains(search, $q1) or contains(search_place, $q1) or contains(search_parties, $q1) or contains(search_sources, $q1))),
found_rows as materialized (select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from records_in_box where n in (from found))
select (select struct_pack(number := list(number), unlocated := list(unlocated), undated := list(undated), first := list(first), last := list(last)) from (select count(*) as number, count(*) filter (site_count = 0) as unlocated, count(*) filter (first_day is null) as undated, year(min(first_day)) as first, year(max(last_day)) as last from found_rows where true)),
(select struct_pack(number := list(number), killed_low := list(killed_low), killed_best := list(killed_best), killed_high := list(killed_high), injured_low := list(injured_low), injured_best := list(injured_best), injured_high := list(injured_high), killed := list(killed), injured := list(injured)) from (select count(*) as number, sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high, sum(injured_low)::bigint as injured_low, sum(injured_best)::bigint as injured_best, sum(injured_high)::bigint as injured_high, count(killed_best) as killed, count(injured_best) as injured from found_rows where true and record_type != 'context')),
0,
(select struct_pack(key := list(key), number := list(number)) from (select credit as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select groups as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select record_type as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select types as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select country as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select status as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select finest as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select said as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select dataset as key, count(*) as number from found_rows where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select years as key, count(*) as number from found_rows where true group by all having number > 0))

-- e0 = 57.5
-- n0 = 30.5
-- q0 = 'kerman'
-- q1 = 'hall'
-- s0 = 30
-- w0 = 57
