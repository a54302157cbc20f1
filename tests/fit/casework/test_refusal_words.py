"""What somebody reads whose role something is not open to: a sentence that people understand, for every use case."""

from __future__ import annotations

import re

import pytest

from fit.casework._permission import GRANTS, check_role
from fit.casework._refusal_words import SUBJECTS
from fit.casework.actor import Actor, Role
from fit.errors import AccessDeniedError

REFUSALS = [(use_case, role) for use_case in GRANTS for role in Role if role not in GRANTS[use_case]]
SENTENCE = re.compile(
    r"[A-Z][a-z -]+ (is|are) for (clinician|supervisor|director|administrator)s"
    r"((, \w+s)* and \w+s)?\. You are signed in as an? \w+: ask one of them\."
    r"|This is for nobody who is signed in\. Go back to the page that you came from\."
)


def refusal(use_case, role):
    with pytest.raises(AccessDeniedError) as refused:
        check_role(Actor(user_id="1", clinic_id="1", role=role, name="Somebody"), use_case)
    return str(refused.value)


@pytest.mark.parametrize(("use_case", "role"), REFUSALS)
def test_every_refusal_by_role_is_a_sentence_and_names_no_use_case(use_case, role):
    said = refusal(use_case, role)
    assert SENTENCE.fullmatch(said), said
    assert use_case.replace("_", " ") not in said


@pytest.mark.parametrize(
    ("use_case", "role", "said"),
    [
        ("take_service_report", Role.CLINICIAN, "Service reports are for directors. You are signed in as a clinician"),
        ("export_audit", Role.DIRECTOR, "The audit is for administrators. You are signed in as a director"),
        ("open_client", Role.ADMINISTRATOR, "Work with clients is for clinicians and supervisors. You are signed in"),
        (
            "export_alliance",
            Role.ADMINISTRATOR,
            "The alliance across caseloads is for clinicians, supervisors and directors. You are signed in as an admin",
        ),
    ],
)
def test_it_says_for_whom_it_is(use_case, role, said):
    assert refusal(use_case, role).startswith(said)


def test_every_use_case_that_has_a_name_for_people_is_one():
    assert not SUBJECTS.keys() - GRANTS.keys()
