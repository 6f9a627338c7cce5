"""The books: accounts, transfers, entries, closed quarters and seals. They know no person.

The database keeps them: one row in `transfer` and triggers do the rest, on SQLite and on PostgreSQL alike.
Door: `service.post`, `service.reverse`, `queries.entries_of`.

Own modules: `check` (recomputes everything from `transfer`), `seal` (digests over all transfers), `quarters`.
"""
