"""What a wijk may see of itself: what it gives, gets and lacks, per closed quarter, without anyone being seen.

Words: quarter, balance (the figures of one wijk in one quarter), part (own wijk, other wijken, pot, stad, the five O's;
or a group of kinds of help), rest ("overig": parts that cannot be shown apart), shown, hidden.
Door: `service.publish`, `reporting`, `queries`, `looking.newest`.

Own modules: `disclosure` (the only maker of figures: what may be shown), `subtraction` (what follows from what is
shown), `figures` (the figures of a balance, and their one written form), `adding` (a year and a gemeente: sums of what
was published), `looking` (what a page shows of a quarter or a year), `pictures` (what it draws), `words` (how it is
said), `exports` (files to take along), `reporting` (writes the verslag), `errors` (the rules that can be broken).
"""
