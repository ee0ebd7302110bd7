"""One record as a plain page of its own, with the tags by which links to it are shown."""

__all__ = ["RecordPage", "record_fault_html"]

from dataclasses import dataclass
from datetime import date

from geo.atlas.atlas import Atlas
from geo.atlas.link_tags import PICTURE, LinkTags
from geo.atlas.linked_data import linked_data
from geo.atlas.links import Pairs, link, record_path
from geo.atlas.params import own_params, split_params
from geo.errors import NotFound
from geo.formats.json_text import inert_json
from geo.maps import static
from geo.maps.symbols import STATUS_SYMBOLS
from geo.maps.templates import render
from geo.model.dates import day_in_words
from geo.model.incident import Incident
from geo.query.query import Query
from geo.query.values import MOST_VALUES
from geo.words.borders import BORDERS
from geo.words.captions import STATUS_NOTE
from geo.words.citations import FORMS
from geo.words.detail import Detail, detail_of
from geo.words.notices.reasons import no_record
from geo.words.record import cited, known_on, link_text

Related = tuple[str, str, str]  # the relation, the title, the address


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The page of a record; `base` is the server's address, without a slash at the end.

    `as_of` is a partial date: the record is given as it was known at its end.
    """

    opened: Atlas
    id: str
    base: str
    as_of: str | None = None

    @classmethod
    def parse(cls, opened: Atlas, id_: str, pairs: Pairs, base: str) -> "RecordPage":
        """Read the parameters of its address, and ignore those of others. Raises BadValue."""
        _, query = split_params([pair for pair in own_params(pairs) if pair[0] == "as_of"])
        return cls(opened, id_, base, query.as_of)

    @property
    def query(self) -> Query:
        """Return the query that matches the record only."""
        return Query(id=(self.id,), as_of=self.as_of)

    @property
    def path(self) -> str:
        """Return the page's address without the server's."""
        return link(record_path(self.id), self.day_params)

    @property
    def day_params(self) -> Pairs:
        """Return the parameters of its day, where it has one."""
        return [("as_of", self.as_of)] if self.as_of else []

    @property
    def day(self) -> date | None:
        """Return the day at whose end it was known so; None for what is known now."""
        return self.query.day

    @property
    def url(self) -> str:
        """Return the page's address."""
        return f"{self.base}{self.path}"

    def html(self) -> str:
        """Return the page. Raises NotFound."""
        incident = self.incident()
        detail = detail_of(incident, self.opened.store.day_of(self.query))
        from geo.maps.locator import HEIGHT, WIDTH, locator_of  # loads shapely

        view = self.opened.options.borders
        locator = locator_of(incident, view)
        # Paths rather than `base`, which is wrong behind a proxy that changes the host.
        data_path = f"/api/incidents/{self.path.removeprefix('/record/')}"
        description = link_text(detail, self.day)
        about = linked_data(
            incident, url=self.url, data_url=f"{self.base}{data_path}", description=description
        )
        return render(
            "record.html",
            root=self.opened.root,
            assets=static.base(self.opened.root),
            detail=detail,
            symbols=STATUS_SYMBOLS,
            locator=locator,
            borders=BORDERS[view].note,
            status_note=STATUS_NOTE,
            width=WIDTH,
            height=HEIGHT,
            related=self.related(detail),
            citations=self._citations(incident),
            url=self.url,
            tags=self._tags(detail, description, has_picture=bool(locator)),
            size=PICTURE,
            dashboard=self.opened.dashboard,
            dashboard_path=link(f"{self.opened.root}/", [*self.day_params, ("select", self.id)]),
            data_path=f"{self.opened.root}{data_path}",
            known=known_on(self.day),
            current_path=f"{self.opened.root}{record_path(self.id)}",
            canonical=f"{self.base}{record_path(self.id)}",
            linked_data=inert_json(about),
        )

    def _tags(self, detail: Detail, description: str, *, has_picture: bool) -> LinkTags:
        picture = [*self.query.params(), ("size", str(PICTURE))]
        return LinkTags(
            title=detail.title,
            description=description,
            url=self.url,
            picture_url=link(f"{self.base}/embed/map.png", picture) if has_picture else "",
            picture_alt=f"Map: {detail.place}",
            oembed_url=link(f"{self.base}/oembed", [("url", self.url), ("format", "json")]),
        )

    def incident(self) -> Incident:
        """Return the record. Raises NotFound."""
        try:
            return self.opened.store.incident(self.id, self.as_of)
        except NotFound:
            raise NotFound(self._why_not()) from None

    def _why_not(self) -> str:
        if self.day and self.opened.store.rows(Query(id=(self.id,)), limit=1)[0]:
            day = day_in_words(self.day)
            rule = f"Nothing was known of the record {self.id!r} yet at the end of {day}"
            return f"{rule}: give a later day, or leave as_of out of the address."
        return no_record(self.id)

    def related(self, detail: Detail) -> list[Related]:
        """Return the related records that are open, and may be passed on."""
        store = self.opened.store
        relations = {id_: relation for relation, id_ in detail.related[:MOST_VALUES]}
        allowed = tuple(id_ for id_ in relations if not store.has_private(Query(id=(id_,))))
        _, rows = store.rows(Query(id=allowed), limit=len(allowed)) if allowed else (0, [])
        root = self.opened.root
        return [(relations[row.id], row.title, f"{root}{record_path(row.id)}") for row in rows]

    def _citations(self, incident: Incident) -> dict[str, str]:
        caption = cited(self.opened.caption(self.query), incident, self.day)
        return {name: form(caption, self.url, date.today()) for name, form in FORMS.items()}


def record_fault_html(message: str, root: str, dashboard: str) -> str:
    """Return the page that says why there is no record, and what to do."""
    words = {"message": message, "dashboard": dashboard}
    return render("no_record.html", assets=static.base(root), **words)
