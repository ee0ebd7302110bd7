with page as materialized (select n from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country) order by killed_best desc nulls last, n limit 100 offset 200)
select (select count(*) from incidents where last_day >= $from and first_day <= $to and list_has_any(string_split(groups, chr(30) || chr(31)), $group) and country = any($country)), n, id, title
from (select 1) left join (from incidents where n in (from page)) on true
order by killed_best desc nulls last, n

-- country = ['IR']
-- from = datetime.date(2017, 1, 1)
-- group = ['isis-k']
-- to = datetime.date(2024, 3, 31)
