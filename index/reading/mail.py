"""E-mails and mailboxes -> an article a message, and what their attachments hold."""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from typing import BinaryIO, cast

from index.errors import LimitError, ReadingError
from index.reading.decoding import codec_of, decode
from index.reading.found import Found, Item, left_out
from index.reading.fragments import fragment_text
from index.reading.limits import refuse_longer
from index.reading.metadata import Metadata, build_article
from index.reading.source import Read, Source
from index.reading.wrapping import unflow, unwrap

# A mailbox marks a message by such a line; a line of a text that looks like it is ">From ".
_FROM = re.compile(rb"From \S+ .*\d{4}(?: [+-]\d{4})?\r?\n")
_LOOKS_LIKE_IT = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_HEADERS = HeaderRegistry()


def read_eml(source: Source, read: Read) -> Iterator[Item]:
    """Read one message: its text, then its attachments, each as what it is.

    Raises:
        ReadingError: it has neither text nor attachments.
    """
    yield from _read_message(source, parse(source.whole()), read)


def read_mbox(source: Source, read: Read) -> Iterator[Item]:
    """Read the messages of a mailbox, one after the other."""
    file, longest = cast("BinaryIO", source.file), source.limits.record_bytes
    taken: set[str] = set()
    for number, raw in enumerate(_messages(file, longest=longest), start=1):
        try:
            refuse_longer(len(raw), than=longest)
            message = parse(_LOOKS_LIKE_IT.sub(b"", raw))
            named = replace(source, origin=f"{source.origin}#{_key(message, raw, taken)}")
            yield from _read_message(named, message, read)
        except LimitError:
            raise
        except Exception as error:
            yield left_out(error, origin=f"{source.origin}:{number}")


def _messages(file: BinaryIO, *, longest: int) -> Iterator[bytes]:
    """Yield the messages of a mailbox; of one that is too long, enough to tell that it is."""
    message, after_blank = bytearray(), True
    while line := file.readline(longest + 1):
        if after_blank and _FROM.match(line):
            if message:
                yield bytes(message)
            message.clear()
            continue
        after_blank = line in {b"\n", b"\r\n"}
        if len(message) <= longest:
            message += line
    if message:
        yield bytes(message)


def _key(message: EmailMessage, raw: bytes, taken: set[str]) -> str:
    """Return a message's own id, else a hash of all of it; neither changes with its neighbours."""
    own = " ".join(str(message.get("message-id", "")).split()).strip("<>")
    if not own or own in taken:
        return hashlib.blake2b(raw.rstrip(), digest_size=8).hexdigest()
    taken.add(own)
    return own


def _read_message(source: Source, message: EmailMessage, read: Read) -> Iterator[Item]:
    body = _body(message)
    attachments = [part for part in _parts(message) if part is not body]
    text = _text_of(body) if body is not None else ""
    if text.strip() or not attachments:
        article = build_article(text, _metadata(message))
        yield Found(origin=source.origin, article=article)
    for at, part in enumerate(attachments, start=1):
        yield from _read_attachment(source, part, at, read)


def _read_attachment(source: Source, part: EmailMessage, at: int, read: Read) -> Iterator[Item]:
    is_mail = part.get_content_type() == "message/rfc822"
    name = part.get_filename() or f"attachment-{at}{'.eml' if is_mail else ''}"
    try:
        member = source.member(name, _content(part))
    except LimitError:
        raise
    except Exception as error:
        yield left_out(error, origin=f"{source.origin}!{name}")
    else:
        yield from read(member)


def parse(raw: bytes) -> EmailMessage:
    """Parse a message.

    Raises:
        ReadingError: it has no header.
    """
    policy = email.policy.default.clone(header_factory=_header)
    message = email.message_from_bytes(raw, policy=policy)
    if not message.keys():
        raise ReadingError("it has no header of an e-mail; save the message anew")
    return message


def _header(name: str, value: str) -> BaseHeader:
    """Parse a header; it is empty where Python's parser raises, as it does on "Message-ID: <>"."""
    try:
        return _HEADERS(name, value)
    except Exception:  # IndexError, AttributeError, RecursionError, ...
        return _HEADERS(name, "")


def _body(message: EmailMessage) -> EmailMessage | None:
    try:
        body = message.get_body(preferencelist=("plain", "html"))
    except (AttributeError, KeyError, ValueError):  # parts that are not what they say
        return None
    return cast("EmailMessage | None", body)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield what is attached: files, and messages; not the other forms of the text."""
    for part in message.iter_parts() if message.is_multipart() else ():
        kind, form = part.get_content_type(), part.get_content_disposition()
        if kind == "message/rfc822" or form == "attachment" or part.get_filename():
            yield cast("EmailMessage", part)
        elif part.get_content_maintype() == "multipart":
            yield from _parts(cast("EmailMessage", part))


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inside = list(part.iter_parts())
        return inside[0].as_bytes() if inside else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of_part(part: EmailMessage) -> str:
    """Decode a part by the encoding that it states, else by a guess."""
    raw = _content(part)
    try:
        return raw.decode(codec_of(part.get_content_charset() or "utf-8"))
    except (LookupError, ValueError):
        return decode(raw)


def _text_of(body: EmailMessage) -> str:
    text = text_of_part(body).replace("\r\n", "\n").replace("\r", "\n")
    if body.get_content_subtype() == "html":
        # All of an e-mail is its text: there are no menus around it to be told apart.
        return fragment_text(text)
    if _states(body, "format", "flowed"):
        text = unflow(text, deletes_spaces=_states(body, "delsp", "yes"))
    return unwrap(text)


def _states(body: EmailMessage, name: str, value: str) -> bool:
    return str(body.get_param(name, "")).casefold() == value


def _metadata(message: EmailMessage) -> Metadata:
    sent = _sent(message)
    return Metadata(
        title=" ".join(str(message.get("subject", "")).split()) or None,
        authors=_authors(message),
        published=sent.date() if sent else None,
        published_at=sent if sent and sent.tzinfo else None,
    )


def _sent(message: EmailMessage) -> datetime | None:
    header = message.get("date")
    sent = getattr(header, "datetime", None)
    return sent if isinstance(sent, datetime) else None


def _authors(message: EmailMessage) -> tuple[str, ...]:
    addresses = getattr(message.get("from"), "addresses", ())
    names = (address.display_name or address.addr_spec for address in addresses)
    return tuple(dict.fromkeys(name for name in names if name))
