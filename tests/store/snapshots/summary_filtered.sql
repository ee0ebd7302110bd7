with untold as materialized (select credit, record_type, types, status, finest, said, dataset from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country))
select (select struct_pack(number := list(number), unlocated := list(unlocated), undated := list(undated), first := list(first), last := list(last)) from (select count(*) as number, count(*) filter (site_count = 0) as unlocated, count(*) filter (first_day is null) as undated, year(min(first_day)) as first, year(max(last_day)) as last from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country))),
(select struct_pack(number := list(number), killed_low := list(killed_low), killed_best := list(killed_best), killed_high := list(killed_high), injured_low := list(injured_low), injured_best := list(injured_best), injured_high := list(injured_high), killed := list(killed), injured := list(injured)) from (select count(*) as number, sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high, sum(injured_low)::bigint as injured_low, sum(injured_best)::bigint as injured_best, sum(injured_high)::bigint as injured_high, count(killed_best) as killed, count(injured_best) as injured from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) and record_type != 'context')),
0,
(select struct_pack(key := list(key), number := list(number)) from (select credit as key, count(*) as number from untold where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select groups as key, count(*) as number from incidents where last_day >= $from and first_day <= $to and country = any($country) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select record_type as key, count(*) as number from untold where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select types as key, count(*) as number from untold where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select country as key, count(*) as number from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select status as key, count(*) as number from untold where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select finest as key, count(*) as number from untold where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select said as key, count(*) as number from untold where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select dataset as key, count(*) as number from untold where true group by all having number > 0)),
(select struct_pack(key := list(key), number := list(number)) from (select years as key, count(*) as number from incidents where list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) group by all having number > 0))

-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
