"""The words of offers and requests: how they are read, found and laid beside each other. No database, no clock.

Words: stem (a word without its endings), part (of a compound), errand (a line of `errands.txt`), kind (of help), column
(what is kept of a text to find it by), reading (what a column says), vector (which errands a text means).
Door: `indexing.indexed` and `meaning.vector_of` when a text is saved, `kinds.guess_kinds` while it is written,
`searching.query` and `searching.found` to search, `matching.best` to suggest.

From below to above: `lists`, `conjugation`, `stems`, `misspelt`, `errands`, `compounds`, `indexing`, `kinds`,
`meaning`, `matching`, `searching`. The lists of words are the .txt files beside them.
"""
