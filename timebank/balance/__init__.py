"""What a wijk may see of itself: what it gives, gets and lacks, per closed quarter, without anyone being seen.

Words: quarter, balance (the figures of one wijk in one quarter), part (own wijk, other wijken, pot, stad, the five O's;
or a group of kinds of help), rest ("overig": parts that cannot be shown apart), shown, hidden.
Door: `service.publish`, `reporting`, `queries`, `looking.newest`.

Own modules, on the way in: `quarters` (which are published, which are next), `counting` (from the books to `counted`),
`counted` (what was counted, not yet looked at), `disclosure` (the rules, and the only maker of figures), `alone` (one
wijk by itself), `linking` and `subtraction` (what follows from all wijken together), `deciding` (from what was counted
to a balance), `figures` (the figures of a balance, and their one written form).

On the way out: `adding` (a year and a gemeente: sums of what was published), `looking` (what a page shows of a quarter
or a year), `pictures` (what it draws), `words` (how it is said), `exports` (files to take along), `reporting` (writes
the verslag).
"""
