"""A good file of each format that `onrecord add` reads, made here; its text is known."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage

from index.reading.sniffing import Format

SENTENCES = (
    "Snow fell on the port of Riga all night, and the ferries stayed in until noon.",
    "The harbour master said that no ship would leave before the wind had turned.",
    "On Tuesday the ministry sent two ploughs and forty men to clear the coastal road.",
    "Schools in the old town remain closed, the mayor told reporters on the quay.",
    "Bakers gave out bread to those who had waited for the boat since the evening.",
)
TEXT = "\n".join(SENTENCES)
MARK = "ferries stayed in until noon"


def page() -> bytes:
    """Return a web page with the text as its article."""
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    head = "<head><title>Snow in Riga</title><meta charset='utf-8'></head>"
    article = f"<body><article><h1>Snow in Riga</h1>{body}</article></body>"
    return f"<!DOCTYPE html><html>{head}{article}</html>".encode()


def _markdown() -> bytes:
    return f"---\ntitle: Snow in Riga\ndate: 2024-01-09\n---\n\n{TEXT}\n".encode()


def _records(count: int = 5) -> list[dict[str, str]]:
    return [
        {
            "title": f"Snow {number}",
            "url": f"https://a.example/{number}",
            "text": f"{number}. {TEXT}",
        }
        for number in range(count)
    ]


def _json_lines() -> bytes:
    return "".join(json.dumps(record) + "\n" for record in _records()).encode()


def _csv() -> bytes:
    rows = "".join('{title},{url},"{text}"\n'.format(**record) for record in _records())
    return f"title,url,text\n{rows}".encode()


def _parquet() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    file = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(_records()), file)
    return file.getvalue()


def message() -> EmailMessage:
    """Return an e-mail with the text, and a page attached."""
    mail = EmailMessage()
    mail["From"] = "Ann Poe <ann@a.example>"
    mail["To"] = "desk@a.example"
    mail["Subject"] = "Snow in Riga"
    mail["Date"] = "Tue, 09 Jan 2024 10:15:00 +0200"
    mail["Message-ID"] = "<snow@a.example>"
    mail.set_content(TEXT)
    mail.add_attachment(page(), maintype="text", subtype="html", filename="snow.html")
    return mail


def _mbox() -> bytes:
    one = b"From ann@a.example Tue Jan  9 10:15:00 2024\n" + message().as_bytes() + b"\n\n"
    return one * 3


def _mhtml() -> bytes:
    mail = EmailMessage()
    mail["From"] = "<Saved by a browser>"
    mail["Snapshot-Content-Location"] = "https://a.example/snow"
    mail["Subject"] = "Snow in Riga"
    mail["MIME-Version"] = "1.0"
    mail.set_content(page().decode(), subtype="html")
    mail.make_related()
    mail.add_related(b"\x89PNG\r\n\x1a\n" + bytes(64), maintype="image", subtype="png")
    return mail.as_bytes()


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def _members() -> Mapping[str, bytes]:
    return {"a/snow.html": page(), "a/snow.txt": TEXT.encode(), "snow.jsonl": _json_lines()}


def tar(members: Mapping[str, bytes]) -> bytes:
    """Return a TAR archive of members."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def warc() -> bytes:
    """Return a web archive of a page, an image and a page that is not there."""
    responses = (
        ("snow", "200 OK", "text/html", page()),
        ("logo", "200 OK", "image/png", b"\x89PNG\0"),
        ("gone", "404 Not Found", "text/html", b"<html>no</html>"),
    )
    return b"".join(gzip.compress(_record(*response)) for response in responses)


def _record(path: str, status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    block = head.encode() + body
    header = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-01-09T08:15:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{path}>\r\nWARC-Target-URI: https://a.example/{path}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"


def _docx() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in SENTENCES)
    return packed({
        "[Content_Types].xml": (
            f'<?xml version="1.0"?><Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>"
        ).encode(),
        "word/document.xml": (
            f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body>'
            "</w:document>"
        ).encode(),
    })  # fmt: skip


def _odt() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in SENTENCES)
    return packed({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": (
            f'<?xml version="1.0"?><office:document-content xmlns:office="{space}:office:1.0" '
            f'xmlns:text="{space}:text:1.0" office:version="1.2"><office:body><office:text>'
            f"{paragraphs}</office:text></office:body></office:document-content>"
        ).encode(),
    })  # fmt: skip


def _epub() -> bytes:
    body = "".join(f"<p>{line}</p>" for line in SENTENCES)
    return packed({
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": (
            b'<?xml version="1.0"?><container version="1.0" '
            b'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
            b'full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            b"</container>"
        ),
        "book.opf": (
            b'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            b'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Snow</dc:title>'
            b'</metadata><manifest><item id="a" href="a.xhtml" '
            b'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
            b"</package>"
        ),
        "a.xhtml": (
            '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Snow'
            f"</title></head><body><h1>Snow</h1>{body}</body></html>"
        ).encode(),
    })  # fmt: skip


def _pdf() -> bytes:
    lines = "".join(f"({line}) Tj 0 -20 Td " for line in SENTENCES)
    fonts = b"/Resources << /Font << /F1 5 0 R >> >>"
    stream = f"BT /F1 9 Tf 40 700 Td {lines}ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %s >>" % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    file, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 6\n0000000000 65535 f \n" + rows
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(file)
    return file + table + end


def _rtf() -> bytes:
    return (r"{\rtf1\ansi " + r"\par ".join(SENTENCES) + "}").encode()


def _srt() -> bytes:
    cues = (
        f"{number}\n00:00:{number:02},000 --> 00:00:{number + 1:02},000\n{line}\n"
        for number, line in enumerate(SENTENCES, start=1)
    )
    return "\n".join(cues).encode()


def _rss() -> bytes:
    items = "".join(
        f"<item><title>Snow {number}</title><link>https://a.example/{number}</link>"
        f"<content:encoded>{number}. {TEXT}</content:encoded></item>"
        for number in range(3)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A</title>'
        f"<link>https://a.example</link>{items}</channel></rss>"
    ).encode()


MAKERS: Mapping[str, tuple[Format, Callable[[], bytes]]] = {
    ".txt": (Format.TEXT, TEXT.encode),
    ".md": (Format.MARKDOWN, _markdown),
    ".html": (Format.HTML, page),
    ".mhtml": (Format.MHTML, _mhtml),
    ".rss": (Format.FEED, _rss),
    ".jsonl": (Format.JSON_LINES, _json_lines),
    ".json": (Format.JSON, lambda: json.dumps(_records(), indent=1).encode()),
    ".csv": (Format.CSV, _csv),
    ".parquet": (Format.PARQUET, _parquet),
    ".eml": (Format.EML, lambda: message().as_bytes()),
    ".mbox": (Format.MBOX, _mbox),
    ".srt": (Format.SUBTITLES, _srt),
    ".pdf": (Format.PDF, _pdf),
    ".rtf": (Format.RTF, _rtf),
    ".docx": (Format.DOCX, _docx),
    ".odt": (Format.ODT, _odt),
    ".epub": (Format.EPUB, _epub),
    ".warc.gz": (Format.WARC, warc),
    ".wacz": (
        Format.WACZ,
        lambda: packed({"datapackage.json": b"{}", "archive/a.warc.gz": warc()}),
    ),
    ".zip": (Format.ZIP, lambda: packed(_members())),
    ".tar": (Format.TAR, lambda: tar(_members())),
    ".tar.gz": (Format.PACKED, lambda: gzip.compress(tar(_members()))),
    ".html.gz": (Format.PACKED, lambda: gzip.compress(page())),
}
"""By the ending of its name: a format, and what makes a good file of it."""
