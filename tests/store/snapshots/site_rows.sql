select n, site_count, first_day, last_day, killed_low, killed_best, killed_high, groups, record_type, types, country, status, said, dataset, site, x, y, precision, radius_km, n in (select n from incidents where contested) as contested from sites where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country)
union all by name
select n, site_count, first_day, last_day, killed_low, killed_best, killed_high, groups, record_type, types, country, status, said, dataset, contested from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) and site_count = 0

-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
