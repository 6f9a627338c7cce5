"""How fast it is, as ratios: ours and something to compare it with, both measured in the same run.

`python -m tests.benchmarks` prints the table and exits with 1 when a row misses its limit; `--help` names the
options. Not part of the test run: pytest collects nothing here.

Own modules, in the order of the table: `posting` (and what is beside it: `by_hand`, `hordak`), `answering`, `pages`,
`growth`, `importing`, `memory`, `servers`, `matching`, `market`, `outbox`, `words`, `publishing`. Beneath them:
`table` (rows, limits), `rounds` (interleaving, processes), `engines` (both databases), `world` and `listings` (who and
what is in them), `served` (a real server, loaded from a second process).
"""
