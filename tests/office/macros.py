"""Macros for LibreOffice: the one way to work in an open workbook that needs no package besides LibreOffice itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'

# Written out as text: one cell or picture a line, fields between tabs.
_TOOLS = """
Sub Dump(doc, url)
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  out = CreateUnoService("com.sun.star.io.TextOutputStream")
  out.setOutputStream(files.openFileWrite(url))
  out.setEncoding("UTF-8")
  For at = 0 To doc.Sheets.Count - 1
    sheet = doc.Sheets.getByIndex(at)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    For row = 0 To cursor.RangeAddress.EndRow
      shown = sheet.Rows.getByIndex(row).IsVisible
      For column = 0 To cursor.RangeAddress.EndColumn
        cell = sheet.getCellByPosition(column, row)
        If cell.Type <> com.sun.star.table.CellContentType.EMPTY Then
          kind = "text"
          said = cell.String
          If cell.Type = com.sun.star.table.CellContentType.VALUE Then kind = "number"
          If cell.Type = com.sun.star.table.CellContentType.FORMULA Then
            If cell.FormulaResultType2 = com.sun.star.sheet.FormulaResult.VALUE Then kind = "number"
            If cell.getError() <> 0 Then kind = "error"
          End If
          If kind = "number" Then said = Trim(Str(cell.Value))
          said = Join(Split(said, Chr(10)), " ")
          out.writeString("cell" & Chr(9) & sheet.Name & Chr(9) & (row + 1) & Chr(9) & (column + 1) & Chr(9))
          out.writeString(kind & Chr(9) & CStr(shown) & Chr(9) & said & Chr(10))
        End If
      Next
    Next
    For nth = 0 To sheet.DrawPage.Count - 1
      shape = sheet.DrawPage.getByIndex(nth)
      If shape.supportsService("com.sun.star.drawing.GraphicObjectShape") Then
        place = shape.Anchor.RangeAddress
        out.writeString("picture" & Chr(9) & sheet.Name & Chr(9) & (place.StartRow + 1) & Chr(9))
        out.writeString((place.StartColumn + 1) & Chr(9) & Chr(9) & Chr(9) & shape.Description & Chr(10))
      End If
    Next
  Next
  out.closeOutput()
End Sub

Function OpenHidden(url)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden"
  how(0).Value = True
  OpenHidden = StarDesktop.loadComponentFromURL(url, "_blank", 0, how())
End Function

Function Named(doc, called)
  Named = doc.NamedRanges.getByName(called).getReferredCells().getCellByPosition(0, 0)
End Function

Sub StoreAs(doc, url, kind)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(0).Value = kind
  doc.storeToURL(url, how())
End Sub
"""


def run_basic(body: str, folder: Path) -> None:
    """Run statements of LibreOffice Basic; ``OpenHidden``, ``Named``, ``Dump`` and ``StoreAs`` are there for them."""
    done = folder / "done.txt"
    done.unlink(missing_ok=True)
    library = folder / "profile" / "user" / "basic" / "Standard"
    if not library.exists():
        # The first start makes the profile, and would write over the library.
        _start(folder, "--terminate_after_init")
    told = f"Open {basic_url(done)} For Output As #1\n"
    module = (
        f'Sub Main\n  On Error GoTo Failed\n{body}\n  doc.close(True)\n  {told}  Print #1, "done"\n  Close #1\n'
        f'  Exit Sub\nFailed:\n  {told}  Print #1, Error & " in line " & Erl\n  Close #1\nEnd Sub\n{_TOOLS}'
    )
    (library / "Module1.xba").write_text(
        f'{_HEAD}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">{escape(module)}</script:module>',
        encoding="utf-8",
    )
    (library / "script.xlb").write_text(
        f'{_HEAD}<library:library {_SPACE} library:name="Standard" library:readonly="false" '
        'library:passwordprotected="false"><library:element library:name="Module1"/></library:library>',
        encoding="utf-8",
    )
    (library.parent / "script.xlc").write_text(
        f'{_HEAD}<library:libraries {_SPACE}><library:library library:name="Standard" '
        'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>'
        "</library:libraries>",
        encoding="utf-8",
    )
    said = _start(folder, "macro:///Standard.Module1.Main()")
    # A macro that cannot be read says nothing in headless mode.
    assert done.exists(), f"the macro did not come to its end: {said}"
    assert done.read_text(encoding="utf-8").strip() == "done"


def _start(folder: Path, what: str) -> str:
    """Return what LibreOffice said on stderr, after it has come to its end."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--norestore", what]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stderr


def basic_url(path: Path) -> str:
    """Return a file's address as a string of Basic."""
    return '"' + path.as_uri() + '"'
