"""A bank's payment slip as a small PDF, so that every payment of the demo has a proof that opens."""

from datetime import date

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 298]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"


def slip(number: int, paid_on: date, amount: int, currency: str) -> bytes:
    """One page with the number, the day and the sum; telegraphic letters, which every reader has."""
    lines = (
        f"PAYMENT ORDER No {number}",
        f"Date      {paid_on:%d.%m.%Y}",
        f"Amount    {amount // 100:,}.{amount % 100:02} {currency}".replace(",", " "),
        f"Purpose   By contract, order {number}",
        "Status    EXECUTED",
        "",
        "Demo company. Not a document of any bank.",
    )
    words = " T* ".join(f"({line}) Tj" for line in lines)
    drawn = f"0.6 w 24 24 372 250 re S BT /F 12 Tf 20 TL 44 236 Td {words} ET".encode("ascii")
    return _assemble(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE,
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    )


def _assemble(*objects: bytes) -> bytes:
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return whole + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(whole))
    )
