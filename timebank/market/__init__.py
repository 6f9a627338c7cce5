"""Vraag en aanbod: what neighbours can do, want to do and need.

Talents, offers and requests (listings), what somebody needs to be able to help, search, suggestions, and "iets is niet
fijn". Its door is `service` and `queries`; `reading` finds listings by words, `words/` knows the language.
"""
