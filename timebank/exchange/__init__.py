"""From "zullen we?" to both said yes; the only room that asks the ledger to post.

Words: conversation (two neighbours about a listing), appointment (a day and a time to which both said yes), series (the
same again); exchange, side (giver or receiver), reporter (who wrote it down), move (one step, kept with who and when).
A group is led by one resident for several people, each with a place in it; settling it makes an exchange for each
whose hours it concerns. An own note is what somebody writes down alone. Help of the stad is written by who got it, or
proposed by an organisation until that one answers.
Door: `service`, `queries`.

Own modules: `imports` (other time banks' files), `spreadsheet` (CSV that opens right in Dutch Excel), `paper` (the
yes on paper), `calendar_file` (an appointment for a calendar), `words` (how states and moves are said).
"""
