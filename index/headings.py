"""What is a heading and what running text; pure."""

import re

# Other scripts have marks of their own (Chinese, Urdu, Hindi, Armenian, Amharic, Khmer, Burmese);
# “ closes where „ opens („Nein.“), and a note may follow ("Snow fell.[1]").
_SENTENCE_FINAL = re.compile(
    r"[.!?…:;,。．｡！？：；؟۔।॥։።፧។။]['’‘”“\"»«›‹」』】》）)\]]*(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹])*$"
)
_INNER_SENTENCE = re.compile(r"[^\W\d_]{3,}\.[”’\"]? ")
_LIST_ITEM = re.compile(r"(?:[-*•–—]|\d+[.)]) ")
SMALL_WORD = re.compile(
    r"a|an|and|are|as|at|be|but|by|for|from|in|is|it|nor|of|on|or|the|to|vs|was|with"
)


def is_heading(block: str) -> bool:
    """Tell whether a block is a subhead, a kicker or a headline rather than running text.

    A question counts only in Title Case: paragraphs may end in questions of their own.

    >>> [is_heading(block) for block in ("Playing it safe", "Peace or War?", "Who won the war?")]
    [True, True, False]
    """
    # 18 words, 120 characters: longer headlines are rare, and longer sentences without their
    # full stop (cut-off feeds) are not.
    if block.startswith("|"):
        return False  # a row of a table, as the readers write it
    words = block.split()
    if not 1 <= len(words) <= 18 or len(block) > 120 or "\n" in block or _LIST_ITEM.match(block):
        return False
    if block.endswith("?"):
        bare = [word.strip("?‘’“”'\"") for word in words]
        telling = [word for word in bare if not SMALL_WORD.fullmatch(word.lower())]
        return len(telling) > 1 and all(word[:1].isupper() for word in telling)
    if _SENTENCE_FINAL.search(block) or _INNER_SENTENCE.search(block):
        return False
    return any(character.isalnum() for character in block)
