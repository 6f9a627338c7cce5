"""Tells people: in the app, by mail, on paper.

Words: notice (a kind and its facts, written in the reader's language when it is read), family (kinds that stand
together), way (how a notice goes out), mail (a letter that waits in the outbox or was sent), sheet (what a desk prints
for somebody), duty (what the clock asks, done once however many workers run). Door: `service.tell`.

Own modules: `kinds` (every kind and its text), `sentences` (writes a notice for its reader), `stewards` (tells them
what waits for them), `letters` (writes a mail), `sending` (console, file, SMTP), `outbox` (from notices to mails that
are sent), `duties` (what the clock asks), `worker` (does all that, over and over).
"""
