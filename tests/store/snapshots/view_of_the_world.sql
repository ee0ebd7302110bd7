with countries as materialized (select country as key, coalesce(sum(number), 0)::bigint as number, coalesce(sum(unlocated), 0)::bigint as unlocated, coalesce(sum(coarse), 0)::bigint as coarse from tallies where tally = 'places' and true group by all),
single as materialized (
select cell, status, sum(number)::bigint as number, sum(lon) as lon, sum(lat) as lat,
       sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high
from (
      select (x >> 20)::bigint * 16 + (y >> 20) as cell, status, count(*) as number, sum(lon) as lon, sum(lat) as lat, sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high
      from sites /* 0 */ where true and drawn and site_count = 1 and lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0 and x between 0 and 16777215 and y between 0 and 262143 group by all union all
      select (x >> 20)::bigint * 16 + (y >> 20) as cell, status, count(*) as number, sum(lon) as lon, sum(lat) as lat, sum(killed_low)::bigint as killed_low, sum(killed_best)::bigint as killed_best, sum(killed_high)::bigint as killed_high
      from sites /* 1 */ where true and drawn and site_count = 1 and lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0 and x between 0 and 16777215 and y between 16515072 and 16777215 group by all union all
      select (x >> 20)::bigint * 16 + (y >> 20) as cell, status, number, lon, lat, killed_low, killed_best, killed_high from tallies where tally = 'cells' and true and x between 0 and 16777215 and y between 262144 and 16515071)
group by cell, status),
several as materialized (
select n, cell, count(*) as sites, avg(lon) as lon, avg(lat) as lat, any_value(status) as status, any_value(groups) as groups, any_value(killed_low) as killed_low, any_value(killed_best) as killed_best, any_value(killed_high) as killed_high
from (select n, (x >> 20)::bigint * 16 + (y >> 20) as cell, lon, lat, status, groups, killed_low, killed_best, killed_high from sites /* 3 */ where true and drawn and (lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0) and site_count > 1)
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
            select groups, count(*) as number from sites /* 2 */ where true and drawn and site_count = 1 and lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0 group by all
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

-- view_e0 = 180
-- view_n0 = 85
-- view_s0 = -85
-- view_w0 = -180
