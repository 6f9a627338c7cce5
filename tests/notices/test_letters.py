"""What a mail says, in its headers and in its text; and how it is handed to a server."""

import re
import smtplib

import pytest

from tests.notices.conftest import change
from tests.notices.smtp import smtp_server
from timebank.core.database import transact
from timebank.notices import letters, outbox, sending, service
from timebank.notices.letters import Envelope
from timebank.notices.rules import RETRY_AFTER


def mailed(sent, actor):
    transact(
        service.tell, actor.person_id, "appointment.reminder", thing="an-appointment", day="2026-11-25", clock="14:30"
    )
    outbox.gather_prompt()
    outbox.send_due()
    return sent()[-1]


def test_a_mail_has_the_headers_that_programs_look_for(fatima, stopped, sent):
    mail = mailed(sent, fatima)
    assert mail["To"] == "fatima@example.nl"
    assert mail["From"] == "Tijdbank <noreply@tijdbank.example.nl>"
    assert mail["Date"] == "Tue, 24 Nov 2026 11:00:00 +0000"
    assert re.fullmatch(r"<[\w-]{16}@tijdbank\.example\.nl>", mail["Message-ID"])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https://tijdbank\.example\.nl/unsubscribe/[\w.-]+>", mail["List-Unsubscribe"])


def test_a_mail_is_plain_text_without_anything_to_load(fatima, stopped, sent):
    mail = mailed(sent, fatima)
    assert (mail.get_content_type(), mail.is_multipart()) == ("text/plain", False)
    addresses = re.findall(r"https?://[^/\s]+", mail.get_content())
    assert set(addresses) == {"https://tijdbank.example.nl"}


@pytest.mark.parametrize(
    ("language", "subject"), [("nl", "Nieuws van je tijdbank"), ("en", "News from your time bank")]
)
def test_a_subject_says_nothing_that_a_housemate_should_not_read(fatima, henk, stopped, sent, language, subject):
    change(fatima, language=language)
    assert mailed(sent, fatima)["Subject"] == subject


def test_a_mail_is_in_the_language_of_its_reader(fatima, stopped, sent):
    change(fatima, language="en")
    assert "A neighbour reminds you of your appointment: " in mailed(sent, fatima).get_content()


def test_the_link_in_the_text_is_the_one_in_the_header(fatima, stopped, sent):
    mail = mailed(sent, fatima)
    assert mail["List-Unsubscribe"].strip("<>") in mail.get_content()


@pytest.mark.parametrize("email", ["a,b@example.nl", "a@b@c", "x\nBcc: y@example.nl", ""])
def test_what_is_no_address_is_refused(app, stopped, email):
    envelope = Envelope("m", "p", email, "Fatima", None)
    with pytest.raises(ValueError) as caught:
        letters.write(envelope, [], at=stopped.at)
    assert sending.is_for_good(caught.value)


@pytest.mark.parametrize("token", ["", "x", "IngiOg.x", "InAi.AAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_token_that_we_never_wrote_is_nobodys(app, token):
    assert letters.whose_token(token) is None


def test_a_token_tells_whose_mail_it_was(app):
    assert letters.whose_token(letters.unsubscribe_token("a-person")) == "a-person"


def test_mail_goes_to_a_real_server(app, fatima, stopped, sent):
    with smtp_server() as server:
        app.config["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        transact(service.tell, fatima.person_id, "appointment.called_off", day="2026-11-24")
        outbox.gather_prompt()
        server.answers.append("451 come back later")
        assert outbox.send_due() == 1
        stopped.on(RETRY_AFTER[0])
        assert outbox.send_due() == 1
    [mail] = server.mails
    assert "De afspraak gaat niet door." in mail.get_content()
    assert mail["To"] == "fatima@example.nl"


def test_a_server_that_hangs_up_is_called_again(app, fatima, stopped):
    with smtp_server() as server, sending.sender(f"smtp://127.0.0.1:{server.port}", timeout_seconds=5) as sender:
        mail = letters.write(Envelope("m", "p", "fatima@example.nl", "Fatima", None), [], at=stopped.at)
        server.answers.append("421 going down")
        with pytest.raises(smtplib.SMTPException):
            sender.send(mail)
        sender.send(mail)
        assert len(server.mails) == 1


def test_the_console_shows_mail(app, stopped, capsys):
    with sending.sender("console:", timeout_seconds=5) as sender:
        sender.send(letters.write(Envelope("m", "p", "fatima@example.nl", "Fatima", None), [], at=stopped.at))
    assert "To: fatima@example.nl" in capsys.readouterr().out


def test_another_sort_of_address_is_refused_in_words():
    with pytest.raises(ValueError, match="TIMEBANK_MAIL_URL"), sending.sender("pigeon://x", timeout_seconds=5):
        pass


def test_a_server_elsewhere_gets_nothing_without_tls(monkeypatch):
    class Plain(smtplib.SMTP):
        def __init__(self, *_args, **_options) -> None:
            self.esmtp_features: dict[str, str] = {}
            self.sock, self.file = None, None

        def ehlo(self, name="") -> tuple[int, bytes]:
            return 250, b"hello"

        def ehlo_or_helo_if_needed(self) -> None:
            """Greeted already."""

    monkeypatch.setattr(smtplib, "SMTP", Plain)
    with (
        sending.sender("smtp://mail.example.nl", timeout_seconds=5) as sender,
        pytest.raises(smtplib.SMTPNotSupportedError),
    ):
        sender.send(None)
