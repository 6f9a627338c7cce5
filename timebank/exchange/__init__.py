"""From "ik heb geholpen" to both said yes; the only room that asks the ledger to post.

Words: exchange, side (giver or receiver), reporter (who wrote it down), move (one step, kept with who and when).
Door: `service`, `queries`.

Own modules: `imports` (other time banks' files), `spreadsheet` (CSV that opens right in Dutch Excel).
"""
