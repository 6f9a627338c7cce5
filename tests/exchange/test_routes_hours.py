"""Mijn uren, the file of them, and the pot."""

from datetime import datetime
from itertools import pairwise

from tests.exchange.browsing import exchange_address, totals
from tests.factories import make_confirmed, make_report, reload
from timebank.core import clock
from timebank.core.database import transact
from timebank.exchange import service


def test_a_steward_says_yes_to_several_at_once_and_not_to_own_help(place, browse, fatima):
    ria = browse(place.stewards[0])
    mine = make_report(ria.actor, "pot")
    given = [make_report(fatima.actor, "pot", minutes=m, note="Geheim") for m in (10, 20, 30)]
    page = ria.see("/pot")
    assert page.form("exchange").offered["exchange"] == [one.public_id for one in given]
    assert "Geheim" not in page.text
    assert "Fatima says: I helped the wijk with shopping." in page.text
    chosen = [given[0].public_id, given[2].public_id, mine.public_id, "nothing"]
    assert "You said yes to 2." in ria.send("/pot", {"exchange": chosen}).text
    assert totals(fatima) == (40, 0)
    assert reload(mine).state == "reported"


def test_what_a_steward_answered_stays_to_be_seen_and_no_more(place, browse, fatima):
    ria, youssef = (browse(steward) for steward in place.stewards)
    given = make_report(fatima.actor, "pot", note="Geheim")
    ria.send(exchange_address(given, "/yes"), {"next": exchange_address(given)})
    assert "Geheim" not in ria.see(exchange_address(given)).text
    youssef.see(exchange_address(given), status=404)


def test_the_pot_is_the_stewards_page(fatima):
    fatima.see("/pot", status=403)
    fatima.send("/pot", {"exchange": ["x"]}, status=403)


def test_hours_come_in_pages_that_join_without_gap_or_double(fatima, henk, monkeypatch):
    monkeypatch.setattr("timebank.exchange.routes.hours.LINES_ON_A_PAGE", 2)
    for minutes in (11, 12, 13, 14, 15):
        make_confirmed(fatima.actor, henk.actor, minutes=minutes)
    seen, address = [], "/hours"
    while address:
        page = fatima.see(address)
        seen.append([number for number in (15, 14, 13, 12, 11) if f"gave {number} minutes" in page.text])
        address = next((link for link in page.links if "before=" in link), None)
    assert seen == [[15, 14], [13, 12], [11]]


def test_hours_are_filtered_by_year_and_kind_and_the_filter_goes_along(fatima, henk, monkeypatch):
    monkeypatch.setattr("timebank.exchange.routes.hours.LINES_ON_A_PAGE", 1)
    december = datetime(clock.today().year - 1, 12, 15, 12, tzinfo=clock.AMSTERDAM)
    with monkeypatch.context() as last_year:
        last_year.setattr(clock, "now", lambda: december)
        for minutes in (21, 22):
            make_confirmed(fatima.actor, henk.actor, minutes=minutes)
    for minutes, kind in ((31, "shopping"), (32, "cooking")):
        told = make_report(fatima.actor, henk.actor, minutes=minutes, category_code=kind)
        transact(service.confirm, told.id, by=henk.actor)
    page = fatima.see(f"/hours?year={december.year}&kind=shopping")
    assert "gave 22 minutes" in page.text
    more = next(link for link in page.links if "before=" in link)
    assert "gave 21 minutes" in fatima.see(more).text
    assert "gave 32 minutes" in fatima.see(f"/hours?year={december.year + 1}&kind=cooking").text
    assert "Nothing found" in fatima.see("/hours?kind=gold").text


def test_nobody_begins_with_a_page_that_helps(fatima):
    page = fatima.see("/hours")
    assert "Nothing yet. Shall we begin?" in page.text
    assert "/did" in page.links


def test_the_file_holds_my_lines_and_opens_right(fatima, henk):
    confirmed = make_report(fatima.actor, henk.actor, minutes=90, note="=HYPERLINK(1)")
    henk.send(exchange_address(confirmed, "/yes"))
    answer = fatima.client.get("/hours.csv", buffered=True)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    text = answer.data.decode()
    assert text.startswith("\ufeff")
    heading, line = text.splitlines()
    assert heading.count(";") == line.count(";") == 7
    assert line.endswith(";Henk;1,50;;1,50;0,00;'=HYPERLINK(1)")


def test_the_file_is_all_pages_in_the_order_of_the_page(fatima, henk):
    for minutes in (60, 120, 180):
        make_confirmed(fatima.actor, henk.actor, minutes=minutes)
    lines = fatima.client.get("/hours.csv", buffered=True).data.decode().splitlines()[1:]
    given = [line.split(";")[3] for line in lines]
    assert given == ["3,00", "2,00", "1,00"]
    assert all(later >= earlier for later, earlier in pairwise([line.split(";")[5] for line in lines]))
