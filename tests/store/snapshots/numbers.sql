select n, document from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) order by case when reported is null then first_day end desc nulls last, n

-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
