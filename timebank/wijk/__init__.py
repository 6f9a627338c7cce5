"""Gemeenten, wijken with their yearly editions, kinds of help, house rules, stewards, joining and membership.

Words: wijk, edition (code, name and households of one year), house rules, invitation, steward, membership.
Door: `service`, `queries`.

Own modules: `actor` (who is looking, from one read), `cbs` (reads Statistics Netherlands' file), `imports` (writes
what it read), `errors` (the rules that can be broken), `residence` (answers where somebody lives).
"""
