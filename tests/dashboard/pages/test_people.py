from __future__ import annotations

import pytest

from dashboard.clinic import use_clinic
from fit.casework import Role, Settings, open_clinic
from fit.casework.access import ask_enrolment, begin_enrolment, choose_passphrase, confirm_enrolment, sign_in
from fit.casework.administrator import (
    create_clinic,
    import_ratings,
    list_programmes,
    list_unassigned,
    list_users,
    open_audit,
)
from fit.casework.clinician import open_caseload
from fit.casework.supervisor import open_supervision
from fit.casework.views import SeenHow, SignInStep
from fit.errors import SignInError
from tests.dashboard.pages.looking import html, labels, links, look_at, said
from tests.dashboard.pages.story_clinic import PASSPHRASE
from tests.dashboard.serving.second_factor import Device
from tests.fit.casework.factors import with_sign_on

NEW = "five new simulated words"


@pytest.fixture
def page(clinic, signed_in_as):
    signed_in_as("administrator.one")
    return look_at("people")


@pytest.fixture
def person(page, people):
    """Look at one of the people by sign-in name."""
    return lambda name: look_at("person", {"person": people[name].user_id})


def field(page, label):
    return next(each for each in (*page.text_input, *page.selectbox, *page.multiselect) if each.label == label)


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def fill_in(page, **typed):
    for label, text in typed.items():
        field(page, label.replace("_", " ")).set_value(text)


def add(page, name="Clinician Three", sign_in_name="clinician.three", pin=""):
    field(page, "Name, as others read it").set_value(name)
    field(page, "Sign-in name").set_value(sign_in_name)
    field(page, "PIN (may stay empty)").set_value(pin)
    press(page, "Add this person")


def shown_once(page):
    """The passphrase that the administrator is shown to hand over."""
    (block,) = page.code
    return block.value


def may_sign_in(clinic, name, passphrase=PASSPHRASE):
    try:
        sign_in(clinic, name, passphrase, source="127.0.0.1")
    except SignInError:
        return False
    return True


def test_everybody_is_a_link_with_role_and_whether_they_may_sign_in(page, people):
    assert ("Clinician One", "person", f"person={people['clinician.one'].user_id}") in links(page)
    assert len(links(page)) == 5
    assert "Supervisor One supervisor.one Supervisor supervises Clinician One Can sign in" in said(page)
    assert "2 clinicians, 1 supervisor, 1 director, 1 administrator." in said(page)


def test_programmes_are_made_renamed_and_retired(clinic, page, people):
    field(page, "New programme").set_value("Adult outpatient")
    press(page, "Add this programme")
    assert page.success[0].value == "Clients can be in Adult outpatient now."
    field(page, "Adult outpatient").set_value("Outpatients")
    press(page, "Rename Adult outpatient")
    press(page, "Retire Outpatients")
    assert page.success[0].value.startswith("Outpatients takes no new clients any more.")
    assert "Outpatients (retired)" in [one.label for one in page.text_input]
    field(page, "New programme").set_value("outpatients")
    press(page, "Add this programme")
    assert "Let it take clients again instead" in page.error[0].value
    found = list_programmes(clinic, people["administrator.one"])
    assert [(one.name, one.active) for one in found] == [("Outpatients", False)]


def test_a_new_clinic_says_whom_to_add_first(tmp_path, monkeypatch):
    from dashboard.access import identity
    from dashboard.clinic import use_clinic

    fresh = open_clinic(Settings(folder=tmp_path / "fresh"))
    who = create_clinic(fresh, name="Fresh", sign_in_name="first", display_name="First", passphrase=PASSPHRASE)
    monkeypatch.setattr(identity, "actor_behind_this_page", lambda **_: who)
    with use_clinic(fresh):
        page = look_at("people")
    fresh.close()

    assert "Nobody but you yet" in said(page)
    assert page.expander[0].proto.expanded


def test_an_added_person_is_on_the_list_and_can_sign_in(page, clinic):
    add(page, pin="9753")

    assert page.success[0].value == "Clinician Three can sign in now, as clinician.three."
    assert "Clinician Three" in [label for label, _, _ in links(page)]
    first = shown_once(page)
    assert "First passphrase of Clinician Three" in [one.value for one in page.header]
    assert sign_in(clinic, "clinician.three", first, source="127.0.0.1").step is SignInStep.PASSPHRASE
    assert field(page, "Name, as others read it").value == ""
    page.run()
    assert not page.code
    assert "first-passphrase-to-show" not in page.session_state


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"sign_in_name": "clinician.one"}, "'clinician.one' is taken"),
        ({"sign_in_name": "two words"}, "A sign-in name is one word"),
        ({"name": " "}, "is no display name"),
        ({"pin": "12"}, "A PIN has 4 to 12 digits"),
    ],
)
def test_a_refusal_is_said_in_its_own_words_and_what_was_typed_stays(page, clinic, people, typed, why):
    add(page, **({"name": "Clinician Three"} | typed))

    assert why in page.error[0].value
    assert field(page, "Sign-in name").value == typed.get("sign_in_name", "clinician.three")
    assert not page.code
    assert len(list_users(clinic, people["administrator.one"])) == 5


def test_what_was_typed_stays_when_the_role_changes(page, clinic, people):
    field(page, "Sign-in name").set_value("new.director")
    field(page, "Name, as others read it").set_value("Director Two")
    page.button_group[0].select("Director").run()
    assert "PIN (may stay empty)" not in [each.label for each in page.text_input]
    press(page, "Add this person")

    added = next(one for one in list_users(clinic, people["administrator.one"]) if one.sign_in_name == "new.director")
    assert added.role is Role.DIRECTOR


def test_a_name_is_text_and_never_html(page):
    add(page, name="<b>x</b>")
    assert "<b>x</b>" not in html(page)


def test_whoever_may_not_sign_in_any_more_is_told_apart_in_words(person, clinic):
    page = person("clinician.two")
    press(page, "Let this person sign in no more")

    assert page.success[0].value == "Clinician Two cannot sign in any more."
    assert not may_sign_in(clinic, "clinician.two")
    assert "1 person cannot sign in." in said(look_at("people"))
    press(page, "Let this person sign in again")
    assert may_sign_in(clinic, "clinician.two")


def test_a_lost_passphrase_is_replaced(person, clinic):
    page = person("clinician.two")
    press(page, "Make a new passphrase")

    first = shown_once(page)
    assert not may_sign_in(clinic, "clinician.two")
    assert "They have not chosen their own yet." in " ".join(one.value for one in page.markdown)
    step = sign_in(clinic, "clinician.two", first, source="127.0.0.1")
    choose_passphrase(clinic, step.token, NEW, source="127.0.0.1")
    assert may_sign_in(clinic, "clinician.two", NEW)
    page = person("clinician.two")
    assert not page.code
    assert "not chosen their own" not in " ".join(one.value for one in page.markdown)


def test_nobody_locks_themselves_out(person):
    page = person("administrator.one")

    assert any("This is you." in one.value for one in page.markdown)
    assert labels(page) == ["Save name, team and role"]
    page.selectbox[0].set_value(Role.DIRECTOR)
    press(page, "Save name, team and role")
    assert "only administrator who can sign in" in page.error[0].value


def test_name_team_and_role_of_a_person_are_changed_with_what_it_brings_said_first(person, clinic, people):
    page = person("supervisor.one")
    assert "With another role all their sessions end at once" in said(page)
    field(page, "Name, as others read it").set_value("Supervisor Renamed")
    field(page, "Team (may stay empty)").set_value("Team Blue")
    page.selectbox[0].set_value(Role.CLINICIAN)
    press(page, "Save name, team and role")
    assert page.success[0].value == "Supervisor Renamed: clinician, Team Blue."
    found = next(one for one in list_users(clinic, people["administrator.one"]) if one.sign_in_name == "supervisor.one")
    assert (found.display_name, found.team, found.role, found.supervises) == (
        "Supervisor Renamed",
        "Team Blue",
        Role.CLINICIAN,
        (),
    )


def test_a_supervisor_gets_one_clinician_and_loses_another(person, clinic, people):
    page = person("supervisor.one")
    assert field(page, "Supervises").value == [people["clinician.one"].user_id]
    field(page, "Supervises").set_value([people["clinician.two"].user_id])
    press(page, "Save")

    supervisees = open_supervision(clinic, people["supervisor.one"]).supervisees
    assert [one.name for one in supervisees] == ["Clinician Two"]


def test_supervision_can_be_set_from_the_clinicians_side(person, clinic, people):
    page = person("clinician.two")
    field(page, "Supervised by").set_value([people["supervisor.one"].user_id])
    press(page, "Save")

    supervisees = open_supervision(clinic, people["supervisor.one"]).supervisees
    assert {one.name for one in supervisees} == {"Clinician One", "Clinician Two"}


def test_a_director_has_no_supervision(person):
    assert not person("director.one").multiselect


@pytest.mark.parametrize("address", ["0" * 13, "nonsense", ""])
def test_an_address_that_names_nobody_says_what_to_do(page, address):
    assert look_at("person", {"person": address}).title[0].value == "No such person here"


@pytest.fixture
def with_unassigned(clinic, people, signed_in_as):
    administrator = signed_in_as("administrator.one")
    rows = b"episode_id,age_band,session,scale,total\nNEW-1,adult,1,ors,20.0\nNEW-2,child,1,cors,22.0\n"
    import_ratings(clinic, administrator, "more.csv", rows)
    return look_at("people")


def test_imported_clients_are_given_to_a_clinician(with_unassigned, clinic, people):
    page = with_unassigned
    which = field(page, "Which")
    assert which.options == ["NEW-1 · Adult · 1 session", "NEW-2 · Child · 1 session"]
    first = list_unassigned(clinic, people["administrator.one"])[0]
    which.set_value([first.episode_id])
    field(page, "To whom").set_value(people["clinician.two"].user_id)
    press(page, "Give to this clinician")

    assert page.success[0].value == "1 episode given to Clinician Two."
    assert [row.client_label for row in open_caseload(clinic, people["clinician.two"]).rows] == ["NEW-1"]
    assert field(page, "Which").options == ["NEW-2 · Child · 1 session"]


def test_giving_asks_for_both_who_and_to_whom(with_unassigned, clinic, people):
    press(with_unassigned, "Give to this clinician")

    assert "Choose at least one client" in with_unassigned.error[0].value
    assert len(list_unassigned(clinic, people["administrator.one"])) == 2


def test_no_rating_is_on_the_page(with_unassigned):
    assert "20.0" not in said(with_unassigned)
    assert not with_unassigned.dataframe


def test_a_lost_second_factor_is_reset(person, clinic, people):
    step = ask_enrolment(clinic, people["clinician.two"], PASSPHRASE, source="127.0.0.1")
    device = Device(secret=begin_enrolment(clinic, step.token).secret)
    confirm_enrolment(clinic, step.token, device.code(), source="127.0.0.1")
    page = person("clinician.two")
    press(page, "Reset the second factor")
    assert "how you saw that it is them" in page.error[0].value
    assert next(
        one for one in list_users(clinic, people["administrator.one"]) if one.sign_in_name == "clinician.two"
    ).has_second_factor

    page.radio[0].set_value(SeenHow.IN_PERSON)
    press(page, "Reset the second factor")
    assert page.success[0].value == "The second factor of Clinician Two is reset."
    lines = open_audit(clinic, people["administrator.one"])
    assert "reset_second_factor: in person" in {line.action for line in lines}
    assert "Reset the second factor" not in labels(page)
    assert may_sign_in(clinic, "clinician.two")


def test_a_person_is_linked_to_a_single_sign_on_where_there_is_one(person, clinic):
    assert "Save the link" not in labels(person("clinician.two"))
    with use_clinic(with_sign_on(clinic)):
        page = person("clinician.two")
        field(page, "E-mail at the provider").set_value("clinician.two@clinic.example")
        press(page, "Save the link")
        assert "Linked to clinician.two@clinic.example" in said(page)
        press(page, "Save the link")
        assert "Not linked" in said(page)
