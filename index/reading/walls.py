"""Pages that hold no article: stubs before a paywall, cookie walls, errors, checks, lists of links.

All of it is decided from what a page says and states, by pure functions. An article about
paywalls or cookies must pass: its words stand in its own text, which is long enough, or is
stated to be an article; a wall speaks to the reader, beside the text or instead of it.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

# A brief has some 60 words; 200 let the opening that a paywall leaves be told from a story.
_STUB_WORDS = 200
_NOTICE_WORDS = 150
_CONSENT_WORDS = 250
_LABEL_WORDS = 40
_LAST_LINES = 2
# Below a page's headlines stand words of its own: what the section is about, the weather.
_LIST_WORDS = 60
_SAVE_AGAIN = "save it again once the article shows in the browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What tells a wall from an article.

    `text` is the article that was found, cleaned; `blocks` all that the page shows, line by
    line; `is_stated` whether metadata calls it an article, with a date; `is_free` and
    `stated_words` what JSON-LD says of access and length; `headlines` how many links of four
    words or more it has; `teasers` the paragraphs that stand in a box with such a link.
    """

    title: str | None
    text: str
    blocks: Sequence[str]
    is_stated: bool = False
    is_free: bool | None = None
    stated_words: int | None = None
    headlines: int = 0
    teasers: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Why there is no article, in one line; `is_mendable` if saving the page again may help."""

    reason: str
    is_mendable: bool = False


def find_wall(signs: Signs) -> Wall | None:
    """Name what stands in place of an article; None where there is one.

    >>> find_wall(Signs(title="Page not found | Riga Weekly", text="Sorry.", blocks=["Sorry."]))
    Wall(reason='it is an error page ("Page not found"), not an article', is_mendable=False)
    """
    return (
        _error(signs)
        or _notice(signs)
        or _check(signs)
        or _consent(signs)
        or _paywall(signs)
        or _list_of_links(signs)
    )


_ERROR = re.compile(
    r"(?:http |error |ошибка |fehler |erreur )*(?:40[0134]|410|42[29]|451|50[0234])\b"
    r"(?:[ :!.-]+(?:error|not found|forbidden|page not found|bad gateway|gateway time-?out"
    r"|unavailable(?: (?:due to|for) legal reasons)?"
    r"|service unavailable|internal server error|client error|ошибка|gone))*\W*"
    r"|(?:sorry[,!]? |oops[,!.]* )*(?:(?:the |this )?(?:page|file|article|content|url|site)"
    r" (?:was |is |could |can |does |has |cannot |you \w+ \w+ )*(?:not |no longer |n[o']t )*"
    r"(?:be )?(?:found|unavailable|available|exist|been (?:removed|moved|deleted))\W*)"
    r"|(?:page|file)? ?not found\W*|access (?:to this page has been )?denied\W*|forbidden\W*"
    r"|(?:internal server error|service (?:temporarily )?unavailable|bad gateway)\W*"
    r"|страница не найдена\W*|сторінку не знайдено\W*|старонка не знойдзена\W*"
    r"|seite nicht gefunden\W*|page introuvable\W*|página no encontrada\W*|pagina non trovata\W*"
    r"|nie znaleziono strony\W*",
    re.IGNORECASE,
)


def _error(signs: Signs) -> Wall | None:
    if signs.is_stated or _words(signs.text) >= _NOTICE_WORDS:
        return None
    parts = [part.strip() for part in re.split(r"\s[|–—-]\s", signs.title or "")]
    said = next((part for part in parts if part and _ERROR.fullmatch(part)), None)
    return Wall(reason=f'it is an error page ("{said}"), not an article') if said else None


_MAINTENANCE = (
    r"we(?:['’]ll| will) be (?:right )?back(?: (?:soon|shortly))?"
    r"|(?:(?:down|closed) for |under |scheduled |site )*maintenance"
)
_SIGN_IN = r"(?:sign|log) ?in(?: (?:to|with) (?:your|an?) \w+(?: account)?)?"
_NOTICES = {"a notice of maintenance": _MAINTENANCE, "a page to sign in": _SIGN_IN}


def _notice(signs: Signs) -> Wall | None:
    """Tell a page whose title says that it speaks for the site alone."""
    if signs.is_stated or _words(signs.text) >= _NOTICE_WORDS:
        return None
    parts = [part.strip(" !.…") for part in re.split(r"\s[|–—-]\s", signs.title or "")]
    for name, pattern in _NOTICES.items():
        if any(re.fullmatch(pattern, part, re.IGNORECASE) for part in parts):
            return Wall(reason=f"it is {name}; {_SAVE_AGAIN}")
    return None


_ROBOT_CHECK = re.compile(
    r"checking (?:your browser|if the site connection is secure)|verify(?:ing)? (?:that )?you are"
    r" (?:a )?human|(?:confirm|prove|make sure)(?: that)? you(?:['’]re| are) (?:not a robot|human)"
    r"|are you a robot|just a moment\.\.\.|(?:complete|solve) the (?:captcha|security check)"
    r"|unusual (?:traffic|activity) from your|pardon our interruption|ddos protection by"
    r"|enable (?:javascript and cookies|cookies) to continue|attention required!",
    re.IGNORECASE,
)
_NEEDS_SCRIPTS = re.compile(
    r"(?:enable|turn on|activate) javascript|javascript (?:is|must be|needs to be) "
    r"(?:disabled|required|enabled|turned|switched)|(?:requires?|needs?) javascript"
    r"|javascript (?:aktivieren|ist deaktiviert)|activer javascript|включите javascript"
    r"|увімкніть javascript",
    re.IGNORECASE,
)


def _check(signs: Signs) -> Wall | None:
    if signs.is_stated or _words(signs.text) >= _NOTICE_WORDS:
        return None
    said = "\n".join([signs.title or "", *signs.blocks])
    # Beside a menu and stories such a line is a footnote; alone it is the page.
    if _words(said) >= 2 * _NOTICE_WORDS:
        return None
    if _ROBOT_CHECK.search(said):
        return Wall(reason=f"it is a check for robots; {_SAVE_AGAIN}", is_mendable=True)
    if _NEEDS_SCRIPTS.search(said):
        return Wall(
            reason=f"it holds no text, only a call to enable JavaScript; {_SAVE_AGAIN}",
            is_mendable=True,
        )
    return None


_CONSENT = re.compile(
    r"\bwe(?:,| and)? (?:and )?(?:our (?:\d+ )?(?:\w+ )?partners,? )?"
    r"(?:use|store|process|value your privacy|need your consent|would like to use|also use)\b"
    r"(?=.*\b(?:cookies?|data|information|privacy|consent|technologies)\b|.*privacy)"
    r"|\b(?:accept|reject|refuse|agree to|decline|allow) (?:all|cookies)\b"
    r"|\bmanage (?:your |my )?(?:options|preferences|choices|settings|consents?|cookies|privacy)\b"
    r"|\byour (?:consent|privacy (?:choices|settings)|choices at any time)\b"
    r"|\bour (?:cookie|privacy) (?:policy|notice)\b|\bbefore you continue\b"
    r"|\bby clicking\b.*\byou (?:agree|accept|consent)\b|\blegitimate interests?\b"
    r"|\bwir (?:und unsere partner )?(?:verwenden|nutzen|verarbeiten) .*\b(?:cookies|daten)\b"
    r"|\balle akzeptieren\b|\beinwilligung\b|\btout accepter\b|\bnos partenaires\b"
    r"|\bmy (?:i nasi partnerzy )?używamy\b.*\bcookies\b|\bмы используем (?:файлы )?cookies?\b",
    re.IGNORECASE,
)


def _consent(signs: Signs) -> Wall | None:
    if _words(signs.text) >= _CONSENT_WORDS or signs.is_stated:
        return None
    said = signs.text or "\n".join(signs.blocks)
    sentences = [s for s in re.split(r"(?<=[.!?…])\s+|\n+", said) if len(s.split()) > 1]
    asking = [sentence for sentence in sentences if _CONSENT.search(sentence)]
    # Two sentences in five: the others say what the data is for.
    if len(asking) < 2 or len(asking) < 0.4 * len(sentences):
        return None
    return Wall(reason=f"it is a cookie wall; accept or refuse, then {_SAVE_AGAIN}")


_CLOSED = re.compile(
    r"\b(?:subscribe|sign in|log in|sign up|register|join|create an account|start your trial)\b"
    r".{0,60}\b(?:to (?:continue|keep|finish) reading|to (?:read|view|access|unlock)"
    r" (?:the |this )?(?:full|rest|whole|article|story|content|more)|for (?:full|unlimited) access)"
    r"|\bto (?:continue|keep|finish) reading\b.{0,60}"
    r"\b(?:subscri|sign|log in|register|account|join)"
    r"|\b(?:this|the) (?:article|content|story|page|section) is (?:\w+ ){0,3}"
    r"(?:for|to) (?:\w+ ){0,2}(?:subscribers|members|registered (?:users|readers))\b"
    r"|\b(?:subscriber|member)s?[ -](?:only|exclusive) (?:article|content|story)\b"
    r"|\byou(?:['’]ve| have) (?:reached|used|read|hit) (?:your|all|the|this)\b.{0,60}"
    r"\b(?:limit|free (?:articles|stories))\b"
    r"|\bunlock (?:this|the) (?:full )?(?:article|story)\b"
    r"|\b(?:weiterlesen mit|nur für abonnenten|réservée? (?:à nos|aux) abonnés"
    r"|artículo exclusivo para suscriptores|только для подписчиков|лише для передплатників"
    r"|dla prenumeratorów|tylko dla subskrybentów)\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\balready (?:a |an )?(?:subscriber|member|subscribed|registered|have an account)\b.{0,40}"
    r"|\bsubscribe (?:now|today)\b|\bread the full (?:article|story)\b",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$|[\w,;:–—-]$")


def _paywall(signs: Signs) -> Wall | None:
    words = _words(signs.text)
    if words >= _STUB_WORDS or signs.is_free is True:
        return None
    beside = [
        block
        for block in signs.blocks
        if len(block.split()) <= _LABEL_WORDS and block not in signs.text
    ]
    # Where the call has slipped into the text, it is among its last lines, and nobody's words.
    beside += [
        line
        for line in signs.text.split("\n")[-_LAST_LINES:]
        if len(line.split()) <= _LABEL_WORDS and not re.search(r"[“”\"«»]", line)
    ]
    is_closed = any(map(_CLOSED.search, beside))
    is_cut = bool(_CUT_OFF.search(signs.text.strip()))
    wants_account = any(map(_ACCOUNT.search, beside))
    # Many sites call on everyone to sign in; only a text that breaks off shows that it matters.
    is_short = signs.stated_words is not None and signs.stated_words > 1.5 * words
    is_stub = is_closed or (wants_account and is_cut)
    if signs.is_free is False:
        is_stub = is_stub or wants_account or is_cut or is_short
    if not is_stub:
        return None
    return Wall(reason="it is the stub before a paywall; log in to the site, then save it again")


def _list_of_links(signs: Signs) -> Wall | None:
    """Tell the front page of a site or of a section: many headlines, and teasers for a text."""
    if signs.is_stated or signs.headlines < 12:
        return None
    lines = [line for line in signs.text.split("\n") if _words(line) >= 8]
    running = [line for line in lines if line not in signs.teasers]
    if _words(" ".join(running)) >= max(_LIST_WORDS, _words(signs.text) / 2):
        return None
    return Wall(reason="it is a list of links to stories; save the stories themselves")


def _words(text: str) -> int:
    # Scripts without spaces: some six characters carry what a word with its space does.
    return max(len(text.split()), len(text) // 8)
