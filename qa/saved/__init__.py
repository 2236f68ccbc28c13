"""Answers as they were saved: read from files again, and held beside their articles.

answers             what is read of one: its quotes, and what was saved of each
as_json, as_csv     the two ways in which it is written
files               which of them a file holds, told by what is in it
checking            what of a citation is not in its article as it was saved
asking              how an answer was asked, as far as its file tells
comparing           an answer beside the one of today: what is another, and why
"""
