with shown as not materialized (select n, lon, lat, site, site_name, precision, radius_km from sites where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) and drawn and (lon between $view_w0 and $view_e0 and lat between $view_s0 and $view_n0))
select lon, lat, id, title, record_type, place_name, admin1, admin2, country, local_name, date_precision, first_day, last_day, reported, status, status_by, contested, killed_low, killed_best, killed_high, killed_parts, type_labels, groups, group_names, site, site_count, site_name, precision, radius_km
from shown join (from incidents where n in (select n from shown)) as incidents using (n)
order by killed_best desc nulls last, id, site

-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
-- view_e0 = 57.5
-- view_n0 = 30.5
-- view_s0 = 30
-- view_w0 = 57
