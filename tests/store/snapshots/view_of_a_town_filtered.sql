with countries as materialized (select country as key, count(*) as number, count(*) filter (site_count = 0) as unlocated, count(*) filter (site_count > 0 and not drawn) as coarse from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) group by all),
single as materialized (
select cell, status, sum(number)::bigint as number, sum(lon) as lon, sum(lat) as lat,
       sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high
from (
      select (x >> 10)::bigint * 16384 + (y >> 10) as cell, status, count(*) as number, sum(lon) as lon, sum(lat) as lat, sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high
      from sites /* 0 */ where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) and drawn and site_count = 1 and lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0 group by all)
group by cell, status),
several as materialized (
select n, cell, count(*) as sites, avg(lon) as lon, avg(lat) as lat, any_value(status) as status, any_value(groups) as groups, any_value(killed_low) as killed_low, any_value(killed_best) as killed_best, any_value(killed_high) as killed_high
from (select n, (x >> 10)::bigint * 16384 + (y >> 10) as cell, lon, lat, status, groups, killed_low, killed_best, killed_high from sites /* 2 */ where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) and drawn and (lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0) and site_count > 1)
group by n, cell)
select (select coalesce(sum(number), 0)::bigint from countries),
(select coalesce(sum(unlocated), 0)::bigint from countries),
(select struct_pack(key := list(key), number := list(number)) from (select key, coarse as number from countries where coarse > 0)),
(select sum(number) from single),
(select sum(sites) from several),
(select struct_pack(key := list(key), number := list(number)) from (
select status as key, sum(number)::bigint as number
from (select status, number from single union all select status, 1 from (select any_value(status) as status, any_value(groups) as groups from several group by n)) group by all)),
(select struct_pack(key := list(key), number := list(number)) from (
select key, sum(number)::bigint as number
from (select unnest(string_split(groups, chr(30) || chr(31))) as key, number
      from (
            select groups, count(*) as number from sites /* 1 */ where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) and drawn and site_count = 1 and lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0 group by all
            union all select groups, 1 from (select any_value(status) as status, any_value(groups) as groups from several group by n)))
group by key order by number desc, key limit 100)),
(select struct_pack(cell := list(cell), number := list(number), lon := list(lon), lat := list(lat), killed_low := list(killed_low), killed_best := list(killed_best), killed_high := list(killed_high), status := list(status)) from (
select cell, sum(number)::bigint as number, sum(lon) / sum(number) as lon,
       sum(lat) / sum(number) as lat, sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high, map(list(status), list(number)) as status
from (select cell, status, sum(number)::bigint as number, sum(lon) as lon, sum(lat) as lat,
             sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high
      from (from single
            union all by name
            select cell, status, 1 as number, lon, lat, killed_low, killed_best, killed_high from several)
      group by cell, status)
group by cell order by cell))

-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
-- view_e0 = 57.5
-- view_n0 = 30.5
-- view_s0 = 30
-- view_w0 = 57
