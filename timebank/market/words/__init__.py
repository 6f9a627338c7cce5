"""The words of offers and requests: how they are read, found and laid beside each other. No database, no clock.

Words: stem (a word without its endings), part (of a compound), errand (a line of `errands.txt`), kind (of help),
reading (what a text says), vector (what it means, by the extra `match`).
Door: `indexing.indexed` when a text is saved; `searching.Wanted` and `matching.rank` to find; `kinds.guess_kinds`.

From below to above: `stems`, `spelling` (near words by deletion keys: `misspelt`), `errands` (the table),
`compounds`, `indexing`, `kinds`, `searching`, `matching`; `meaning` stands alone.
"""
