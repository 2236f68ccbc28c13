"""What a saved page says besides its article: the patterns, in one table, and what they decide.

A block (a paragraph, one line) goes only as a whole, and only when a pattern covers all of it.
Every pattern is anchored at both ends, because the same words are news elsewhere: people
subscribe, donate and join in the articles too. A block that quotes or attributes is reporting,
whatever it begins with.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_PLATFORM = (
    r"(?:x|twitter|facebook|instagram|telegram|whatsapp|youtube|linkedin|tiktok|threads|bluesky"
    r"|mastodon|viber|signal|reddit|google news|apple news|spotify|flipboard|social media)"
)
_IMAGE = (
    r"(?:photo(?:graph)?s?|images?|pictures?|pics?|cover|illustrations?|screenshot|video still)"
)
_AGENCY = (
    r"(?:ap(?: photo)?|afp|reuters|getty(?: images)?|epa(?:-efe)?|shutterstock|unsplash|istock"
    r"|anadolu(?: agency)?|pa(?: media)?|dpa|wikimedia(?: commons)?|alamy|bloomberg|tass|ukrinform)"
)
# "Images by Maxar show new trenches": what a picture shows is reporting, who made it is a credit.
_TELLS = (
    r"\b(?:show(?:s|ed|n|ing)?|suggest(?:s|ed)?|reveal(?:s|ed)?|indicate[sd]?|confirm(?:s|ed)?"
    r"|prove[sd]?|depict(?:s|ed)?|appear(?:s|ed)?|seem(?:s|ed)?|document(?:s|ed)?|capture[sd]?"
    r"|identif(?:y|ies|ied)|was|were|has|have|had|are)\b"
)
# "Like other stations in Riga, RT is on Telegram": likeness, and no call to like a page.
_NOT_ALIKE = rf"(?!like (?!us\b|our\b)(?:(?!\b{_PLATFORM}\b)[^,])*,)"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of boilerplate: one of `branches` must cover a whole block of up to `longest` words.

    `closed` patterns list their words so narrowly that quotation marks or a verb of saying in
    the block ("Also read: Minsk says no") do not make it reporting.
    """

    kind: str
    branches: tuple[str, ...]
    longest: int = 30
    closed: bool = False

    @cached_property  # and not when imported: a question cleans no text
    def pattern(self) -> re.Pattern[str]:
        """All branches in one."""
        return re.compile("|".join(f"(?:{branch})" for branch in self.branches), re.IGNORECASE)


def _rule(kind: str, *branches: str, longest: int = 30, closed: bool = False) -> Rule:
    return Rule(kind=kind, branches=branches, longest=longest, closed=closed)


# Labels and lines that are boilerplate as they stand.
BLOCKS: tuple[Rule, ...] = (
    _rule(
        "subscription",
        r"subscribe(?: now| today| here| to us| for free)?",
        r"sign up(?: now| today| here| for free)?",
        r"(?:you have|you've) (?:been )?successfully subscribed",
        r"thank(?:s| you) for (?:subscribing|signing up)",
        r"newsletters?(?: sign-?up| subscription)?",
        r"(?:enter )?your e-?mail(?: address)?",
        r"e-?mail address|i agree to .{0,80}privacy policy|privacy policy|terms (?:of|and) \w+",
        closed=True,
    ),
    _rule(
        "navigation",
        r"(?:read|view|see|show|load) (?:more|all|next|less)(?: (?:posts|news|articles|stories))?",
        r"(?:related|recommended|similar|popular|latest|recent|more)"
        r" (?:posts?|articles?|stories|story|news|content|topics?|reading|reads)",
        r"(?:most|top) (?:read|popular|viewed|shared|commented)(?: (?:stories|articles|today))?",
        r"trending(?: now)?|recommended(?: for you)?|editors?['’]s? (?:picks?|choice)",
        r"you (?:may|might) (?:also )?(?:like|be interested in|enjoy)|more (?:for you|like this)",
        r"(?:skip to|back to) (?:main )?(?:content|top|navigation)|(?:main )?menu|home(?: ?page)?",
        r"(?:log|sign) (?:in|out)(?: to (?:comment|continue))?|register|my account|search|submit",
        r"(?:previous|next) (?:article|post|story)|continue reading(?: below)?|all tags|loading",
        r"advertis?ements?(?: - scroll to continue)?|sponsored(?: content)?|paid (?:post|content)",
        r"(?:article|story) continues (?:after|below)(?: (?:this )?advert\w*)?|promoted",
        r"report this ad|remove ads|why this ad\??|accept(?: all)?(?: cookies)?|cookie settings",
        r"(?:about \d+ |\d+ |an? )?(?:-)?min(?:ute)?s?(?:['’])? read|reading time\W+\d+ min\w*",
        r"listen to (?:this )?(?:article|story)|listen|play audio|text size",
        r"(?:leave|post|add|write) a (?:comment|reply)|no comments(?: yet)?",
        r"\d* ?comments?(?: \(\d+\))?",
        r"(?:join|start) the (?:conversation|discussion)|comments are (?:closed|off)",
        r"follow us|find us|contact us|support us|support our work|donate(?: (?:now|here|today))?",
        r"make a donation|become an? (?:member|patron|supporter|subscriber)|buy us a coffee",
        closed=True,
        longest=10,
    ),
    _rule(
        "sharing",
        rf"share(?: (?:this|the|on|via|with|link|now|{_PLATFORM}|article|story|post|page|friends"
        r"|e-?mail|or|and|by|your))*",
        rf"(?:(?:share|tweet|pin(?: it)?|e-?mail|print|save|copy(?: link)?|link|{_PLATFORM})"
        r"(?:[ ,|/·]+|$)){2,}",
        r"tweet(?: this)?|pin it|copy link|print(?: this)?(?: page| article)?|e-?mail",
        r"click to share.{0,60}",
        r"(?:like|enjoy(?:ed)?|loved?) (?:this|our) (?:story|article|post)\? share it\b.{0,40}",
        closed=True,
        longest=12,
    ),
    _rule(
        "other story",
        r"(?:also read|read also|see also|read more|read next|more on this)(?: \w+)?"
        r" ?[:|–—-] ?\S.*",
        r"(?:related|recommended|watch|listen|don['’]t miss|more|explainer) ?[:|] ?\S.*[^.…]",
        closed=True,
    ),
    _rule(
        "image credit",
        rf"\(?{_IMAGE}(?: credits?| courtesy(?: of)?| source| by)? ?[:/©|] ?\S.*",
        rf"(?!.*{_TELLS})\(?{_IMAGE} (?:by|courtesy of|credit) [^.]{{2,80}}\)?\.?",
        rf"\(?(?:file )?{_IMAGE}\)?|{_IMAGE} (?:source|caption), .{{2,160}}",
        rf"(?:credits?|source|via) ?: ?.{{0,40}}\b{_AGENCY}\b.{{0,20}}",
    ),
    _rule(
        "image credit",
        rf"[(\[]?(?:[\w.'’-]+ ){{0,4}}[\w.'’-]* ?(?:/|via|\||-|–)? ?{_AGENCY}(?: images)?"
        rf"(?: ?(?:/|via|\||-|–) ?(?:{_AGENCY}|[\w.'’-]+(?: [\w.'’-]+){{0,3}}))+[)\]]?\.?",
        rf"[(\[]?[\w.'’-]+(?: [\w.'’-]+){{0,3}} ?/ ?{_AGENCY}[)\]]?\.?",
        r"[(\[]?(?:getty images|shutterstock|istock|ap photo|epa-efe|wikimedia commons)[)\]]?\.?",
        closed=True,
        longest=10,
    ),
    _rule(
        "copyright",
        r"(?:©|\(c\) ?(?=\d{4})).{1,200}",
        r"copyright ?(?:©|\(c\)|\d{4}|by ).{0,200}",
        r"(?:.{0,100}[.,|] ?)?all rights reserved\b.{0,160}",
        r"(?:this|the) (?:material|content|article) may not be (?:published|reproduced|copied).*",
        longest=45,
    ),
    _rule(
        "cookies",
        r"(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: and our partners)? uses? cookies\b.*",
        r"by (?:continuing|using|browsing|clicking|visiting)\b.{0,80}"
        r"\byou (?:agree|accept|consent)\b.*",
        longest=60,
    ),
    _rule(
        "view disclaimer",
        r"(?=.*\b(?:only|solely|not|own|alone|views?|opinions?|positions?|perspectives?)\b)"
        r"(?:this|the) (?:publication|article|text|material|piece|column|document|content)"
        r" (?:only )?(?:expresses|reflects|represents)\b.*\b(?:author|editor|writer)s?\b.*",
        r"(?:the )?(?:views?|opinions?)(?: and opinions?)?(?: expressed| presented| stated)?"
        r" (?:in|by|here|are)\b.*\b(?:author|contributor|writer)\b.*"
        r"\b(?:own|not|only|solely|alone)\b.*",
        r"(?:the )?(?:views?|opinions?)(?: and opinions?)? expressed\b.*\bauthors?['’]?s?\b.*"
        r"\b(?:own|not|only|alone)\b.*",
        longest=70,
    ),
    _rule(
        "funding",
        r"this (?:project|publication|article|series|story|text|material|report|website)"
        r" (?:is|was|has been) (?:partly )?(?:produced|made|created|published|supported|prepared"
        r"|(?:co-?)?(?:funded|financed))\b.*\b(?:support|funded|financed|supported|funding|grant)\b.*",
        longest=70,
    ),
)

# Sentences that call on the reader; a block goes when it is made of nothing else.
CALLS: tuple[Rule, ...] = (
    _rule(
        "subscription",
        r"(?:please )?(?:subscribe|sign up|register)\b[^,]{0,30} (?:to|for|and) .*"
        r"\b(?:newsletters?|updates|alerts|inbox|bulletin|digest|briefing|channels?|our|us)\b.*",
        r"(?:get|receive)\b.*\b(?:your inbox|by e-?mail|our newsletters?|our app)\b.*",
        r"(?:enter|leave) your e-?mail\b.*",
        r"by (?:subscribing|signing up|submitting|clicking)\b.{0,60}\byou\b.*",
        r"(?:you can )?unsubscribe\b.{0,60}|no spam\b.{0,40}|it['’]s free\W?",
        r"(?:we['’]ll|we will) (?:send|e-?mail) you\b.*|delivered\b.{0,60}\byour inbox\b.*",
        r"(?:already|not yet|are you) an? (?:subscriber|member)\b.*|download (?:our|the) app\b.*",
    ),
    _rule(
        "social",
        rf"{_NOT_ALIKE}(?:follow|like|find|add|join|read|watch|connect with)"
        r" (?:us|our\b.{0,60}|[^,.]{2,50})"
        rf" (?:on|in|at|via) (?:the |our |your )?(?:.{{0,20}}\b{_PLATFORM}\b.{{0,60}}|@\w+\W*)",
        rf"(?:join|follow|like) our {_PLATFORM}\b.{{0,40}}",
        r"(?:join|follow) (?:us|our (?:channel|community|page|group|team))\W*",
        r"stay (?:informed|tuned|connected|up[ -]to[ -]date)\b.{0,60}",
        r"(?:got|do you have|have you got|have) an? (?:news )?(?:tip|story)\b.*",
        r"(?:contact|e-?mail|write to) us (?:at|by|via|on)\b.*",
    ),
    _rule(
        "support",
        r"(?:please )?(?:consider )?(?:support(?:ing)?|help(?:ing)?|fund(?:ing)?)"
        r" (?:us\b.*|our (?:work|journalis|report|newsroom|mission|team|coverage|independen).*)",
        r"(?:please )?(?:support|help|fund|consider (?:supporting|helping|funding))"
        r" (?:(?:independent|quality|free|honest|local) (?:journalism|media|press|reporting)\b.*"
        r"|[^,.]{2,50}['’]s? (?:crowdfunding|fundraising|journalism|newsroom|reporting)\b.*)",
        r"(?:please )?donate (?:by clicking|here|now|today|below|to us|to our|via)\b.{0,60}",
        r"(?:please )?(?:consider )?(?:make|making|becom(?:e|ing)) an? (?:\w+ )?"
        r"(?:donation|contribution|member|patron|supporter|subscriber)\b.{0,80}",
        r"if you (?:like|value|enjoy|appreciate) (?:our|this|what)\b.*",
        r"your (?:support|donation|contribution|help)s?"
        r" (?:help|make|keep|allow|is|mean|enable|will)\w*\b.*",
        r"(?:independent|quality|our) (?:journalism|reporting|newsroom)"
        r" (?:needs|depends on|relies on|is funded by|is made possible by|costs)"
        r" .*\b(?:you|your|readers|donations)\b.*",
        r"we (?:rely|depend|count) (?:up)?on (?:our readers|readers like|your|donations)\b.*",
        longest=40,
    ),
    _rule(
        "comment tool",
        r".*\bctrl ?\+ ?enter\b.*",
        r"(?:found|spotted|noticed|see|did you (?:find|spot|notice))(?: an?)?"
        r" (?:mistake|error|typo)\b.*",
        r"your e-?mail address will not be published\W*|required fields are marked\b.{0,10}",
        r"be the first to (?:comment|share|reply)\b.{0,40}",
        r"(?:log|sign) in to (?:leave|post)\b.{0,40}",
    ),
)

# Said of the article at its end only; anywhere else the same words are its subject.
END_NOTES: tuple[Rule, ...] = (
    _rule(
        "funding",
        r"[“\"«].{2,120}[”\"»] (?:is|was) an? (?:project|programme|program) "
        r"(?:co-?)?(?:financed|funded|supported) by\b.*",
        r".{2,120} (?:is|was) an? (?:project|programme|program) "
        r"(?:co-?)?(?:financed|funded|supported) by\b.*"
        r"\b(?:within the framework|in the amount of|grant agreement|with the support of)\b.*",
        longest=80,
        closed=True,
    ),
    _rule(
        "reporting credit",
        rf"(?!.*{_TELLS})\(?(?:(?:additional )?reporting|editing|writing|translat(?:ed|ion)|edited)"
        r" by [A-Z][^.]{2,160}\)?\.?",
        r"our standards: .{2,80}",
        r"[^.]{4,80} contributed (?:reporting|to this (?:report|article|story))\b.{0,40}",
        longest=40,
        closed=True,
    ),
)

_REPORTED = re.compile(
    r"[“”\"«»„]|``|\b(?:said|says?|saying|told|tells|urged|urges|asked|asks|warned|warns|wrote|writes"
    r"|added|announced|according to|reported(?:ly)?|claim(?:s|ed)|argued|stated|noted|explained"
    r"|insisted|denied|confirmed|instructed|advised|ordered|tweeted|posted|recalled|called on)\b",
    re.IGNORECASE,
)
_BIO = re.compile(
    r"(?P<name>.{2,80}?)(?:,.{0,80},)? (?:is|was|are|has been|covers|writes|reports)\b"
    r"(?! (?:not|unable)\b).+"
)
_CONTACT = re.compile(
    r"(?:^|\s)@\w{2,}"
    r"|\b(?:can be found|tweets (?:at|as)|follow (?:him|her|them|me)|you can (?:reach|find))\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:journalist|reporter|correspondent|editor|columnist|fellow|analyst|writer|author|researcher"
    r"|professor|lecturer|scholar|historian|expert|contributor|commentator|freelancer|director|chief"
    r"|photographer|producer|student)\b",
    re.IGNORECASE,
)
_LANGUAGE_CODE = (
    r"(?:EN|ENG|RU|RUS|BE|BY|UA|UK|UKR|DE|FR|ES|IT|PL|LT|LV|ET|CS|SK|RO|HU|PT|TR|KA|AR|ZH)"
)
_LANGUAGES = re.compile(rf"{_LANGUAGE_CODE}(?: ?[/|,·]? ?{_LANGUAGE_CODE})*")
# "Ann Poe via AP" is a credit, "The message came via TASS" is none: a name is written as one.
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_NAMED = rf"(?-i:{_NAME}(?: (?:{_NAME}|al|de|der|of|press|service|the|van|von)){{0,6}})"
# What it tells is looked for in its own few words: over the rest of the line, from each sentence of
# it on, a paragraph of 44,000 characters took 12 s.
_CREDIT_WORDS = (
    rf"(?:{_IMAGE} ?(?:credits?|by)?: ?[^.:]{{2,60}}"
    rf"|{_IMAGE} by (?![\w.'’ -]{{0,50}}{_TELLS})[\w.'’ -]{{2,50}}"
    rf"|{_AGENCY}|(?:[\w.'’ -]{{2,50}}/|{_NAMED} via ){_AGENCY}(?:(?:/| via )[\w' ]{{2,30}})?"
    rf"|{_AGENCY}/[\w.'’ -]{{2,40}})"
)
# "Troops in Riga. Photo: Ann Poe/AFP", "Troops in Riga [Ann Poe/Reuters]": behind a full stop or
# in brackets, for a bare name before an agency may belong to the caption. In front of its
# sentence's full stop an agency is what it speaks of: "according to the Associated Press (AP)."
_CREDIT = re.compile(
    rf"(?:(?<=[.!?”]) +{_CREDIT_WORDS}|(?<=\S) +(?!(?<![.!?”] )[(\[]{_AGENCY}[)\]]\.)"
    rf"[(\[]{_CREDIT_WORDS}[)\]])\.?$",
    re.IGNORECASE,
)
_LONGEST_CREDIT = 300
_PLATFORM_NAME = re.compile(rf"{_PLATFORM}|e-?mail|print|messenger|pinterest", re.IGNORECASE)
_BLURB = re.compile(
    r"\b(?:once a (?:week|day|month)|weekly|daily|monthly|every (?:\w*day|week|month|morning)"
    r"|inbox|newsletter|e-?mail|subscri\w+)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:we|our|us|you|your)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…]) +")
# Arrows, bars and bullets that pages hang on their labels.
_ORNAMENT = " *•|»›→▸►▶·…[]<>#_-–—:.!✉☰"


def kind_of(block: str) -> str | None:
    """Name the kind of boilerplate that this block is, or None when it belongs to the article.

    >>> kind_of("JOIN US ON TELEGRAM")
    'social'
    >>> kind_of("Donate blood now, officials said.") is None
    True
    """
    if _LANGUAGES.fullmatch(block):
        return "language switch"
    reported = bool(_REPORTED.search(block))
    for text in (block, block.strip(_ORNAMENT)):
        found = _first_kind(BLOCKS, text, reported=reported)
        if found is not None:
            return found
    return None if reported else _kind_of_calls(block)


def _first_kind(rules: Sequence[Rule], text: str, *, reported: bool) -> str | None:
    words = len(text.split())
    for rule in rules:
        if words > rule.longest or (reported and not rule.closed):
            continue
        if rule.pattern.fullmatch(text):
            return rule.kind
    return None


def _kind_of_calls(block: str) -> str | None:
    kinds = [
        _first_kind(CALLS, sentence, reported=False)
        or _first_kind(BLOCKS, sentence.strip(_ORNAMENT), reported=False)
        for sentence in _SENTENCE_END.split(block.strip(" *•|»›→"))
    ]
    return kinds[0] if kinds and None not in kinds else None


def is_end_note(block: str, *, authors: Sequence[str] = ()) -> bool:
    """Tell whether a block at the very end is about the article or its author, not of it.

    A biography must be of one of `authors`, or say where to find its subject: an article may
    well end with a sentence about some other journalist.

    >>> is_end_note("Ann Poe is a reporter in Riga.", authors=["Ann Poe"])
    True
    >>> is_end_note("Ann Poe is a reporter who was jailed in 2021.")
    False
    """
    if len(block.split()) > 90:
        return False
    if _first_kind(END_NOTES, block, reported=False):
        return True
    match = _BIO.fullmatch(block)
    if not match or not _ROLE.search(block):
        return False
    # One word ("Reuters", "AP", "Staff") names who sent the article, and stands in many sentences.
    people = [author for author in authors if len(author.split()) > 1]
    of_author = any(
        re.search(rf"(?<!\w){re.escape(person)}(?!\w)", match["name"], re.IGNORECASE)
        for person in people
    )
    contact = bool(_CONTACT.search(block)) and not _REPORTED.search(block)
    return of_author or contact


def start_of_credit(line: str, end: int) -> int:
    """Tell where the image credit begins that ends a caption at `end`: there, if there is none.

    >>> start_of_credit("Snow in Riga on Monday. Photo: Ann Poe/AFP", 42)
    23
    """
    match = _CREDIT.search(line, max(0, end - _LONGEST_CREDIT), end)
    return match.start() if match else end


def is_platform(block: str) -> bool:
    """Tell whether a block is the bare name of a place to share on.

    >>> is_platform("WhatsApp"), is_platform("WhatsApp goes dark")
    (True, False)
    """
    return bool(_PLATFORM_NAME.fullmatch(block.strip(_ORNAMENT)))


def is_blurb(block: str) -> bool:
    """Tell whether a paragraph between two subscription lines praises what is subscribed to.

    >>> is_blurb("Once a week we sum up what matters in the region.")
    True
    >>> is_blurb("Minsk moved two battalions to the border on Tuesday.")
    False
    """
    return bool(_BLURB.search(block) and _OURS.search(block)) and not _REPORTED.search(block)
