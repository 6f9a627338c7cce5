"""The verslag: words of residents beside the figures, and what wijken tell each other."""

import pytest

from tests.exchange.browsing import Browser, count
from tests.factories import make_balance, make_place, make_resident, make_staff, publish
from timebank.balance import reporting
from timebank.balance.errors import ChangedMeanwhile, NoWords
from timebank.balance.models import WijkReport
from timebank.balance.queries import find_report
from timebank.balance.reporting import Words
from timebank.core.database import db, transact
from timebank.home.own_data import own_data
from timebank.people import service as people

SAID = Words("We geven veel", "Weinig uit Noord", "Koffie op vrijdag")
ANSWERS = {"sees": SAID.sees, "surprises": SAID.surprises, "tries": SAID.tries}
QUARTER = "2026Q3"


def write(by, words=SAID, *, wijk_id=None, quarter=QUARTER, after=""):
    transact(reporting.write_report, wijk_id or by.wijk_id, quarter, words, after=after, by=by)
    return version(wijk_id or by.wijk_id, quarter)


def version(wijk_id, quarter=QUARTER):
    db.session.rollback()
    db.session.expire_all()
    return reporting.version_of(find_report(wijk_id, quarter))


@pytest.fixture
def published(place):
    publish(make_balance(place))
    return place


@pytest.fixture
def writer(app, fatima):
    """Give a browser in English in which a resident is signed in."""
    client = app.test_client()
    client.set_cookie("language", "en")
    with client.session_transaction() as session:
        session["_user_id"] = fatima.token
    return Browser(client, fatima)


def test_any_resident_writes_and_any_other_changes_it(published, fatima, henk, see):
    first = write(fatima)
    write(henk, Words("We krijgen veel", "Dat", "Soep"), after=first)
    shown = see(f"/balance/{published.code}/report", fatima).text
    assert "We krijgen veel" in shown
    assert "We geven veel" not in shown
    assert "Henk" not in shown
    assert count(WijkReport) == 1


def test_nobodys_words_are_lost_when_two_write_at_once(published, fatima, henk):
    write(fatima)
    for stale in ("", "2026-01-01T00:00:00+00:00"):
        with pytest.raises(ChangedMeanwhile):
            write(henk, Words("a", "b", "c"), after=stale)
    assert find_report(published.wijk_id, QUARTER).sees == SAID.sees


def test_there_is_no_verslag_without_a_published_quarter(writer):
    answer = writer.client.post("/wijk/report", data=ANSWERS, follow_redirects=True)
    assert "The first balance comes 14 days after the quarter ends." in answer.text
    assert count(WijkReport) == 0


def test_there_is_no_verslag_without_all_three_answers(published, writer):
    for missing in ANSWERS:
        refused = writer.send("/wijk/report", ANSWERS | {missing: "  "}, status=422)
        assert refused.wrong == {missing}
    assert count(WijkReport) == 0
    assert "There is a report only when" in writer.see(f"/balance/{published.code}/report").text


def test_the_books_of_a_wijk_hold_no_empty_verslag(published, fatima):
    with pytest.raises(NoWords):
        write(fatima, Words("We geven veel", "", "Koffie"))


def test_the_page_writes_it_and_offers_what_stands_there_to_change(published, writer):
    shown = writer.send("/wijk/report", ANSWERS)
    assert SAID.sees in shown.text
    form = writer.see("/wijk/report").form("sees")
    assert form.values["sees"] == SAID.sees
    assert "Soup" in writer.send("/wijk/report", form.filled(tries="Soup")).text
    refused = writer.send("/wijk/report", form.filled(tries="Cake"), status=422)
    assert "Somebody else changed this meanwhile." in refused.summary
    assert refused.form("sees").values["tries"] == "Cake"


@pytest.mark.parametrize("field", ["sees", "went_wrong"])
def test_a_bsn_is_refused_and_not_kept(published, writer, field):
    refused = writer.send("/wijk/report", ANSWERS | {field: "Van 123456782"}, status=422)
    assert refused.wrong == {field}
    assert "123456782" not in refused.text
    assert count(WijkReport) == 0


@pytest.mark.parametrize("field", ["sees", "went_well", "went_wrong"])
def test_all_stories_have_the_same_room(published, writer, field):
    assert writer.send("/wijk/report", ANSWERS | {field: "a" * 601}, status=422).wrong == {field}
    writer.send("/wijk/report", ANSWERS | {field: "a" * 600})
    assert count(WijkReport) == 1


@pytest.mark.parametrize("period", ["2026", "2025Q1", "x"])
def test_a_verslag_is_of_a_published_quarter(published, writer, period):
    for address in ("/wijk/report", f"/balance/{published.code}/report"):
        writer.see(f"{address}?period={period}", status=404)


def test_who_lives_elsewhere_reads_and_is_not_asked_to_write(published, fatima, see):
    address = f"/balance/{published.code}/report"
    olena = make_resident(make_place("Kanaalzone"), "Olena")
    assert "Write the report" in see(address, fatima).text
    assert "Write the report" not in see(address, olena).text


def test_over_the_fence_tells_what_went_well_and_wrong_by_name(published, fatima, app, see):
    elsewhere = make_place("aan zee")
    publish(make_balance(published, "2026Q4"), make_balance(elsewhere, "2026Q4", name="aan zee"))
    write(fatima, Words("a", "b", "c", went_well="De soep liep vol"), quarter="2026Q4")
    write(elsewhere.stewards[0], Words("a", "b", "c", went_wrong="Niemand kwam"), quarter="2026Q4")
    write(fatima)
    for reader in (fatima, make_staff("worker"), make_staff("gemeente")):
        shown = see("/over-the-fence", reader).text
        assert shown.index("aan zee, October") < shown.index("De Linden, October")
        assert "De Linden, July" not in shown, "nothing was told to others"
        assert "De soep liep vol" in shown
        assert "Niemand kwam" in shown
        assert shown.count("Nothing was written here.") == 2


def test_a_verslag_stays_when_its_writer_stops_and_names_nobody(published, fatima, henk, see):
    write(fatima)
    assert own_data(fatima)["wrote_about_the_wijk"][0]["sees"] == SAID.sees
    transact(people.leave, by=fatima)
    shown = see(f"/balance/{published.code}/report", henk).text
    assert SAID.sees in shown
    assert "Fatima" not in shown
