"""The words by which it is sure that something is said, and by whom."""

from qa.speaking.speech_words import AFTER_VERB, PREPOSITIONS, TOLD, TURNED, WHO

# "Poe thinks", "Poe wants", "the pictures reveal": nothing that was said.
_OF_ANYBODY = TURNED | TOLD | {":", "according to", "quoted", "say", "saying"}
_OF_NAMES = frozenset(
    (
        *("acknowledged", "acknowledges", "agreed", "agrees", "alleged", "alleges", "announced"),
        *("announces", "answered", "confirmed", "confirms", "continued", "continues", "denied"),
        *("denies", "emphasised", "emphasises", "emphasized", "emphasizes", "posted", "responded"),
        *("responds", "revealed", "reveals", "stressed", "stresses", "suggested", "suggests"),
        "tweeted",
    )
)
# Statements read, and are said to continue, without a name.
_QUOTING_ONLY = frozenset(("continued", "continues", "read", "reads"))
SURE_OF_NAMES = _OF_ANYBODY | _OF_NAMES
SURE_OF_OTHERS = _OF_ANYBODY | _QUOTING_ONLY
# Hardly ever anything but speech; other verbs are so before these: "claimed that", "denied it", and
# not in "the predicted cost", "the right that it claimed for Minsk".
SAYING = frozenset(
    (
        *("according to", "add", "added", "adds", "explained", "explains", "quoted", "replied"),
        *("replies", "said", "say", "saying", "says", "tell", "tells", "told"),
    )
)
WRITING = frozenset(("writes", "wrote"))
BEFORE_WHAT_IS_SAID = (AFTER_VERB - {"for", "("}) | {".", "?", "to"}
# "Poe would say", "if Poe says".
UNSAID = frozenset(("could", "if", "may", "might", "never", "will", "would"))
# The beginning of what may stand written large, and is no speaker: "Speaking in Minsk, she said".
NO_SPEAKERS = frozenset(
    (
        *("ed", "every", "final", "ii", "iii", "jr", "many", "others", "people", "some"),
        *("speaking", "sr"),
    )
)
# What a phrase is cut at: "a memo seen by the Post", "a person familiar with it".
CUT = frozenset(("familiar", "found", "given", "known", "made", "seen", "shown", "written"))
# After "said Ann Poe" these begin what is no more her name.
MAY_FOLLOW = PREPOSITIONS | WHO | {"after", "and", "as", "before", "during", "of", "when", "while"}
# Before a name, and no part of it.
TITLES = frozenset(
    (
        *("captain", "ceo", "cfo", "chairman", "coach", "coo", "cto", "dame", "detective"),
        *("director", "dr", "father", "general", "gov", "governor", "judge", "justice", "king"),
        *("lady", "lord", "mayor"),
        *("minister", "miss", "mr", "mrs", "ms", "officer", "pope", "president", "prime", "prince"),
        *("princess", "prof", "professor", "queen", "rep", "secretary", "sen", "senator"),
        *("sergeant", "sir"),
    )
)
# Verbs that tell more than that something was said.
TELLING = frozenset(
    form
    for forms in (
        ("acknowledged", "acknowledges", "admits", "admitted", "alleged", "alleges", "argued"),
        ("argues", "claimed", "claims", "complained", "complains", "denied", "denies", "insisted"),
        ("insists", "joked", "jokes", "predicted", "predicts", "quipped", "quips", "suggested"),
        ("suggests", "warned", "warns"),
    )
    for form in forms
)
