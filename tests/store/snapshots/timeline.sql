with spans as materialized (
select *, (12 * year(first_day) + month(first_day) - 1) as first_bin, (12 * year(last_day) + month(last_day) - 1) as last_bin
from (select first_day, last_day, status as key, count(*) as number, count(*) as amount, 0 as low, 0 as high, 0 as unknown
      from incidents where true group by all)),
ends as materialized (
select min(first_bin) as first_bin, max(last_bin) as last_bin,
       coalesce(sum(number) filter (first_day is null), 0)::bigint as undated,
       coalesce(sum(unknown) filter (first_day is not null), 0)::bigint as unknown
from spans),
ends_are_near as not materialized (select 1 from ends where last_bin - first_bin < 2000)
select first_bin, last_bin, undated, unknown, bin, key, exact, spread, low, high
from ends left join (
  select bin, key, coalesce(sum(amount) filter (is_exact), 0)::double as exact,
         coalesce(sum(amount * share) filter (not is_exact), 0)::double as spread,
         sum(low * share)::double as low, sum(high * share)::double as high
  from (select *, first_bin = last_bin as is_exact,
               (least(last_day + 1, make_date((bin + 1) // 12, (bin + 1) % 12 + 1, 1)) - greatest(first_day, make_date(bin // 12, bin % 12 + 1, 1))) / (last_day + 1 - first_day) as share
        from (select *, unnest(range(first_bin, last_bin + 1)) as bin from spans, ends_are_near
              where first_bin is not null))
  group by bin, key
) on true
