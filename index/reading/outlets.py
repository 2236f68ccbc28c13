"""Which outlet a saved page is from, as far as the page itself says."""

import re
from collections import Counter
from collections.abc import Sequence

from index import boilerplate
from index.datelines import read_dateline
from index.known_outlets import is_known_outlet

_SECTION_NAMES = """
news world politics opinion opinions analysis commentary comment comments business economy economics
finance markets money europe asia africa america americas eurasia middle east north south west
central eastern western national international global local regional security defence defense war
conflict culture arts life lifestyle style sport sports football science technology tech health
environment climate energy education travel food features feature interviews interview articles
article reports report reviews review editorial editorials columns column blog blogs video videos
podcast podcasts photos live latest breaking exclusive explainer insight insights investigation
investigations media society history law justice crime religion books film music weather home top
stories story topics issues affairs foreign policy uk us usa eu russia ukraine belarus poland china
special coverage longread long reads read perspectives voices debate archive
"""
_SECTION_WORDS = frozenset(_SECTION_NAMES.split())
_SMALL = frozenset(("and", "&", "of", "the", "in", "on", "from", "for", "/", "|", ">", "›", "»"))
OUTLET_WORD = re.compile(
    r"\b(?:News|Times|Post|Herald|Guardian|Tribune|Journal|Gazette|Independent|Telegraph|Today|Daily"
    r"|Press|Observer|Review|Monitor|Chronicle|Standard|Mail|Express|Radio|TV|Weekly|Magazine"
    r"|Courier|Dispatch|Examiner|Globe|Inquirer|Ledger|Record|Register|Sentinel|Bulletin|Mirror"
    r"|Echo|Argus)\b"
)
_NAME = (
    r"(?P<name>(?:[Tt]he )?[A-ZÀ-Ž][\w&.-]*"
    r"(?: (?:of|and|the|&)(?= [A-ZÀ-Ž])| [A-ZÀ-Ž][\w&.-]*){0,4})"
)
# How a page speaks of its own outlet, in the lines that call on its readers.
_OWN_VOICE = (
    re.compile(
        rf"\b(?i:support) {_NAME}['’]s? (?:crowdfunding|fundrais|work|journalis|newsroom|reporting"
        r"|campaign|independen|coverage)"
    ),
    re.compile(rf"\b(?i:support) {_NAME}(?: today| now)?[.!]?$"),
    re.compile(
        rf"\b(?i:subscribe to|sign up (?:to|for)|follow|join) {_NAME}(?:['’]s?)?"
        r"(?= (?:on|newsletter|channel|daily|weekly|for|at|via|updates|app)\b|[.!]?$)"
    ),
    re.compile(
        r"(?:©|\([cC]\)|[Cc]opyright)(?: ?©| ?\([cC]\))?"
        r" ?(?:(?:19|20)\d\d(?: ?[-–] ?(?:19|20)\d\d)?)?,? ?"
        rf"{_NAME}(?=$|[.,|]| All | Ltd| LLC| Inc)"
    ),
)
_NOT_AN_OUTLET = re.compile(
    r"(?i:(?:our|us|me|this|all|now)\b.*|(?:the|x|twitter|facebook|instagram|telegram|whatsapp|youtube"
    r"|linkedin|tiktok|google news|google|apple news|independent journalism"
    r"|free|now|here|today|rss|email)\b.?)"
)
_HANDLE = re.compile(r"(?<!\w)@(\w{3,30})")
_HANDLE_TAIL = re.compile(
    r"(?:_?(?:official|news|online|live|com|org|net|eng?|english|ua|uk|us|int))+$", re.IGNORECASE
)


def is_section_words(text: str) -> bool:
    """Tell whether a text is made of words that name a site's sections.

    >>> is_section_words("News & Analysis"), is_section_words("Minsk waits")
    (True, False)
    """
    words = [word for word in text.casefold().split() if word not in _SMALL]
    return bool(words) and all(word.strip(",:") in _SECTION_WORDS for word in words)


def split_title(title: str) -> tuple[str, str | None]:
    """Part a title from the outlet that a browser's tab shows behind it.

    >>> split_title("Why the river rose | The Riga Times")
    ('Why the river rose', 'The Riga Times')
    >>> split_title("Minsk – the quiet capital")
    ('Minsk – the quiet capital', None)
    """
    match = re.fullmatch(rf"(?P<title>.{{8,}}?) [|–—-] {_NAME}", title)
    if match and (is_known_outlet(match["name"]) or OUTLET_WORD.search(match["name"])):
        return match["title"], match["name"]
    return title, None


def find_outlet(blocks: Sequence[str], *, people: Sequence[str] = ()) -> str | None:
    """Find the outlet in the lines where a page speaks for itself; None when none names it.

    First what the page calls itself, then its handle when the text spells it out as well (and
    it is not one of `people`), then the agency in a dateline.

    >>> find_outlet(["Snow fell.", "Please support Riga Weekly's journalism."])
    'Riga Weekly'
    """
    own = [block for block in blocks if boilerplate.kind_of(block)]
    running = "\n".join(block for block in blocks if block not in set(own))
    return _named_itself(own, running) or _handled(own, running, people) or _dateline(blocks)


def _named_itself(own: Sequence[str], running: str) -> str | None:
    names = Counter(
        match["name"].rstrip(".")
        for block in own
        if not block.isupper()
        for pattern in _OWN_VOICE
        for match in pattern.finditer(block)
        if not _NOT_AN_OUTLET.fullmatch(match["name"])
    )
    for name, _ in names.most_common():
        # One word that the article uses too may be its subject ("Support Ukraine's journalism").
        if (
            " " in name
            or is_known_outlet(name)
            or not re.search(rf"\b{re.escape(name)}\b", running)
        ):
            return name
    return None


def _handled(own: Sequence[str], running: str, people: Sequence[str]) -> str | None:
    for handle in (handle for block in own for handle in _HANDLE.findall(block)):
        core = _HANDLE_TAIL.sub("", handle).replace("_", "").casefold()
        if len(core) < 3:
            continue
        spelling = r"\b" + r"[ -]?".join(map(re.escape, core)) + r"\b"
        spelled = Counter(re.findall(spelling, running, re.IGNORECASE))
        for name, _ in spelled.most_common():
            if name[:1].isupper() and name not in people:
                return str(name)
    return None


def _dateline(blocks: Sequence[str]) -> str | None:
    for block in blocks[:25]:
        dateline = read_dateline(block)
        if dateline and dateline.agency and is_known_outlet(dateline.agency):
            return dateline.agency
    return None
