"""Who says what in an article: verbs of speech and whose they are, by rules.

speech_words, sentence_words      the words it goes by
noun_phrases, clauses, speech     a sentence's verbs of speech, and who is the subject of each
quotations                        what stands in quotation marks, and which sentence tells whose
speakers                          who speaks in each sentence of an article
scene, sayings, stand_ins         what makes it sure that somebody says something, and who "he" is
full_names, attribution           who says a quote, told only where it is sure
"""
