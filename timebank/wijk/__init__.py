"""Gemeenten, wijken with their yearly editions, kinds of help, house rules, stewards, joining and membership;
organisations that take part, and facts from outside.

Words: wijk, edition (code, name and households of one year), house rules, invitation, steward, membership; partner (an
organisation that takes part), contact (a resident who speaks for it), fact (what stands beside the balance).
Door: `service`, `queries`.

Own modules: `actor` (who is looking, from one read), `cbs` (reads Statistics Netherlands' file), `imports` (writes
what it read), `errors` (the rules that can be broken), `residence` (answers where somebody lives).
"""
