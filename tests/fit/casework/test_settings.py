"""Settings from the environment, and how light it is to name what pages see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fit.casework import Settings, open_clinic
from fit.casework._setting_names import KNOWN, nearest_name
from fit.casework.machine import advice_on_settings
from fit.dialogue import RuptureKind
from fit.errors import ConfigurationError, DefinitionError, UnknownNameError
from fit.policies import policy


def test_without_an_environment_the_clinic_lies_in_its_own_folder():
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert settings.database_file == Path("data/clinic/clinic.db")
    assert settings.key_file == Path("data/clinic/clinic.key")
    assert settings.prompts is None
    assert not settings.look_together
    assert not settings.look_together_cutoff


def test_the_environment_says_where_everything_is():
    settings = Settings.from_environment(
        {
            "MENDLINE_DATA": "/srv/clinic",
            "MENDLINE_DATABASE_URL": "postgresql+psycopg://clinic@/clinic",
            "MENDLINE_KEY_FILE": "/keys/one",
            "MENDLINE_POLICY": "pcoms",
            "MENDLINE_CURVES": "own.toml",
            "MENDLINE_PROMPTS": "/srv/prompts",
            "MENDLINE_REPAIR_SCRIPTS": "/srv/repair",
            "MENDLINE_BEHAVIOURS": "/srv/ours.txt",
            "MENDLINE_LOOK_TOGETHER": "yes",
            "MENDLINE_LOOK_TOGETHER_CUTOFF": "on",
            "MENDLINE_WORDING": "/srv/wording",
            "MENDLINE_DEMO": "1",
        }
    )
    assert (settings.folder, settings.database_url) == (Path("/srv/clinic"), "postgresql+psycopg://clinic@/clinic")
    assert (settings.key_file, settings.policy, settings.curves) == (Path("/keys/one"), "pcoms", "own.toml")
    assert settings.prompts == Path("/srv/prompts")
    assert settings.repair_scripts == Path("/srv/repair")
    assert settings.behaviours == Path("/srv/ours.txt")
    assert settings.look_together
    assert settings.look_together_cutoff
    assert settings.demo
    assert settings.wording == Path("/srv/wording")


def test_the_clinic_works_by_the_policy_that_is_named(tmp_path):
    clinic = open_clinic(Settings(folder=tmp_path, policy="pcoms"))
    assert clinic.policy == policy("pcoms")
    clinic.close()


def test_a_policy_that_is_not_there_stops_the_start_before_anything_is_made(tmp_path):
    with pytest.raises(UnknownNameError):
        open_clinic(Settings(folder=tmp_path / "clinic", policy="nonsense"))
    assert not (tmp_path / "clinic").exists()


@pytest.mark.parametrize(
    "module", ["fit.casework", "fit.casework.views", "fit.casework.actor", "fit.casework.settings"]
)
def test_naming_what_pages_see_loads_no_database(module):
    program = (
        f"import sys, {module}; print([name for name in ('sqlalchemy', 'numpy', 'argon2') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_speech_is_set_by_its_own_variables():
    found = Settings.from_environment(
        {
            "MENDLINE_SPEECH_MODEL": "/models/small",
            "MENDLINE_SPEECH_LANGUAGE": "nl",
            "MENDLINE_SPEECH_AT_ONCE": "2",
            "MENDLINE_KEEP_RECORDINGS": "1",
        }
    )
    told = (found.speech_model, found.speech_language, found.speech_at_once, found.keep_recordings)
    assert told == ("/models/small", "nl", 2, True)
    unset = Settings.from_environment({})
    assert (unset.speech_model, unset.speech_at_once, unset.keep_recordings) == (None, 1, False)


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5"])
def test_how_many_at_once_is_a_whole_number(text):
    with pytest.raises(ConfigurationError, match=f"MENDLINE_SPEECH_AT_ONCE is '{text}'"):
        Settings.from_environment({"MENDLINE_SPEECH_AT_ONCE": text})


def test_a_clinics_own_sentences_for_a_repair_are_there_from_the_start_and_a_mistake_stops_it(tmp_path):
    (tmp_path / "own").mkdir()
    own = tmp_path / "own" / "ours.toml"
    own.write_text('based_on = "withdrawal"\nopening = "Wait."\n')
    clinic = open_clinic(Settings(folder=tmp_path / "clinic", repair_scripts=own.parent))
    assert clinic.scripts[RuptureKind.WITHDRAWAL].opening == "Wait."
    clinic.close()
    own.write_text('based_on = "withdrawal"\nopenning = "Wait."\n')
    with pytest.raises(DefinitionError, match=r"ours\.toml: the key 'openning'"):
        open_clinic(Settings(folder=tmp_path / "other", repair_scripts=own.parent))
    assert not (tmp_path / "other").exists()


def test_a_name_that_no_setting_has_is_told_with_the_nearest_one_and_without_its_value():
    given = {"MENDLINE_ADRESS": "one", "mendline_key_file": "two", "MENDLINE_DATA": "three", "OTHER": "four"}
    settings = Settings.from_environment({**given, "MENDLINE_COFFEE": "five"})
    assert settings.unknown_names == ("MENDLINE_ADRESS", "MENDLINE_COFFEE", "mendline_key_file")
    assert [nearest_name(name) for name in settings.unknown_names] == ["MENDLINE_ADDRESS", "", "MENDLINE_KEY_FILE"]
    adress, coffee, _ = advice_on_settings(settings)
    assert adress.startswith("MENDLINE_ADRESS is no setting, so it changes nothing. Did you mean MENDLINE_ADDRESS?")
    assert coffee.startswith("MENDLINE_COFFEE is no setting, so it changes nothing. Take it away;")
    assert not [value for value in given.values() for told in (adress, coffee) if value in told.split()]


def test_no_setting_there_is_is_told_to_be_none():
    assert Settings.from_environment(dict.fromkeys(KNOWN - {"MENDLINE_KEY", "MENDLINE_OIDC_ISSUER"}, "")) == Settings()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://mendline.clinic.example", True),
        ("https://MENDLINE.CLINIC.EXAMPLE.:8443/x", True),
        ("mendline.clinic.example", True),
        ("https://example", True),
        ("https://tablets.invalid", True),
        ("https://example.com", True),
        ("https://ratings.example.org", True),
        ("https://www.example.net", True),
        ("https://myexample.com", False),
        ("https://example.com.clinic.dk", False),
        ("https://mendline.clinic.dk", False),
        ("http://127.0.0.1:8501", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_an_address_that_only_stands_for_one_is_told(address, expected):
    told = list(advice_on_settings(Settings(address=address)))
    assert [one.partition(" ")[0] for one in told] == ["MENDLINE_ADDRESS"] * expected
