"""Persons, and how they sign in.

Words: person (a resident or a member of staff), buurcode, own line and mark (tell namesakes apart), session, known
device, silence ("Ik wil niets meer van … horen"). Door: `service`, `queries`.

Own modules: `passwords` (argon2id, bounded), `second_factor` (TOTP), `sessions` (rows on the server), `browser` (what
this browser holds), `sign_in_names` (proposals), `silences` (who is out of whose reach), `events` (the sentences of
somebody's log).
"""
