"""What every room stands on and that knows no word of the domain.

Database and transactions, the clock, minutes as words, errors, forms, language, templates, paging, throttle,
headers, random tokens, the guard against burgerservicenummers. Door: import the file that is named for what you need.

Own modules: `database`, `clock`, `minutes`, `errors`, `bsn`, `tokens`, `language`, `rendering`, `assets`, `paging`,
`throttle`, `headers`, `phone`, `progress`, `pictures`.
"""
