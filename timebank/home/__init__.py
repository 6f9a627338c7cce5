"""What begins or crosses all rooms: start pages, the demo, serving, upgrading, "about this time bank".

Own modules: `demo` (an invented gemeente), `serving` (the WSGI server), `upgrading`, `own_data` (what
somebody takes along).
"""
