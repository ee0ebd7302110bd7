"""What a fresh store does with ids that are not unique, and with the records of an old one.

Tables of the fresh store have their names, those of the other one stand in `old`.
"""

__all__ = [
    "CHANGES",
    "DOUBTFUL",
    "ELSEWHERE",
    "IN_OLD",
    "KEEP_CREDITS",
    "KEEP_LABELS",
    "KEEP_NUMBERED",
    "KEEP_ROWS",
    "KEPT",
    "KEPT_DOCUMENTS",
    "REPLACED",
    "TWICE",
]

from collections.abc import Mapping

from geo.store.changes import Choice
from geo.store.tables import NUMBERED, SCHEMAS

TWICE = """
create temp table doubtful as
select n, id, $who as who from incidents
where id in (select id from incidents group by id having count(*) > 1)
"""
DOUBTFUL = """
select document, line, id, who from doubtful join ({lines}) using (n) order by n
"""
IN_OLD = """
insert into doubtful
select mine.n, id, theirs.dataset
from incidents as mine join old.incidents as theirs using (id)
     anti join doubtful as known on mine.n = known.n
where theirs.dataset not in (select distinct dataset from incidents)
"""
ELSEWHERE = """
insert into doubtful
select mine.n, mine.id, 'an open file'
from incidents as mine anti join doubtful as known on mine.n = known.n
where mine.id in (select unnest($ids::text[]))
"""
REPLACED = "create or replace temp table replaced as select distinct dataset from incidents"
CHANGES = """
select count(*), count(mine.id)
from old.incidents as theirs left join incidents as mine using (id)
where theirs.dataset in (from replaced)
"""
_OTHERS = "select n, document from old.incidents where dataset not in (from replaced)"
_REST = """
select theirs.n, theirs.document
from old.incidents as theirs anti join incidents as mine using (id)
where theirs.dataset in (from replaced)
"""
_NUMBERING = """
create temp table kept as
select n as old_n, (row_number() over (order by n) - 1 + $first)::int as n, document from ({})
"""
KEPT: Mapping[Choice, str] = {
    "replace": _NUMBERING.format(_OTHERS),
    "add": _NUMBERING.format(f"{_OTHERS} union all {_REST}"),
}
KEPT_DOCUMENTS = """
select document, kept = size
from (select document, count(*) as kept from kept group by document)
     join (select document, count(*) as size from old.incidents group by document)
     using (document)
order by document
"""
_KEEP_RECORDS = """
insert into {0} by name
select theirs.* replace (kept.n as n, kept_documents.document as document)
from old.{0} as theirs join kept on theirs.n = kept.old_n
     join kept_documents on theirs.document = old_document"""
_KEEP_SITES = """
insert into {0} by name
select theirs.* replace (kept.n as n)
from old.{0} as theirs join kept on theirs.n = kept.old_n"""
KEEP_NUMBERED = {
    name: (_KEEP_RECORDS if "document" in SCHEMAS[name] else _KEEP_SITES).format(name)
    for name in NUMBERED
}
KEEP_ROWS = """
insert into {fresh} by name
select theirs.* replace (kept.n as n) from old.{old} as theirs join kept on theirs.n = kept.old_n
order by kept.n
"""
KEEP_LABELS = """
insert into labels from old.labels where facet != 'dataset' or value not in (from replaced)
"""
KEEP_CREDITS: Mapping[Choice, str] = {
    "replace": "insert into credits from old.credits where dataset not in (from replaced)",
    "add": "insert into credits from old.credits",
}
