"""Where each public name lives: for type checkers, and for lazy_loader, which reads this file."""

from .errors import (
    BadValue as BadValue,
    GeoError as GeoError,
    InvalidIncident as InvalidIncident,
    NotFound as NotFound,
    NotPublishable as NotPublishable,
    TooLarge as TooLarge,
    TooSlow as TooSlow,
    UnknownParameter as UnknownParameter,
    UnreadableData as UnreadableData,
    Unwritable as Unwritable,
)
from .exports import (
    export_bytes as export_bytes,
    export_file as export_file,
    export_files as export_files,
)
from .exports.selection import Selection as Selection, select as select
from .exports.standalone.notebook_map import incident_map as incident_map
from .figures import (
    Sheet as Sheet,
    TimelineChart as TimelineChart,
    figure_bytes as figure_bytes,
    timeline_bytes as timeline_bytes,
)
from .frames.frames import geodataframe_from_incidents as geodataframe_from_incidents
from .gazetteer.geocode import geocode as geocode
from .gazetteer.geocoder import Location as Location, geocode_document as geocode_document
from .gazetteer.mentions import Mention as Mention
from .intake.dataset import Dataset as Dataset, default_path as default_path, load as load
from .intake.file_store import Store as Store
from .intake.geodataframe import incidents_from_geodataframe as incidents_from_geodataframe
from .mercator import Bounds as Bounds
from .model.attribution import Status as Status, groups_of as groups_of, status_of as status_of
from .model.feature import (
    feature_from_incident as feature_from_incident,
    incident_from_feature as incident_from_feature,
)
from .model.incident import Incident as Incident
from .query.query import Query as Query
from .query.summary import Summary as Summary
from .query.timeline import Timeline as Timeline
from .words.captions import Caption as Caption, caption_of as caption_of
from .words.detail import detail_of as detail_of
from .words.tolls.history import toll_histories_of as toll_histories_of
