"""Serving, upgrading and the command as a whole."""

import os
import shutil
import subprocess

import pytest
from sqlalchemy import text

from tests.conftest import make_app
from timebank.cli import cli
from timebank.core import migrations
from timebank.core.database import db
from timebank.core.engines import begun
from timebank.home import serving
from timebank.home.commands import database, serve, upgrade


@pytest.fixture
def serves(monkeypatch):
    """Note with what the server would start, instead of starting it."""
    started = []
    monkeypatch.setattr(serving, "serve", lambda **options: started.append(options))
    monkeypatch.setenv("TIMEBANK_INSECURE", "")
    return started


def run(app, command, *arguments):
    return app.test_cli_runner().invoke(command, arguments)


def test_serve_starts_with_threads_and_processes(app, serves):
    assert run(app, serve, "--threads", "8", "--processes", "2", "--port", "9000").exit_code == 0
    assert serves == [{"host": "127.0.0.1", "port": 9000, "processes": 2, "threads": 8}]


@pytest.mark.parametrize("key", ["", "too short"])
def test_serve_refuses_without_a_secret_key_and_says_how_to_make_one(app, serves, key):
    app.config["SECRET_KEY"] = key
    done = run(app, serve)
    assert done.exit_code == 1
    assert "TIMEBANK_SECRET_KEY" in done.output
    assert "secrets.token_urlsafe" in done.output
    assert serves == []


def test_serve_refuses_an_old_schema_and_names_the_command(app, serves):
    with db.engine.connect() as connection, begun(connection):
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    done = run(app, serve)
    assert done.exit_code == 1
    assert "timebank upgrade" in done.output
    assert serves == []


def test_serve_refuses_another_address_without_tls_or_insecure(app, serves):
    assert run(app, serve, "--host", "0.0.0.0").exit_code == 1
    assert serves == []
    assert run(app, serve, "--host", "0.0.0.0", "--insecure").exit_code == 0
    assert len(serves) == 1


def test_db_upgrade_makes_the_tables_where_nothing_is(tmp_path):
    app = make_app(f"sqlite:///{tmp_path}/new/books.sqlite3")
    assert "The tables are at version" in run(app, database, "upgrade").output
    assert "already" not in run(app, database, "upgrade").output
    with app.app_context():
        assert not migrations.is_behind(db.engine)
        db.engine.dispose()


def needs_pg_dump(app):
    if db.engine.dialect.name == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("no pg_dump here")


def test_upgrade_copies_migrates_checks_and_reports(app, tmp_path):
    needs_pg_dump(app)
    done = run(app, upgrade, "--folder", str(tmp_path))
    assert done.exit_code == 0, done.output
    [copy] = tmp_path.iterdir()
    assert copy.stat().st_size > 10_000
    assert [line.split()[0] for line in done.output.splitlines()] == ["copy", "migrations", "books"]
    assert "books      in order" in done.output


def test_upgrade_without_a_copy_leaves_none(app, tmp_path):
    assert "copy" not in run(app, upgrade, "--no-copy", "--folder", str(tmp_path)).output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.broken_books
def test_upgrade_says_when_the_books_are_not_in_order(app):
    table = " ON entry" if db.engine.dialect.name == "postgresql" else ""
    with db.engine.connect() as connection, begun(connection):
        connection.execute(text(f"DROP TRIGGER entry_comes{table}"))
    done = run(app, upgrade, "--no-copy")
    assert done.exit_code == 1
    assert "NOT in order" in done.output


def test_a_worker_beside_a_server_ends_with_it(database_url):
    environment = {**os.environ, "TIMEBANK_DATABASE_URL": database_url}
    with subprocess.Popen(serving.WORKER, stdin=subprocess.PIPE, env=environment) as worker:
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(timeout=3)
        worker.stdin.close()
        assert worker.wait(timeout=60) == 0


def test_every_room_is_under_one_command(app):
    done = run(app, cli, "--help")
    for name in ("db", "demo", "exchange", "ledger", "people", "serve", "upgrade", "wijk", "worker"):
        assert f"\n  {name} " in done.output
    for group, name in (("people", "import"), ("people", "codes"), ("exchange", "import"), ("ledger", "check")):
        assert run(app, cli, group, name, "--help").exit_code == 0


def test_a_database_without_tables_is_said_in_words(tmp_path):
    app = make_app(f"sqlite:///{tmp_path}/empty.sqlite3")
    done = run(app, cli, "ledger", "check")
    assert done.exit_code == 1
    assert "Make them with: timebank db upgrade" in done.output
    with app.app_context():
        db.engine.dispose()
