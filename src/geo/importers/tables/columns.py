"""The columns of a table of no fixed form: our fields, and what others call them."""

__all__ = ["DATES", "DATE_FIELDS", "FIELDS", "NAMES", "SYNONYMS"]

from geo.importers.tables.languages import LANGUAGES

# Field: names of columns. Where a file has several of them, the first of the row counts.
NAMES: dict[str, str] = {
    "id": "id event_id incident_id eventid record_id globaleventid",
    "record_type": "record_type",
    "title": "title name headline event event_name item_label",
    "summary": "summary description notes details narrative remarks comment comments desc",
    "date": "date event_date incident_date date_start start_date date_time datetime when date_from"
    " from_date date_occurred occurred_at occurred_on happened_at happened_on point_in_time"
    " sqldate",
    "date_dmy": "date_dmy",  # a date of which the day stands first
    "date_mdy": "date_mdy",  # a date of which the month stands first
    "date_serial": "date_serial",  # the number of a day in Excel
    "date_jalali": "date_jalali jalali_date shamsi_date date_shamsi",  # Persian (solar)
    "date_islamic": "date_islamic islamic_date hijri_date date_hijri",
    "year": "year iyear yr",
    "month": "month imonth",
    "day": "day iday",
    "date_end": "date_end end_date date_to to_date",
    "date_precision": "date_precision",
    "reported": "reported date_reported report_date reported_date",
    "place": "place city location town settlement village place_name locality where"
    " location_of_death loc actiongeo_fullname",
    "site": "site venue building address",
    "country": "country country_code country_name nation iso iso2 iso3 country_txt country_iso"
    " country_iso2 country_iso3 iso_a2 iso_a3 admin0 adm0",
    "admin1": "admin1 adm1 province state governorate region provstate admin_1 adm_1 prov",
    "admin2": "admin2 adm2 district county municipality admin_2 adm_2",
    "latitude": "latitude lat y y_coordinate coordinate_y y_coord coord_y point_y actiongeo_lat",
    "longitude": "longitude lon lng long x x_coordinate coordinate_x x_coord coord_x point_x"
    " actiongeo_long",
    "position": "position coordinates coordinate coords coord latlon lat_lon latlng lat_lng"
    " latlong lat_long latitude_longitude gps gps_coordinates gps_location gps_position gps_point"
    " geopoint geo_point geo_location geolocation geocoordinates geo_coordinates"
    " location_coordinates geometry geom the_geom wkb_geometry wkt wkt_geom wkt_geometry wkb mgrs",
    # Both degrees in one cell, longitude first where the cell does not say.
    "position_lon_lat": "position_lon_lat lonlat lon_lat lnglat lng_lat longlat long_lat"
    " longitude_latitude xy x_y",
    "precision": "precision geo_precision location_precision",
    "radius_km": "radius_km",
    "type": "type event_type attack_type incident_type category",
    "group": "group groups actor perpetrator perpetrators attacker actor1 actor_1 gname"
    " alleged_perpetrator suspected_perpetrator responsible_group armed_group perpetrator_group"
    " attackers assailants suspected_group attributed_to responsible_party armed_actor"
    " reported_perpetrator_name",
    "killed": "killed killed_best fatalities deaths dead nkill best died deceased death_toll"
    " fatality death kia",
    "killed_low": "killed_low killed_min fatalities_low low fatalities_min deaths_low deaths_min"
    " min_killed min_deaths minimum_killed minimum_deaths",
    "killed_high": "killed_high killed_max fatalities_high high fatalities_max deaths_high"
    " deaths_max max_killed max_deaths maximum_killed maximum_deaths",
    "injured": "injured injured_best wounded nwound injuries wia",
    "injured_low": "injured_low injured_min wounded_low wounded_min min_injured min_wounded",
    "injured_high": "injured_high injured_max wounded_high wounded_max max_injured max_wounded",
    "perpetrators_killed": "perpetrators_killed attackers_killed",
    "source": "source sources publisher reference source_1",
    "source_url": "source_url url link source_link sourceurl",
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
