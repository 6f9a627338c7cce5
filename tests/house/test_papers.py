"""What stands around the code: dependencies with their reason, the README's commands, nothing extra on top."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import chain

from tests.house.sources import PROJECT, expect_none

TOP_LEVEL = {"README.md", "config.py", "migrations", "pyproject.toml", "tests", "timebank", "wsgi.py"}
BEGIN = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/timebank demo"
TRY = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"
WHY = re.compile(r"\s+# \w.{5,}$")


def without_reason(pyproject: str) -> Iterator[str]:
    """Yield each dependency that does not say, on its own line, why it earns its place."""
    project = tomllib.loads(pyproject)["project"]
    extras = project.get("optional-dependencies", {})
    for one in (*project.get("dependencies", ()), *chain.from_iterable(extras.values())):
        line = next(line for line in pyproject.splitlines() if f'"{one}"' in line)
        if not WHY.search(line) and not one.startswith(project["name"]):
            yield one


def test_every_dependency_says_why():
    expect_none(without_reason((PROJECT / "pyproject.toml").read_text()))


def test_a_dependency_without_reason_is_found():
    text = '[project]\nname = "x"\ndependencies = [\n  "flask>=3",  # the web framework\n  "leftpad>=1",\n]\n'
    assert list(without_reason(text)) == ["leftpad>=1"]


def test_the_readme_has_both_commands_word_for_word():
    lines = (PROJECT / "README.md").read_text().splitlines()
    assert lines.count(BEGIN) == 1
    assert lines.count(TRY) == 1


def test_the_licence_is_named_where_people_and_tools_look():
    assert tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["license"] == "EUPL-1.2"
    assert "EUPL-1.2" in (PROJECT / "README.md").read_text()


def test_nothing_else_stands_on_top():
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False).stdout
    names = {line.partition("/")[0] for line in listed.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL
