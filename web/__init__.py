"""What the browser app draws.

opening     the archive, opened once for all sessions; built from the shipped corpus the first time
chat        the conversation: questions, quotes, silence
sources     a whole article with the quoted sentences marked in it
library     what is in the archive, and the filters
theme       the look: a style sheet and small pieces of HTML
"""
