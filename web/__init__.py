"""What the browser app draws.

opening     the archive, opened once for all sessions; built from the shipped corpus the first time
address     what the page's address names: a conversation, or a question to ask at once
conversations those that are kept while the app runs
batch       many questions at once: from a file or pasted, their progress and their answers
answering   the work of a batch, in a thread
chat        the conversation: questions, quotes, silence
arrival     what happens as an answer arrives: in view, read out, the box free for the next
notes       an answer taken along: copied, or saved as a file
sources     a whole article with the quoted sentences marked in it
library     what is in the archive, and the filters
theme       the look: a style sheet and small pieces of HTML
"""
