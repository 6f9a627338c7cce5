"""Who may do what, and who did what.

Words: actor (who is looking), permission, requirement, audit (an act), look (somebody saw something of a person).
Door: `guard.requires`, `guard.public`, `audit.record`.

Own modules: `actor` (who is looking), `policy` (the whole policy on one page), `guard` (its doorkeeper), `audit`,
`pairs` (what takes two).
"""
