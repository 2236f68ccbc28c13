"""What messages of every layer are made of; pure."""


def counted(number: int, noun: str) -> str:
    """Write a number of things.

    >>> counted(1, "question"), counted(1200, "question")
    ('1 question', '1,200 questions')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
