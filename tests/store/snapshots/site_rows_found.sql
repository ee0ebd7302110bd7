with in_box as materialized (select n from sites where site_count > 1 and (lon between $w0 and $e0 and lat between $s0 and $n0)),
records_in_box as not materialized (
select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from sites where site_count = 1 and (lon between $w0 and $e0 and lat between $s0 and $n0)
union all select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from incidents where n in (from in_box)),
sites_in_box as not materialized (from sites where site_count = 1 and (lon between $w0 and $e0 and lat between $s0 and $n0) union all from sites where n in (from in_box)),
found as materialized (select n from incidents where (contains(search, $q0) or contains(search_place, $q0) or contains(search_parties, $q0) or contains(search_sources, $q0)) and (contains(search, $q1) or contains(search_place, $q1) or contains(search_parties, $q1) or contains(search_sources, $q1))),
found_rows as materialized (select n, first_day, last_day, drawn, site_count, credit, groups, record_type, types, country, status, finest, said, dataset, years, killed_low, killed_best, killed_high, injured_low, injured_best, injured_high from records_in_box where n in (from found))
select n, site_count, first_day, last_day, killed_low, killed_best, killed_high, groups, record_type, types, country, status, said, dataset, site, x, y, precision, radius_km, n in (select n from incidents where contested) as contested from sites_in_box where true and n in (select n from found_rows)
union all by name
select n, site_count, first_day, last_day, killed_low, killed_best, killed_high, groups, record_type, types, country, status, said, dataset, contested from incidents where true and n in (select n from found_rows) and site_count = 0

-- e0 = 57.5
-- n0 = 30.5
-- q0 = 'kerman'
-- q1 = 'hall'
-- s0 = 30
-- w0 = 57
