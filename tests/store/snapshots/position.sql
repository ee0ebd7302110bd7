with chosen as materialized (select n as chosen_n, key as chosen_key from (select n, killed_best as key from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) and n in (select n from incidents where id = $chosen_id)))
select (select count(*) from (select n, killed_best as key from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country)), chosen where (key > chosen_key or (key is not null and chosen_key is null) or (key is not distinct from chosen_key and n < chosen_n))) from chosen

-- chosen_id = 'A'
-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
