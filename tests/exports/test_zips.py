"""Zip files of the exports: the same bytes for the same files, whenever and wherever."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hypothesis import given
from hypothesis import strategies as st

from geo.exports.zips import repacked, zipped

FILES = {"b.csv": b"id\r\n", "a/b.json": b"{}", "Душанбе.txt": bytes(5000)}
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    lambda name: "/" not in name and "\\" not in name
)


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {path: archive.read(path) for path in archive.namelist()}


def archive_of(year: int) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for path, part in FILES.items():
            archive.writestr(ZipInfo(path, (year, 2, 3, 4, 5, 6)), part)
    return content.getvalue()


@given(st.dictionaries(NAMES, st.binary()))
def test_what_is_zipped_comes_out_as_it_was_in_its_order(files: dict[str, bytes]) -> None:
    assert list(members(zipped(files)).items()) == list(files.items())


def test_a_zip_that_is_packed_again_has_no_clock() -> None:
    assert archive_of(2024) != archive_of(2025)
    assert repacked(archive_of(2024)) == repacked(archive_of(2025)) == zipped(FILES)


def test_members_are_compressed_and_tell_no_machine() -> None:
    with ZipFile(io.BytesIO(zipped(FILES))) as archive:
        for member in archive.infolist():
            assert member.compress_type == ZIP_DEFLATED
            assert (member.create_system, member.date_time[0]) == (3, 1980)
            assert member.external_attr >> 16 == 0o644
