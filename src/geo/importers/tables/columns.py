"""The columns of a table of no fixed form: our fields, and what others call them."""

__all__ = ["DATES", "DATE_FIELDS", "FIELDS", "NAMES", "SYNONYMS"]

from geo.importers.tables.languages import LANGUAGES

# Field: names of columns. Where a file has several of them, the first of the row counts.
NAMES: dict[str, str] = {
    "id": "id event_id incident_id eventid record_id",
    "record_type": "record_type",
    "title": "title name headline event event_name",
    "summary": "summary description notes details narrative remarks comment comments",
    "date": "date event_date incident_date date_start start_date date_time datetime when",
    "date_dmy": "date_dmy",  # a date of which the day stands first
    "date_mdy": "date_mdy",  # a date of which the month stands first
    "date_serial": "date_serial",  # the number of a day in Excel
    "date_jalali": "date_jalali jalali_date shamsi_date date_shamsi",  # Persian (solar)
    "date_islamic": "date_islamic islamic_date hijri_date date_hijri",
    "year": "year iyear yr",
    "month": "month imonth",
    "day": "day iday",
    "date_end": "date_end end_date",
    "date_precision": "date_precision",
    "reported": "reported date_reported report_date",
    "place": "place city location town settlement village place_name locality where"
    " location_of_death",
    "site": "site venue building address",
    "country": "country country_code country_name iso iso2 iso3 country_txt",
    "admin1": "admin1 adm1 province state governorate region provstate",
    "admin2": "admin2 adm2 district county municipality",
    "latitude": "latitude lat y",
    "longitude": "longitude lon lng long x",
    "position": "position coordinates coordinate coords coord latlon lat_lon latlng lat_lng latlong"
    " lat_long latitude_longitude gps gps_coordinates gps_location gps_position gps_point geopoint"
    " geo_point geolocation geocoordinates geo_coordinates location_coordinates geometry geom"
    " the_geom wkb_geometry wkt wkt_geom wkt_geometry wkb mgrs",
    # Both degrees in one cell, longitude first where the cell does not say.
    "position_lon_lat": "position_lon_lat lonlat lon_lat lnglat lng_lat longlat long_lat"
    " longitude_latitude xy x_y",
    "precision": "precision geo_precision location_precision",
    "radius_km": "radius_km",
    "type": "type event_type attack_type incident_type category",
    "group": "group groups actor perpetrator perpetrators attacker actor1 gname alleged_perpetrator"
    " suspected_perpetrator responsible_group armed_group perpetrator_group",
    "killed": "killed killed_best fatalities deaths dead nkill best died deceased death_toll",
    "killed_low": "killed_low killed_min fatalities_low low",
    "killed_high": "killed_high killed_max fatalities_high high",
    "injured": "injured injured_best wounded nwound injuries",
    "injured_low": "injured_low injured_min",
    "injured_high": "injured_high injured_max",
    "perpetrators_killed": "perpetrators_killed attackers_killed",
    "source": "source sources publisher reference",
    "source_url": "source_url url link source_link",
    "source_date": "source_date",
    "licence": "licence license",
    "redistributable": "redistributable",
}
FIELDS = tuple(NAMES)
SYNONYMS = {theirs: ours for ours, names in NAMES.items() for theirs in names.split()} | {
    theirs: ours
    for fields in LANGUAGES.values()
    for ours, names in fields.items()
    for theirs in names.split(", ")
    if ours in NAMES
}
# What is read as the date, in this order; `reported` is the day on which it became public.
DATE_FIELDS = ("date", "date_dmy", "date_mdy", "date_serial", "date_jalali", "date_islamic")
DATES = frozenset({*DATE_FIELDS, "year", "month", "day", "reported"})
