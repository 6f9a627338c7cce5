"""Passwords: kept as argon2id, a bounded number at once, the same work for everyone."""

import threading
import time

import argon2
import pytest

from tests.conftest import make_app
from timebank.people import passwords


@pytest.fixture
def counted(monkeypatch):
    """Count every hash that argon2 makes, to keep or to compare."""
    made = []
    for name in ("hash", "verify"):
        original = getattr(argon2.PasswordHasher, name)

        def counting(self, *args, _original=original, _name=name, **kwargs):
            made.append(_name)
            return _original(self, *args, **kwargs)

        monkeypatch.setattr(argon2.PasswordHasher, name, counting)
    return made


def in_app(url="sqlite://", **settings):
    return make_app(url, **settings).app_context()


def test_a_password_is_kept_as_argon2id_with_the_settings_of_the_library_by_default():
    with in_app(PASSWORD_MEMORY_KIB=argon2.DEFAULT_MEMORY_COST, PASSWORD_ROUNDS=argon2.DEFAULT_TIME_COST):
        kept = passwords.hash_password("fiets boom water").text
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_only_the_right_password_fits():
    with in_app():
        kept = passwords.hash_password("fiets boom water").text
        assert passwords.verify(kept, "fiets boom water")
        assert not passwords.verify(kept, "fiets boom wate")
        assert not passwords.verify("no hash at all", "fiets boom water")


def test_nothing_fits_nobody_and_it_costs_the_same(counted):
    with in_app():
        kept = passwords.hash_password("fiets boom water").text
        counted.clear()
        assert not passwords.verify(kept, "another")
        known = list(counted)
        counted.clear()
        assert not passwords.verify(None, "another")
        assert counted == known == ["verify"]


def test_the_hash_of_nobody_has_the_cost_of_a_real_one():
    with in_app():
        kept = passwords.hash_password("fiets boom water").text
        nobodys = passwords._hashing().nobodys_hash
        assert argon2.extract_parameters(kept) == argon2.extract_parameters(nobodys)


def test_a_hash_made_with_other_settings_is_outdated():
    with in_app():
        kept = passwords.hash_password("fiets boom water").text
        assert not passwords.is_outdated(kept)
    with in_app(PASSWORD_ROUNDS=2):
        assert passwords.is_outdated(kept)


def test_no_more_than_the_setting_are_hashed_at_once(monkeypatch):
    running, most = [], []

    def slow(self, kept, password):
        running.append(1)
        most.append(len(running))
        time.sleep(0.02)
        running.pop()
        return True

    monkeypatch.setattr(argon2.PasswordHasher, "verify", slow)
    app = make_app("sqlite://", HASHES_AT_ONCE=2)

    def work():
        with app.app_context():
            passwords.verify("kept", "typed")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 8
    assert max(most) <= 2
