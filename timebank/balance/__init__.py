"""What a wijk may see of itself: what it gives, gets and lacks, per closed quarter, without anyone being seen.

Words: quarter, balance (the figures of one wijk in one quarter), part (own wijk, other wijken, pot, stad, the five O's;
or a group of kinds of help), rest ("overig": parts that cannot be shown apart), shown, hidden.
Door: `service.publish`, `queries`.

Own modules: `disclosure` (the only maker of figures: what may be shown), `subtraction` (what follows from what is
shown), `figures` (the figures of a balance, and their one written form), `counting` (from the books to `counted`),
`deciding` (from what was counted to what is shown), `quarters` (which are published, which are next).
"""
