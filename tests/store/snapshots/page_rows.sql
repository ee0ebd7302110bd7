select n, id, title, record_type, types, type_labels, date_precision, first_day, last_day, reported, place_name, admin1, admin2, country, local_name, killed_low, killed_best, killed_high, killed_parts, injured_low, injured_best, injured_high, injured_parts, status, status_by, contested, groups, group_names, credit, said from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) order by case when reported is null then first_day end desc nulls last, n

-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
