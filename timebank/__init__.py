"""timebank: neighbours help each other, an hour is an hour.

`create_app` is the only place that knows all rooms.
"""

from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect

import config
import timebank.balance.routes
import timebank.core.routes
import timebank.exchange.routes
import timebank.home.routes
import timebank.market.routes
import timebank.notices.routes
import timebank.people.routes
import timebank.wijk.residence  # answers a question of room people
import timebank.wijk.routes
from timebank.access.actor import Visitor
from timebank.access.guard import may
from timebank.core import database, errors, headers, intake, language, rendering
from timebank.wijk.actor import load_actor

ROOMS = (
    timebank.core.routes,
    timebank.people.routes,
    timebank.wijk.routes,
    timebank.market.routes,
    timebank.notices.routes,
    timebank.exchange.routes,
    timebank.balance.routes,
    timebank.home.routes,
)


def create_app(**overrides: Any) -> Flask:
    """Build the application from the environment's settings; `overrides` replace settings, for tests."""
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(config.settings() | overrides)
    database.init_app(app)
    language.init_app(app)
    rendering.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    intake.init_app(app)
    CSRFProtect(app).exempt(timebank.notices.routes.unsubscribe)  # which looks for itself
    _know_who_is_looking(app)
    app.jinja_env.globals["may"] = may
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    return app


def _know_who_is_looking(app: Flask) -> None:
    login = LoginManager(app, add_context_processor=False)  # templates know the reader as `actor`
    login.session_protection = None  # our session rows decide, not a hash of address and browser
    login.anonymous_user = Visitor
    login.user_loader(lambda token: None if errors.is_database_away() else load_actor(token))
