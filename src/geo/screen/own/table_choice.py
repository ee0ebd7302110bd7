"""Which table of a chosen file is read: its sheet, the row of its headings, its encoding."""

__all__ = ["draw_table_choice"]

from dataclasses import replace

import streamlit as st

from geo.importers import ENCODINGS, SheetChoice, SheetOptions
from geo.screen.own.chosen_file import ChosenFile
from geo.screen.plain import plain


def draw_table_choice(chosen: ChosenFile) -> SheetOptions:
    """Show which table of a file is read, and let the reader choose another.

    Raises UnreadableData.
    """
    choice = chosen.guess(SheetOptions()).choice
    if not (choice.sheets or choice.header_rows or choice.encoding):
        return SheetOptions()
    with st.expander(_in_words(choice), expanded=bool(choice.open)):
        options = SheetOptions(sheet=_sheet(choice), encoding=_encoding(choice))
        header_row = _header_row(chosen, options)
    return replace(options, header_row=header_row)


def _in_words(choice: SheetChoice) -> str:
    row = f"headings in row {choice.header_rows[-1]}" if choice.header_rows else ""
    sheet = f"sheet {plain(choice.sheet)}" if choice.sheet and len(choice.sheets) > 1 else ""
    encoding = _encoding_label(choice.encoding) if choice.encoding else ""
    doubt = " – please check" if choice.open else ""
    return "Read: " + ", ".join(filter(None, (sheet, row, encoding))) + doubt


def _sheet(choice: SheetChoice) -> str | None:
    if len(choice.sheets) < 2:
        return None
    index = choice.sheets.index(choice.sheet) if choice.sheet in choice.sheets else 0
    chosen: str = st.selectbox(
        "Sheet", choice.sheets, index=index, key=f"sheet {hash(choice.sheets)}"
    )
    return None if chosen == choice.sheet and "sheet" not in choice.open else chosen


def _encoding(choice: SheetChoice) -> str | None:
    if not choice.encoding or "encoding" not in choice.open:
        return None
    options = list(dict.fromkeys([choice.encoding, *ENCODINGS]))
    chosen: str = st.selectbox("Encoding", options, format_func=_encoding_label)
    return None if chosen == choice.encoding else chosen


def _encoding_label(encoding: str) -> str:
    return ENCODINGS.get(encoding.removesuffix("-sig"), encoding)


def _header_row(chosen: ChosenFile, options: SheetOptions) -> int | None:
    """Show the first rows, and ask in which of them the headings stand."""
    choice = chosen.guess(options).choice
    if not choice.header_rows:
        return None
    rows = chosen.first_rows(options)
    width = max(map(len, rows), default=1)
    names = ["Row", *map(str, range(1, width))]
    st.dataframe(
        [dict(zip(names, row + [""] * (width - len(row)), strict=True)) for row in rows],
        hide_index=True,
    )
    numbers, known = [int(row[0]) for row in rows], choice.header_rows[-1]
    row: int = st.selectbox(
        "The headings are in row",
        numbers,
        index=numbers.index(known) if known in numbers else 0,
        key=f"header {options}",
    )
    return None if row == known else row
