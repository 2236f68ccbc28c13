"""The words by which an article tells who speaks: verbs of speech, and what stands by them."""

from qa.words import FUNCTION_WORDS

# Stands for each character of a quotation: what is said in it is another's.
QUOTED = "\ue000"


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


def _forms(verb: str) -> tuple[str, ...]:
    """Return the forms of a regular verb.

    >>> _forms("note"), _forms("deny")[1:]
    (('note', 'notes', 'noted', 'noting'), ('denies', 'denied', 'denying'))
    """
    if verb.endswith("y"):
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    stem, hissed = verb.removesuffix("e"), verb.endswith("ss")
    return verb, f"{verb}es" if hissed else f"{verb}s", f"{stem}ed", f"{stem}ing"


# These turn round: "said Poe".
TURNING = _words(
    "add argue ask claim comment complain conclude declare explain insist joke note observe",
    "predict recall remark reply report warn",
)
REGULAR = _words(
    "accuse acknowledge advise allege announce assert believe call concede condemn confirm",
    "criticise criticize deny describe dismiss emphasise emphasize estimate expect fear hint hope",
    "maintain mention point promise refute reject respond reveal state stress suggest urge vow",
    "want wonder",
)
# These say something only beside a quotation: "“No,” Poe agreed."
QUOTING = _words(
    "agree answer caution conclude confess continue counter elaborate exclaim interject laugh",
    "lament muse offer opine post praise question quote recount repeat retort share shout testify",
    "text thunder tweet",
)
TURNED = {form for verb in TURNING for form in _forms(verb)[1:3]} | _words(
    "admits admitted quipped quips said says writes wrote"
)
TOLD = _words("tells told")
PLAIN = TURNING | REGULAR | _words("admit feel say tell think write")
VERBS = PLAIN | TURNED | TOLD | _words("feels felt put puts thinks thought tweeted")
VERBS |= {form for verb in TURNING | REGULAR for form in _forms(verb)[:3]}
PARTICIPLES = {_forms(verb)[3] for verb in TURNING | REGULAR} | _words(
    "admitting saying telling thinking writing"
)
ONLY_QUOTING = {form for verb in QUOTING for form in _forms(verb)[1:3]} | _words(
    "began begins read reads replies"
)
ONLY_QUOTING -= VERBS
# Nouns as well: verbs before these, "Poe claims that", but not in "Western states began to".
NOUNS_TOO = _words(
    "calls claims comments estimates fears hopes jokes notes promises remarks reports states"
)
# And these before what is said: not "adding a goal", nor "two goals conceded against Minsk".
SUMS_TOO = _words("add adds added concede concedes conceded")
AFTER_SUM = _words("he she it that there they : ,")
AFTER_VERB = _words(
    "a an for he her his how it its no not she that the their there these they this to what why",
    ", : (",
)
# What may stand between a subject and its verb.
BETWEEN = _words(
    "also already always did do does even earlier firmly first further had has have herself",
    "himself however just later may might never now often once only personally previously",
    "publicly recently repeatedly reportedly simply since still strongly then will would",
)
BE = _words("are been is was were")
# What does not keep these from telling what somebody thinks: "Poe does not think so".
NOT = _words("not didn’t didn't doesn’t doesn't don’t don't")
THINKING = _words("believe expect think want")
PRONOUNS = _words("he she")
# In "there is still some hope" the next word is no verb, unless a clause begins with these.
SOME = _words("many some")
OTHER_PRONOUNS = _words("it they")
# Between a first name and another.
NAME_PARTICLES = _words("al bin da de del della den der di el ibn la le ten ter van von")
PARTICLES = _words("al and bin da de del der di for ibn la le of the van von")
DETERMINERS = _words(
    "a all an another both every his her its many most no one other several some the their",
    "these this those two three four five six seven eight nine ten dozens hundreds thousands",
)
PLURALS = _words(
    "activists analysts authorities campaigners critics doctors economists experts lawyers many",
    "locals observers officials opponents others people police reports researchers residents",
    "scholars scientists some sources supporters documents estimates figures media",
)
BEFORE_TIMES = _words("earlier in last late on that this")
TIMES = _words(
    "day evening hour minute month moment morning night time week weekend year",
    "monday tuesday wednesday thursday friday saturday sunday",
    "january february july september october november december",
)
# Before a name, who one is: "Rovers manager Ann Poe".
ROLES = _words(
    "activist actor actress analyst author boss broker captain chairman chairwoman champion",
    "chief coach columnist commander commissioner coordinator correspondent defender director",
    "economist editor engineer expert founder goalkeeper governor historian investigator judge",
    "lawmaker lawyer leader manager mayor midfielder minister officer owner player policeman",
    "president producer professor prosecutor researcher scientist secretary senator singer",
    "spokesman spokesperson",
    "spokeswoman striker teacher trainer writer",
)
SPOKESMEN = _words("spokesman spokesperson spokeswoman spokesmen spokespeople")
PREPOSITIONS = _words("about against at by for from in like near of on over to under with")
# No noun phrase has one of these inside, or ends in one: "the idea came", "his client won".
FINITE = _words(
    "arose became been began came could did died fell found gave got grew had has have is knew",
    "left lost made may might must rose said sat saw should stood took told was went were will won",
    "would",
)
# What is said, and no speaker: "said the same".
NOBODY = _words("contrary opposite reverse same")
# Behind a verb whom it is from; and what an object begins with, as times do not ("this week").
TO_PEOPLE = _words("by from to with")
BEFORE_OBJECTS = _words("a all an her his its no the their")
# What begins an aside about a name, "Poe, who leads the party,", and about others as well.
WHO = _words("which who whose")
ASIDE = WHO | _words(
    "a an ceo cfo chief cto director former formerly head now of one president professor the then"
)
ENDS_PHRASE = VERBS | (FUNCTION_WORDS - DETERMINERS - {"of", "same"})
# After "according to" and "said" these are nouns: "according to the same report".
ENDS_LATER = ENDS_PHRASE - NOUNS_TOO - {noun.removesuffix("s") for noun in NOUNS_TOO}
STOPS = ENDS_PHRASE | PREPOSITIONS
# Never names, though they may be written large.
NO_NAMES = (
    FUNCTION_WORDS
    | TIMES
    | _words("although despite following however meanwhile neither since though")
)
# Written so, these are no function words.
ACRONYMS = _words("IT US WHO Will")
