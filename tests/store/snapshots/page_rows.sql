select n, id, title, record_type, types, type_label, first_day, last_day, date, place, place_line, country, killed_low, killed_best, killed_high, killed, injured_low, injured_best, injured_high, injured, status, status_label, contested, groups, groups_label, credit from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) order by first_day desc nulls last, n

-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
