"""Templates: a name that nobody gave is a mistake, and tags leave no empty lines behind."""

import pytest
from jinja2 import UndefinedError

from tests.conftest import make_app


def test_a_name_that_nobody_gave_is_not_shown_as_nothing():
    with pytest.raises(UndefinedError):
        make_app("sqlite://").jinja_env.from_string("{{ nothing }}").render()


def test_a_tag_on_its_own_line_leaves_no_line():
    shown = make_app("sqlite://").jinja_env.from_string("<ul>\n  {% if true %}\n  <li>\n  {% endif %}\n</ul>").render()
    assert shown == "<ul>\n  <li>\n</ul>"
