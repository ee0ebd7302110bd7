"""Headings of tables as people have them: which fields they are, and which only look so."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from geo.importers import guess, read
from geo.importers.columns import columns_of
from geo.importers.tables.columns import FIELDS, SYNONYMS
from table_files import written_csv


def fields_of(*header: str) -> dict[str, str]:
    return columns_of("x.csv", header, synonyms=SYNONYMS, mapping={}, known=FIELDS).names


TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "a database of attacks on aid workers": (
        "Incident ID|Year|Month|Day|Country Code|Country|Region|District|City|UN|INGO"
        "|Nationals killed|Total nationals|Total killed|Total wounded|Total kidnapped"
        "|Total affected|Means of attack|Location|Latitude|Longitude|Motive|Actor type"
        "|Actor name|Details|Verified|Source",
        {
            "id": "Incident ID",
            "year": "Year",
            "month": "Month",
            "day": "Day",
            "country": "Country",
            "admin1": "Region",
            "admin2": "District",
            "place": "City",
            "killed": "Total killed",
            "injured": "Total wounded",
            "latitude": "Latitude",
            "longitude": "Longitude",
            "group": "Actor name",
            "summary": "Details",
            "source": "Source",
        },
    ),
    "attacks on health care": (
        "Date|Event Description|Country|Country ISO|Admin 1|Latitude|Longitude|Geo Precision"
        "|Reported Perpetrator|Reported Perpetrator Name|Weapon Carried/Used"
        "|Health Workers Killed|Health Workers Injured",
        {
            "date": "Date",
            "summary": "Event Description",
            "country": "Country",
            "admin1": "Admin 1",
            "latitude": "Latitude",
            "longitude": "Longitude",
            "precision": "Geo Precision",
            "group": "Reported Perpetrator Name",
        },
    ),
    "explosive weapons": (
        "Incident ID|Date of Incident|Country|Lat|Long|Weapon type|Civilians Killed"
        "|Armed Actors Killed|Total Killed|Total Injured|Reported user of weapon|Source 1",
        {
            "id": "Incident ID",
            "date": "Date of Incident",
            "country": "Country",
            "latitude": "Lat",
            "longitude": "Long",
            "killed": "Total Killed",
            "injured": "Total Injured",
            "source": "Source 1",
        },
    ),
    "GDELT": (
        "GLOBALEVENTID|SQLDATE|MonthYear|Actor2Name|EventCode|NumMentions|Actor1Geo_Lat"
        "|Actor1Geo_Long|ActionGeo_Type|ActionGeo_FullName|ActionGeo_Lat|ActionGeo_Long"
        "|DATEADDED|SOURCEURL",
        {
            "id": "GLOBALEVENTID",
            "date": "SQLDATE",
            "place": "ActionGeo_FullName",
            "latitude": "ActionGeo_Lat",
            "longitude": "ActionGeo_Long",
            "source_url": "SOURCEURL",
        },
    ),
    "an answer of Wikidata": (
        "?item|?itemLabel|?coord|?pointInTime|?numberOfDeaths|?numberOfInjured|?countryLabel"
        "|?perpetratorLabel|?locationLabel",
        {
            "title": "?itemLabel",
            "position": "?coord",
            "date": "?pointInTime",
            "killed": "?numberOfDeaths",
            "injured": "?numberOfInjured",
            "country": "?countryLabel",
            "group": "?perpetratorLabel",
            "place": "?locationLabel",
        },
    ),
    "a form of Google": (
        "Timestamp|Email Address|Date of incident|Location of the incident"
        "|How many people were killed?|Were people injured?|Please describe what happened",
        {
            "date": "Date of incident",
            "place": "Location of the incident",
            "killed": "How many people were killed?",
        },
    ),
    "a form of ODK": (
        "SubmissionDate|meta-instanceID|incident-date|incident-location-Latitude"
        "|incident-location-Longitude|incident-location-Accuracy|harm-num_killed|KEY",
        {
            "date": "incident-date",
            "latitude": "incident-location-Latitude",
            "longitude": "incident-location-Longitude",
            "killed": "harm-num_killed",
        },
    ),
    "a shapefile": (
        "FID|date_event|GPS_latitu|GPS_longit|PROVINCE_N|DISTRICT_N|NUM_KILLED|NUM_INJURE"
        "|DESCRIPTIO|Shape_Area|created_da",
        {
            "date": "date_event",
            "latitude": "GPS_latitu",
            "longitude": "GPS_longit",
            "admin1": "PROVINCE_N",
            "admin2": "DISTRICT_N",
            "killed": "NUM_KILLED",
            "injured": "NUM_INJURE",
            "summary": "DESCRIPTIO",
        },
    ),
    "a table of a database": (
        "incident_id|occurred_at|created_at|reported_at|lat|lng|country_name|deaths_min"
        "|deaths_max|wounded_min|wounded_max|author_id",
        {
            "id": "incident_id",
            "date": "occurred_at",
            "reported": "reported_at",
            "latitude": "lat",
            "longitude": "lng",
            "country": "country_name",
            "killed_low": "deaths_min",
            "killed_high": "deaths_max",
            "injured_low": "wounded_min",
            "injured_high": "wounded_max",
        },
    ),
    "a query of several tables": (
        "l.name|l.latitude|l.longitude|c.iso3|i.dead",
        {
            "latitude": "l.latitude",
            "longitude": "l.longitude",
            "country": "c.iso3",
            "killed": "i.dead",
        },
    ),
    "Airtable": (
        "Date|Location (from Places)|Lat (from Places)|Lng (from Places)"
        "|Name (from Perpetrators)|Killed (from Soldiers)|Last modified time",
        {
            "date": "Date",
            "place": "Location (from Places)",
            "latitude": "Lat (from Places)",
            "longitude": "Lng (from Places)",
            "group": "Name (from Perpetrators)",
        },
    ),
    "mines": (
        "Date of accident|Date of report|Province|District|Village|Coordinate X|Coordinate Y"
        "|No. of killed|No. of injured|Male|Area (m2)",
        {
            "date": "Date of accident",
            "reported": "Date of report",
            "admin1": "Province",
            "admin2": "District",
            "place": "Village",
            "longitude": "Coordinate X",
            "latitude": "Coordinate Y",
            "killed": "No. of killed",
            "injured": "No. of injured",
        },
    ),
    "French": (
        "N°|Date et heure|Date du rapport|Région|Localité|Latitude (N)|Longitude (E)"
        "|Auteur(s) présumé(s)|Nbre de mort(s)|Blessé(s)|FDS tués|Auteur du rapport",
        {
            "date": "Date et heure",
            "reported": "Date du rapport",
            "admin1": "Région",
            "place": "Localité",
            "latitude": "Latitude (N)",
            "longitude": "Longitude (E)",
            "group": "Auteur(s) présumé(s)",
            "killed": "Nbre de mort(s)",
            "injured": "Blessé(s)",
        },
    ),
    "German": (
        "Datum und Uhrzeit|Bundesland|Ort|Wie viele Tote?|Verletzte (ja/nein)|Quelle|Alter",
        {
            "date": "Datum und Uhrzeit",
            "admin1": "Bundesland",
            "place": "Ort",
            "killed": "Wie viele Tote?",
            "source": "Quelle",
        },
    ),
    "Spanish": (
        "Fecha y hora|Departamento|Municipio|¿Hubo muertos?|¿Cuántos muertos?|Edad",
        {
            "date": "Fecha y hora",
            "admin1": "Departamento",
            "admin2": "Municipio",
            "killed": "¿Cuántos muertos?",
        },
    ),
    "Russian": (
        "№ п/п|Дата и время|Дата сообщения|Область|Тип атаки|Погибло всего|Причина смерти",
        {
            "date": "Дата и время",
            "reported": "Дата сообщения",
            "admin1": "Область",
            "type": "Тип атаки",
            "killed": "Погибло всего",
        },
    ),
    "Arabic": (
        "الرقم|تاريخ الحادث|تاريخ التقرير|المحافظة|عدد القتلى|هل يوجد جرحى؟|سبب الوفاة",
        {
            "date": "تاريخ الحادث",
            "reported": "تاريخ التقرير",
            "admin1": "المحافظة",
            "killed": "عدد القتلى",
        },
    ),
    "Persian": (
        "ردیف|تاریخ و ساعت|تاریخ گزارش|ولایت|تعداد کشته‌ها|کشته (بله/خیر)|سن",
        {
            "date": "تاریخ و ساعت",
            "reported": "تاریخ گزارش",
            "admin1": "ولایت",
            "killed": "تعداد کشته‌ها",
        },
    ),
    "Indonesian": (
        "No|Tanggal kejadian|Tanggal lapor|Provinsi|Berapa korban tewas?|Apakah ada yang luka?",
        {
            "date": "Tanggal kejadian",
            "reported": "Tanggal lapor",
            "admin1": "Provinsi",
            "killed": "Berapa korban tewas?",
        },
    ),
    "Turkish": (
        "Sıra No|Tarih ve saat|Rapor tarihi|İl|Ölü sayısı|Yaralı (E/H)|Yaş",
        {
            "date": "Tarih ve saat",
            "reported": "Rapor tarihi",
            "admin1": "İl",
            "killed": "Ölü sayısı",
        },
    ),
}


@pytest.mark.parametrize(("header", "fields"), TABLES.values(), ids=list(TABLES))
def test_columns_of_tables_that_people_have(header: str, fields: Mapping[str, str]) -> None:
    assert fields_of(*header.split("|")) == fields


@pytest.mark.parametrize(
    ("heading", "samples", "looks_like"),
    [
        ("Submission date", "2024-03-22 2024-03-23", "dates"),
        ("Date of interview", "2024-03-22", "dates"),
        ("date_of_in", "2024-03-22", "dates"),  # incident, or interview
        ("Timestamp", "2024-03-22", "dates"),
        ("Date of birth", "1990-01-31", "dates"),
        ("Area (km2)", "12 40", ""),
        ("Target killed?", "yes no", ""),
        ("Killed?", "1 0", "tolls"),
        ("Injured (Y/N)", "1 0", "tolls"),
        ("Deaths (yes/no)", "Y N", ""),
        ("Has injuries", "0 1", "tolls"),
        ("Were there deaths?", "1", "tolls"),
        ("Blessés (O/N)", "1", "tolls"),
        ("Terrorists killed", "3 0", "tolls"),
        ("No. of militants killed", "3", "tolls"),
        ("Children killed", "1", "tolls"),
        ("Casualties", "7", "tolls"),
        ("killed_pol", "2", "tolls"),  # cut
        ("Longitude (source)", "57.0834 57.1", "positions"),
        ("Longitude (W)", "3.70421", "positions"),  # positive, although it lies west
        ("Longitude (O)", "3.70421", "positions"),
        ("From lat", "30.28394", "positions"),
        ("State of the case", "open closed", ""),
        ("Type of geometry", "Point Point", ""),
        ("Respondent group", "Women Youth", "groups"),
        ("Target group", "Women Youth", "groups"),
        ("Number", "1 2", ""),
        ("Total", "3 4", ""),
        ("Killed by", "Taliban", "groups"),
        ("Cause of death", "Gunshot", ""),
        ("Age", "34", ""),
        ("type_of_in", "Burn", ""),  # incident, or injury
        ("country_of", "Mali", ""),
        ("Photo", "https://pictures.example.org/1.jpg", "links"),
    ],
)
def test_a_false_friend_is_named_and_not_used(
    tmp_path: Path, heading: str, samples: str, looks_like: str
) -> None:
    rows = [{"Date": "2024-01-31", "Place": "Gao", heading: cell} for cell in samples.split()]
    survey = guess(written_csv(tmp_path / "own.csv", *rows)).survey
    assert survey.fields == {"date": "Date", "place": "Place"}
    (column,) = survey.unused
    assert (column.name, column.looks_like) == (heading, looks_like)
    assert column.samples == tuple(dict.fromkeys(samples.split()))[:3] or " " in samples


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("State", ["open", "Closed", "n/a"], None),
        ("State", ["Borno", "open"], "admin1"),
        ("Estado", ["cerrado"], None),
        ("Region", ["1", "2"], None),
        ("District", ["4", "12"], None),
        ("District", ["4", "Ward 12"], "admin2"),
        ("Location", ["17", "3"], None),
        ("Location", ["16.27 -0.04 0 0", "14.48 -4.18 0 0"], None),
        ("Place", ["POINT (-0.04 16.27)", "n/a"], None),
        ("Location", ["16.27 -0.04 0 0", "Mopti"], "place"),
        ("شهر", ["يناير", "فبراير"], None),  # a month in Arabic, and a town in Persian
        ("شهر", ["کابل"], "place"),
        ("Attackers", ["4", "12"], None),
        ("Attackers", ["Gunmen", "4"], "group"),
        ("Killed", ["yes", "No", ""], None),
        ("Killed", ["3", "no"], "killed"),
        ("Injured", ["", "n/a"], "injured"),
    ],
)
def test_values_tell_what_a_heading_does_not(
    tmp_path: Path, heading: str, cells: list[str], field: str | None
) -> None:
    rows = [{"Date": "2024-01-31", "Lat": "1.5", "Lon": "2.5", heading: cell} for cell in cells]
    path = written_csv(tmp_path / "own.csv", *rows)
    assert {name: field for field, name in guess(path).survey.fields.items()}.get(heading) == field
    mapped = read("table", path, mapping={heading: "summary"})
    assert mapped.survey.mapping[heading] == "summary"


def test_degrees_whose_minutes_stand_in_another_column_are_not_a_position(tmp_path: Path) -> None:
    row = {"Date": "2024-01-31", "Lat deg": "30", "Lat min": "17", "Lon deg": "57", "Lon min": "5"}
    fields = guess(written_csv(tmp_path / "own.csv", row)).survey.fields
    assert fields == {"date": "Date"}
    whole = {"Date": "2024-01-31", "Lat deg": "30.28", "Lon deg": "57.08"}
    fields = guess(written_csv(tmp_path / "whole.csv", whole)).survey.fields
    assert {*fields} == {"date", "latitude", "longitude"}
