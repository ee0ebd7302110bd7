#!/bin/sh
# openpyxl 3.1.5 opens a workbook in the strict form of Office Open XML as one without any sheet.
#
# Excel offers it under "Save as" ("Strict Open XML Spreadsheet"), with the same ending .xlsx: only
# the names of XML differ (ISO/IEC 29500 against ECMA-376). openpyxl does not know these names and
# raises no error: it warns of a view of the workbook, and the list of sheets is empty. python-calamine
# reads the rows.
#
# Output seen (Python 3.11):
#   openpyxl []
#   calamine ['Data'] [['place'], ['Gao']]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-calamine==0.9.1 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder" <<'PY' >"$folder/output"
import sys
import zipfile

import openpyxl
from python_calamine import CalamineWorkbook

NAMES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main":
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships":
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
plain, strict = f"{sys.argv[1]}/plain.xlsx", f"{sys.argv[1]}/strict.xlsx"
book = openpyxl.Workbook()
book.active.title = "Data"
book.active.append(["place"])
book.active.append(["Gao"])
book.save(plain)
with zipfile.ZipFile(plain) as source, zipfile.ZipFile(strict, "w") as target:
    for part in source.namelist():
        text = source.read(part).decode()
        for name, strict_name in NAMES.items():
            text = text.replace(name, strict_name)
        if part == "xl/workbook.xml":
            text = text.replace("<workbook ", '<workbook conformance="strict" ', 1)
        target.writestr(part, text)

print("openpyxl", openpyxl.load_workbook(strict).sheetnames)
workbook = CalamineWorkbook.from_path(strict)
print("calamine", workbook.sheet_names, workbook.get_sheet_by_index(0).to_python())
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
