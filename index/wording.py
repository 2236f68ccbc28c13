"""What messages of every layer are made of; pure."""

from datetime import date


def counted(number: int, noun: str) -> str:
    """Write a number of things.

    >>> counted(1, "question"), counted(1200, "question")
    ('1 question', '1,200 questions')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def describe_days(first: date, last: date) -> str:
    """Write two days in words, and what they share once.

    >>> [describe_days(date(2023, 10, 3), day) for day in (date(2023, 10, 3), date(2023, 10, 9))]
    ['3 October 2023', '3 to 9 October 2023']
    >>> describe_days(date(2023, 9, 3), date(2023, 10, 1))
    '3 September to 1 October 2023'
    """
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%B}{year} to {end}"
