"""Finding words in what was said, and never in what somebody else's clients said."""

from __future__ import annotations

from datetime import date

import pytest

from fit.casework import administrator, clinician
from fit.casework._record_search import marks_in, terms_of
from fit.casework.views import ConsentKind
from fit.errors import InputError
from fit.transcripts import Role
from tests.fit.casework.talks import ROLES, vtt


def talk(world, code, *answers, who=None, episode=None):
    """A client of this person with one session in which this was said; the week after is the next one's."""
    made = episode or world.begin(code, who=who)
    world.session(made, 20, 38, who=who)
    agreed = {"kind": ConsentKind.TRANSCRIPT, "given_on": date(2026, 3, 2)}
    clinician.record_consent(world.clinic, who or world.ann, made, **agreed)
    session = world.page(made, who).sessions[-1].session_id
    clinician.import_transcript(
        world.clinic, who or world.ann, made, session_id=session, content=vtt(*answers), roles=ROLES
    )
    return made


def found(world, words, who=None, **more):
    hits = clinician.search_record(world.clinic, who or world.ann, words, **more).hits
    return [(hit.client_label, hit.meeting, hit.text) for hit in hits]


@pytest.fixture(params=["world", "world_on_postgresql"])
def spoken(request):
    world = request.getfixturevalue(request.param)
    talk(world, "C-1", "I feel so tired of it.", "Tired of what?", "Of the café-bar, l'après-midi. It's 9/10!")
    talk(world, "C-2", "My sister feels tired, I do not.")
    talk(world, "B-1", "I feel tired too.", who=world.ben)
    return world


FOUND = {
    "tired": ["C-2", "C-1", "C-1"],
    "TIRED feel": ["C-1"],
    '"so tired of"': ["C-1"],
    '"tired so"': [],
    "feel*": ["C-2", "C-1"],
    "feel": ["C-1"],
    '"sister feels" do*': ["C-2"],
    "cafe": ["C-1"],
    "CAFÉ-BAR": ["C-1"],
    "après-midi": ["C-1"],
    "it's": ["C-1"],
    "9/10": ["C-1"],
    "nowhere": [],
    '"unfinished phrase': [],
    "heldby*": [],
    "text:tired": [],
    "tired OR sister": [],
    "tired) OR (sister": [],
    "tired & !sister | 'xy':*": [],
}


def test_words_phrases_and_beginnings_are_found_alike_on_both_databases(spoken):
    assert {words: [client for client, _, _ in found(spoken, words)] for words in FOUND} == FOUND


def test_a_hit_stands_in_its_context_with_its_time_and_marks(spoken):
    (hit,) = clinician.search_record(spoken.clinic, spoken.ann, "tired what").hits
    assert (hit.text, hit.start, hit.role, hit.marks) == ("Tired of what?", 18_000, Role.CLINICIAN, ((0, 5), (9, 13)))
    assert (hit.before, hit.after[:12]) == ("I feel so tired of it.", "Of the café-")


def test_speaker_days_and_client_narrow_it_down(spoken):
    assert len(found(spoken, "tired", role=Role.CLINICIAN)) == 1
    assert [client for client, _, _ in found(spoken, "tired", since=date(2026, 3, 9))] == ["C-2"]
    assert [client for client, _, _ in found(spoken, "tired", until=date(2026, 3, 8))] == ["C-1", "C-1"]
    assert [client for client, _, _ in found(spoken, "tired", since=date(2026, 3, 10))] == []
    assert [client for client, _, _ in found(spoken, "tired", episode_id=spoken.episodes["C-2"])] == ["C-2"]


def test_a_supervisor_finds_what_supervisees_clients_said_and_no_colleagues(spoken):
    assert [client for client, _, _ in found(spoken, "tired", who=spoken.sue)] == ["C-2", "C-1", "C-1"]
    administrator.end_supervision(spoken.clinic, spoken.admin, spoken.sue.user_id, spoken.ann.user_id)
    assert found(spoken, "tired", who=spoken.sue) == []


def test_a_client_who_changes_hands_is_found_by_the_new_clinician_only(spoken):
    administrator.assign_episode(spoken.clinic, spoken.admin, spoken.episodes["C-2"], spoken.ben.user_id)
    assert [client for client, _, _ in found(spoken, "tired", who=spoken.ben)] == ["B-1", "C-2"]
    assert [client for client, _, _ in found(spoken, "tired")] == ["C-1", "C-1"]
    agreed = {"kind": ConsentKind.TRANSCRIPT, "withdrawn_on": date(2026, 3, 20)}
    clinician.withdraw_consent(spoken.clinic, spoken.ben, spoken.episodes["C-2"], **agreed)
    assert [client for client, _, _ in found(spoken, "tired", who=spoken.ben)] == ["B-1"]


def test_an_index_that_still_names_the_old_holder_shows_nothing_to_them(spoken):
    """The word of the holder in the index only saves work: what may be seen is a condition on the episode."""
    from fit.store import care
    from fit.store.ids import read_id

    clinic_id, episode = (read_id(one) for one in (spoken.ann.clinic_id, spoken.episodes["C-2"]))
    ben = read_id(spoken.ben.user_id)
    spoken.clinic.store.write(lambda connection: care.assign_episode(connection, clinic_id, episode, ben))
    assert [client for client, _, _ in found(spoken, "tired")] == ["C-1", "C-1"]


def test_no_other_clinic_is_searched(spoken):
    talk(spoken, "O-1", "I feel tired here as well.", who=spoken.other_ann)
    assert [client for client, _, _ in found(spoken, "tired", who=spoken.other_ann)] == ["O-1"]
    assert "O-1" not in {client for client, _, _ in found(spoken, "tired")}


def test_more_than_a_page_of_hits_says_so(world):
    talk(world, "C-1", *(f"again and again {number}" for number in range(50)))
    assert not clinician.search_record(world.clinic, world.ann, "again").more
    talk(world, "C-2", "once again")
    page = clinician.search_record(world.clinic, world.ann, "again")
    assert (len(page.hits), page.more, page.hits[0].client_label) == (50, True, "C-2")


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("", "at least one word"),
        (' "" * - ', "at least one word"),
        ("a*", "2 letters before"),
        (" ".join("abcdefghijklmnopqrstu"), "at most 20 words"),
    ],
)
def test_what_cannot_be_looked_for_says_why(world, words, remedy):
    with pytest.raises(InputError, match=remedy):
        clinician.search_record(world.clinic, world.ann, words)


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("The café, the CAFÉ!", "cafe", ["café", "CAFÉ"]),
        ("so so tired", '"so tired" so', ["so", "so tired"]),
        ("feeling and feel", "feel*", ["feeling", "feel"]),
        ("Straße", "strasse", ["Straße"]),
        ("nothing", "cafe", []),
    ],
)
def test_marks_stand_where_the_words_are(text, words, marked):
    assert [text[start:end] for start, end in marks_in(text, terms_of(words))] == marked
