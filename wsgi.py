"""The WSGI application for a server of your own choice; `timebank serve` uses it too."""

from timebank import create_app

app = create_app()
