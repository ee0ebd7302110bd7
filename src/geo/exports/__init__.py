"""Files that leave the atlas: FORMATS has each format, its words and its function."""

from geo.exports.export import export_bytes, export_file, export_files
from geo.exports.formats import FORMATS, Files, Format, format_named

__all__ = [
    "FORMATS",
    "Files",
    "Format",
    "export_bytes",
    "export_file",
    "export_files",
    "format_named",
]
