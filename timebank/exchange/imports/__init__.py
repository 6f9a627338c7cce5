"""Bringing a history along: files of other time banks, and one layout of our own.

`reading` (lines, and why one is bad), `layouts` (exchanges) and `people` (persons) understand a line, `kinds` guesses
the kind of help; `checking` looks at a whole file and keeps what is good in a `spool`; `taking_over` and `settling`
write exchanges and persons; `parties` knows which person a code of the file is.
"""
