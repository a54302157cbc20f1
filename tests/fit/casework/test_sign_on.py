"""Single sign-on: administrators link people, nobody links themselves, and an address that moved on opens nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fit.casework import Settings, access, administrator
from fit.casework.settings import SignOn
from fit.casework.views import How, NextStep, Proven, SignedIn, SignInStep
from fit.errors import ConfigurationError, ConflictError, InputError, NotFoundError, SignInError
from fit.store import audit
from tests.fit.casework.factors import ISSUER, SOURCE, enrol, with_sign_on


@pytest.fixture
def linked(either):
    """A clinic with a provider; ann is linked by e-mail."""
    either.clinic = with_sign_on(either.clinic)
    administrator.link_sign_on(either.clinic, either.admin, either.ann.user_id, email="Ann@Clinic.example")
    return either


def come(world, subject="s-1", email="", **more):
    return access.sign_in_elsewhere(
        world.clinic, Proven(issuer=ISSUER, subject=subject, email=email, **more), source=SOURCE, browser="Firefox"
    )


def nobodys_lines(world):
    """What the audit says of tries that were nobody's: of two clinics neither learns of them."""
    with world.clinic.store.read() as connection:
        return [(row.action, row.source) for row in audit.rows(connection, audit.OF_NO_CLINIC)]


def test_who_is_linked_by_e_mail_comes_in_and_is_known_by_the_subject_from_then_on(linked):
    signed_in = come(linked, email="ann@clinic.example")
    assert access.actor_of(linked.clinic, signed_in.token) == linked.ann
    (own,) = access.list_sessions(linked.clinic, linked.ann, token=signed_in.token)
    assert own.how is How.SIGN_ON
    assert come(linked).actor == linked.ann
    with pytest.raises(SignInError, match="Nobody here is linked"):
        come(linked, subject="s-2", email="ann@clinic.example")


@pytest.mark.parametrize(
    "proven",
    [
        {"subject": "s-9", "email": "stranger@clinic.example"},
        {"subject": "s-9", "email": ""},
        {"subject": "", "email": ""},
    ],
)
def test_nobody_comes_in_unlinked_and_no_account_is_made(linked, proven):
    before = administrator.list_users(linked.clinic, linked.admin)
    with pytest.raises(SignInError, match="Nobody here is linked"):
        come(linked, **proven)
    assert administrator.list_users(linked.clinic, linked.admin) == before


def test_every_sign_on_that_fails_has_its_line(linked):
    with pytest.raises(SignInError):
        come(linked, "stranger")
    access.note_broken_sign_on(linked.clinic, source="192.0.2.9")
    for number in range(30):
        with pytest.raises(SignInError):
            come(linked, f"x-{number}")
    lines = nobodys_lines(linked)
    assert lines[0] == ("sign_in: sign-on refused", SOURCE)
    assert lines[1] == ("sign_in: sign-on broken", "192.0.2.9")
    assert lines[-1] == ("sign_in: made to wait", SOURCE)


def test_broken_answers_leave_lines_and_no_flood_of_them(linked):
    for _ in range(100):
        access.note_broken_sign_on(linked.clinic, source="192.0.2.9")
    assert nobodys_lines(linked).count(("sign_in: sign-on broken", "192.0.2.9")) == 10
    assert come(linked, email="ann@clinic.example").actor == linked.ann


def test_another_issuer_is_another_person(linked):
    administrator.link_sign_on(linked.clinic, linked.admin, linked.ben.user_id, subject="s-5")
    assert come(linked, "s-5").actor == linked.ben
    elsewhere = Proven(issuer="https://elsewhere.example", subject="s-5", email="ann@clinic.example")
    with pytest.raises(SignInError, match="Nobody here is linked"):
        access.sign_in_elsewhere(linked.clinic, elsewhere, source=SOURCE)


def test_who_left_gets_the_same_words_as_a_stranger(linked):
    administrator.set_active(linked.clinic, linked.admin, linked.ann.user_id, active=False)
    with pytest.raises(SignInError) as gone:
        come(linked, email="ann@clinic.example")
    with pytest.raises(SignInError) as stranger:
        come(linked, "s-9")
    assert str(gone.value) == str(stranger.value)
    assert linked.actions()[-2] == "sign_in: sign-on refused"


def test_strangers_are_slowed_by_their_address(linked):
    for number in range(30):
        with pytest.raises(SignInError, match="Nobody"):
            come(linked, f"x-{number}")
    with pytest.raises(SignInError, match="too many tries"):
        come(linked, email="ann@clinic.example")


def test_a_director_is_asked_for_our_factor_unless_the_provider_asked_for_one(linked):
    administrator.link_sign_on(linked.clinic, linked.admin, linked.dan.user_id, subject="d")
    step = come(linked, "d")
    assert isinstance(step, NextStep)
    assert step.step is SignInStep.ENROL
    _, enrolled = enrol(linked.clinic, step)
    (own,) = access.list_sessions(linked.clinic, linked.dan, token=enrolled.signed_in.token)
    assert own.how is How.SIGN_ON_CODE
    assert come(linked, "d").step is SignInStep.CODE
    assert isinstance(come(linked, "d", has_factor=True), SignedIn)


def test_a_link_is_shown_changed_and_ended_by_the_administrator(linked):
    def shown():
        rows = administrator.list_users(linked.clinic, linked.admin)
        return next(row.linked_to for row in rows if row.user_id == linked.ann.user_id)

    assert shown() == "ann@clinic.example"
    administrator.link_sign_on(linked.clinic, linked.admin, linked.ann.user_id, subject="s-7")
    assert (shown(), come(linked, "s-7").actor) == ("s-7", linked.ann)
    administrator.link_sign_on(linked.clinic, linked.admin, linked.ann.user_id)
    assert shown() == ""
    with pytest.raises(SignInError):
        come(linked, "s-7")


def test_one_account_there_is_one_person_here(linked):
    for asked in ({"email": "ANN@clinic.example"}, {"email": " ann@clinic.example "}):
        with pytest.raises(ConflictError, match="linked to this already"):
            administrator.link_sign_on(linked.clinic, linked.admin, linked.ben.user_id, **asked)
    with pytest.raises(InputError, match="not both"):
        administrator.link_sign_on(linked.clinic, linked.admin, linked.ben.user_id, subject="a", email="b")
    with pytest.raises(NotFoundError):
        administrator.link_sign_on(linked.clinic, linked.other_admin, linked.ben.user_id, subject="a")


def test_without_a_provider_there_is_nothing_to_link(world):
    with pytest.raises(ConflictError, match="MENDLINE_OIDC_ISSUER"):
        administrator.link_sign_on(world.clinic, world.admin, world.ann.user_id, subject="a")


@pytest.mark.parametrize(
    ("issuer", "taken"),
    [
        ("https://login.clinic.example", True),
        ("https://login.clinic.example/realms/one", True),
        ("http://127.0.0.1:9400", True),
        ("http://localhost:9400", True),
        ("http://[::1]:9400", True),
        ("http://login.clinic.example", False),
        ("http://127.0.0.1.example", False),
        ("login.clinic.example", False),
        ("ftp://127.0.0.1", False),
        ("https://", False),
    ],
)
def test_a_provider_is_reached_by_https_or_on_this_machine_alone(issuer, taken):
    given = {"MENDLINE_OIDC_ISSUER": issuer, "MENDLINE_OIDC_CLIENT_ID": "mendline"}
    if taken:
        assert Settings.from_environment(given).sign_on.issuer == issuer
    else:
        with pytest.raises(ConfigurationError, match="MENDLINE_OIDC_ISSUER"):
            Settings.from_environment(given)


def test_the_secret_is_read_from_a_file_that_must_be_there(tmp_path):
    file = tmp_path / "secret"
    sign_on = SignOn(issuer=ISSUER, client_id="m", secret_file=file)
    with pytest.raises(ConfigurationError, match="CLIENT_SECRET_FILE"):
        sign_on.secret()
    file.write_text(" hidden \n")
    assert sign_on.secret() == "hidden"
    assert replace(sign_on, secret_file=None).secret() == ""
