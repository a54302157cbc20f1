"""From a strained session to supervision, in a browser: looked at, decided, downloaded, shared, commented on."""

from __future__ import annotations

import io
import re
import shutil
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from fit.casework import Settings, access, administrator, clinician, open_clinic
from fit.casework.views import ConsentKind
from fit.ratings import Mode
from fit.repair import Dimension, KindSeen, Step
from fit.scales import AgeBand
from fit.transcripts import Role
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, PASSPHRASE, SUPERVISOR
from tests.fit.casework.world import spread

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
NAME, CODE = "Mara Whitfield", "MW-31"
SAID = """\
Mara: My sister Agneta was there, and the whole choir.
Therapist: How was that for you, Mara?
Mara: To be honest this isn't helping me, and you don't listen to me.
Therapist: Change takes time, Mara.
Mara: Fine. Ring me on 555 014 2299, or ask Agneta.
"""
IDENTITIES = ("mara", "whitfield", "mw-31", "mw31", "clinician one", "supervisor one", "small clinic", "555 014 2299")
FELT = "Zephyrous dread"


@pytest.fixture(scope="module")
def served(small_clinic, tmp_path_factory):
    """The small clinic with a client whose session rating fell, a transcript of that session, and a plan."""
    folder = tmp_path_factory.mktemp("packet") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    clinic = open_clinic(Settings(folder=folder))
    actor = access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="test").actor
    where = strained(clinic, actor)
    clinic.close()
    with running_server(folder) as server:
        yield server, *where


def strained(clinic, actor):
    today, place = clinic.today(), (clinic, actor)
    episode = administrator.add_client(*place, code=CODE, age_band=AgeBand.ADULT, display_name=NAME)
    clinician.record_consent(*place, episode, kind=ConsentKind.TRANSCRIPT, given_on=today)
    for weeks, ors, srs in ((3, 18, 38), (2, 20, 38.5), (1, 21, 33)):
        session = clinician.start_session(*place, episode, today - timedelta(weeks=weeks))
        for scale_id, total in (("ors", ors), ("srs", srs)):
            given = {"scale_id": scale_id, "answers": spread(scale_id, total), "session_id": session}
            how = {"mode": Mode.PAPER, "line_length_px": None, "calibrated": False}
            clinician.record_in_room(*place, episode, idempotency_key=f"{weeks}-{scale_id}", **given, **how)
    roles = {"Mara": Role.CLIENT, "Therapist": Role.CLINICIAN}
    clinician.import_transcript(*place, episode, session_id=session, content=SAID.encode(), roles=roles, ending=".txt")
    reading = {"kind": KindSeen.CONFRONTATION, "dimension": Dimension.RELATIONAL_BREACH}
    plan = clinician.save_reading(*place, episode, session, **reading).plan_id
    clinician.save_words(*place, plan, step=Step.VALIDATE, words="Thank you for saying it, Mara.")
    clinician.save_private_note(*place, plan, felt=FELT, tells="I hurried")
    return episode, session


@pytest.fixture
def sign_in(served, browser):
    contexts = []

    def one(person, width=1440):
        server = served[0]
        context = browser.new_context(
            base_url=server.url, viewport={"width": width, "height": 900}, accept_downloads=True
        )
        context.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto("/session/sign-in")
        page.get_by_label("Name").fill(person.sign_in_name)
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield one
    for context in contexts:
        context.close()


def downloaded(page):
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Make the PDF").click()
    file = waiting.value
    assert file.suggested_filename == "supervision-packet.pdf"
    content = file.path().read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    assert 1 <= len(pages) <= 4
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def leaks(said):
    low = said.casefold()
    return [one for one in IDENTITIES if one in low or one.replace(" ", "") in re.sub(r"\s", "", low)]


def test_a_packet_goes_to_supervision_without_names_and_a_comment_comes_back(served, sign_in):
    server, episode, session = served
    page = sign_in(CLINICIAN)
    page.goto(f"/reading?episode={episode}&session={session}")
    page.get_by_role("link", name="Bring this session to supervision").click()
    expect(page.get_by_role("heading", name="What was replaced")).to_be_visible()
    assert NAME not in page.title()
    assert faults(page) == []
    page.get_by_role("button", name="Leave \u201cAgneta\u201d in").first.click()
    expect(page.get_by_text("My sister Agneta was there, and the whole choir.")).to_be_visible()
    page.get_by_label("Words to take out").fill("the whole choir")
    page.get_by_label("Write instead").fill("a group")
    page.get_by_role("button", name="Take these words out").click()
    expect(page.locator("mark", has_text="[a group]").first).to_be_visible()
    page.get_by_label("Your question for supervision").fill("Why do I explain when Mara complains?")
    page.get_by_role("button", name="Keep the question").click()
    expect(page.get_by_text("Why do I explain when [Client] complains?")).to_be_visible()

    said = downloaded(page)
    assert leaks(said) == []
    assert FELT not in said
    for part in (
        "My sister Agneta was there, and [a group].",
        "To be honest this isn't helping me",
        "My question Why do",
    ):
        assert part in said

    page.get_by_role("button", name="Share with my supervisor").click()
    expect(page.get_by_text("Supervisor One can read it here")).to_be_visible()

    other = sign_in(SUPERVISOR)
    other.get_by_role("link", name="Clinician One, session 3, with a question").click()
    expect(other.get_by_text("Why do I explain when [Client] complains?")).to_be_visible()
    main = other.locator("[data-testid=stMain]")
    assert leaks(main.inner_text().replace(f"From {CLINICIAN.name}", "")) == []
    assert FELT not in main.inner_text()
    expect(other.get_by_role("link", name="Make the PDF")).to_have_count(0)
    other.get_by_label("Say something about it").fill("What did you hear in yourself just before?")
    other.get_by_role("button", name="Comment").click()
    expect(other.get_by_text("What did you hear in yourself just before?")).to_be_visible()
    assert faults(other) == []

    page.reload()
    expect(page.get_by_text("What did you hear in yourself just before?")).to_be_visible()
    log = server.log.read_text()
    for word in (NAME, "Agneta", "helping", "choir", "just before"):
        assert word not in log


def test_the_page_fits_a_phone(served, sign_in):
    _, episode, session = served
    page = sign_in(CLINICIAN, width=390)
    page.goto(f"/packet?episode={episode}&session={session}")
    expect(page.get_by_role("heading", name="What was replaced")).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    for name in ("Make the PDF", "Keep the question"):
        box = page.get_by_role("link" if "PDF" in name else "button", name=name).bounding_box()
        assert box["height"] >= 44
    assert faults(page) == []
