"""Formats that are XML files in a ZIP (DOCX, ODT, EPUB), opened with care."""

import io
import zipfile
from typing import TYPE_CHECKING

from index.errors import ReadingError
from index.reading.documents import reported

if TYPE_CHECKING:
    from lxml.etree import _Element

# A book of a million words is under 10 MB of XML; pictures are counted where they are unpacked.
MOST_UNPACKED = 200_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """A ZIP whose members are unpacked one at a time, up to `MOST_UNPACKED` bytes in all."""

    def __init__(self, raw: bytes, *, form: str) -> None:
        self.form = form
        self._left = MOST_UNPACKED
        if raw.startswith(_OLE):
            raise ReadingError(
                f"it is encrypted, or in an older format than {form}; open it and save it as"
                f" {form} without a password"
            )
        if not raw.startswith(b"PK"):
            raise ReadingError(f"it is not in the format {form}; check that its suffix is right")
        with reported(form):
            self._zip = zipfile.ZipFile(io.BytesIO(raw))

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def check_size(self) -> None:
        """Refuse what is too large to be unpacked as a whole.

        A member that says less than it holds fails when it is unpacked: zipfile stops there.
        """
        if sum(info.file_size for info in self._zip.infolist()) > MOST_UNPACKED:
            raise _too_large()

    def read(self, name: str) -> bytes:
        """Unpack one member.

        Raises:
            ReadingError: it is not there, damaged, encrypted, or larger than what is left.
        """
        if name not in self:
            raise ReadingError(
                f"it is no whole {self.form} file: {name} is missing; get it or save it again"
            )
        with reported(self.form), self._zip.open(name) as member:
            content = member.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise _too_large()
        return content

    def read_xml(self, name: str) -> "_Element":
        """Unpack and parse one member, with `parse_xml`."""
        return parse_xml(self.read(name), form=self.form)


def _too_large() -> ReadingError:
    most = MOST_UNPACKED // 1_000_000
    return ReadingError(f"it unpacks to more than {most} MB; save its text alone")


def parse_xml(content: bytes, *, form: str) -> "_Element":
    """Parse XML; entities are not resolved, no DTD is loaded and no network asked."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    with reported(form):
        return etree.fromstring(content, parser)


def local_name(element: "_Element") -> str:
    """Return an element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
