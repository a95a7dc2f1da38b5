"""Square codes (QR) that lead from paper to a page."""

import io

import segno

QUIET = 2  # modules of white around; the sheet itself is white


def square_code(address: str) -> bytes:
    """Return the SVG of the code of a web address, a quarter of which may be lost."""
    drawn = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, border=QUIET, omitsize=True)
    return drawn.getvalue()
