"""`mendline transcribe` as its user runs it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from fit.speech import installed_models
from fit.speech.spoken import Line, speak, speaking_program
from fit.transcripts import Level, read_transcript

START = "import sys; from dashboard.cli import main; main(sys.argv[1:])"
WITHOUT_SOCKETS = """
import os, sys
def see(event, arguments):
    if event.startswith("socket."):
        os.write(2, f"OPENED {event}".encode())
        os._exit(77)
sys.addaudithook(see)
"""
SHORT_STRETCHES = "import fit.speech._stretches as s; s.SHORTEST_S, s.LONGEST_S = 4, 8\n"


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "TMPDIR": str(tmp_path)}


@pytest.fixture
def transcribe(tmp_path, environment):
    def run(*arguments, before=""):
        command = [sys.executable, "-c", before + START, "transcribe", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment, timeout=120
        )

    return run


@pytest.fixture(scope="module")
def wav():
    if speaking_program() is None:
        pytest.skip("neither flite nor espeak-ng is installed")
    texts = ("How did you sleep?", "Badly. I woke at four and thought about the exam again.", "At four again.")
    texts = (*texts, "Yes. And then I got up and made tea, and that was my night.", "What did the tea taste of?")
    return speak([Line(speaker=place % 2, text=text, silence=900) for place, text in enumerate(texts)]).wav


@pytest.fixture
def recording(tmp_path, wav):
    (tmp_path / "session.wav").write_bytes(wav)
    return tmp_path / "session.wav"


@pytest.fixture(scope="module")
def model():
    pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")
    names = [name for name in ("tiny.en", "base") if name in installed_models()]
    if not names:
        pytest.skip("no speech model is installed")
    return names[0]


def test_it_writes_a_transcript_and_opens_no_socket(transcribe, recording, model, tmp_path):
    done = transcribe(recording, "--model", model, "--out", "session.vtt", before=WITHOUT_SOCKETS)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "5 turns, two speakers by their channels, in session.vtt." in done.stderr
    out = tmp_path / "session.vtt"
    found = read_transcript(out.read_bytes(), "session.vtt")
    assert [turn.speaker for turn in found.turns] == [f"Speaker {1 + place % 2}" for place in range(5)]
    assert found.level is Level.AUDIO
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("session.vtt.*"))


def test_the_test_for_sockets_would_see_one(transcribe):
    done = transcribe(before=WITHOUT_SOCKETS + "import socket; socket.create_connection(('127.0.0.1', 9))\n")
    assert done.returncode == 77
    assert "OPENED socket." in done.stderr


def test_a_killed_run_goes_on_where_it_was_and_ends_the_same(transcribe, recording, model, tmp_path, environment):
    asked = ("--model", model, "--language", "en")
    assert transcribe(recording, *asked, "--out", "whole.json", before=SHORT_STRETCHES).returncode == 0
    command = [sys.executable, "-c", SHORT_STRETCHES + START, "transcribe", recording, *asked, "--out", "killed.json"]
    part = tmp_path / "killed.json.part"
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=tmp_path, env=environment)
    while process.poll() is None and not (part.exists() and len(part.read_text().splitlines()) > 1):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    lines = part.read_text().splitlines()
    assert stat.S_IMODE(part.stat().st_mode) == 0o600
    marked = lines[1].replace('"text":" ', '"text":" Marked', 1)
    part.write_text("\n".join([lines[0], marked, '{"until":12']))
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0
    whole, resumed = (json.loads((tmp_path / name).read_text()) for name in ("whole.json", "killed.json"))
    assert resumed["turns"][0]["text"].startswith("Marked")
    resumed["turns"][0] = whole["turns"][0]
    assert resumed == whole
    assert not part.exists()


@pytest.mark.parametrize("suffix", ["mp3", "m4a", "ogg", "weird"])
def test_files_of_every_common_kind_are_known_by_their_content(recording, suffix, tmp_path):
    av = pytest.importorskip("av", reason="faster-whisper is not installed")
    from fit.speech import open_sound

    codec, kind = {"mp3": ("mp3", "mp3"), "m4a": ("aac", "mp4"), "ogg": ("libopus", "ogg"), "weird": ("flac", "flac")}[
        suffix
    ]
    out = tmp_path / f"session.{suffix}"
    with av.open(str(recording)) as source, av.open(str(out), "w", format=kind) as target:
        stream = target.add_stream(codec, rate=48_000 if codec == "libopus" else 16_000, layout="stereo")
        resampler = av.AudioResampler(format=stream.format.name, layout="stereo", rate=stream.rate)
        for frame in [*source.decode(audio=0), None]:
            for part in resampler.resample(frame):
                target.mux(stream.encode(part))
        target.mux(stream.encode(None))
    sound = open_sound(lambda: out.open("rb"), out.name)
    whole = open_sound(lambda: recording.open("rb"), recording.name)
    assert sound.channels == 2
    assert sound.length == pytest.approx(whole.length, abs=100)
    heard, right = (sum(block.shape[1] for block in one.blocks()) for one in (sound, whole))
    assert heard == pytest.approx(right, abs=1_600)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere.wav", "--out", "a.vtt"), "there is no such file"),
        (("session.wav", "--out", "no/folder/a.vtt"), "no/folder: there is no such folder"),
        (("session.wav", "--out", "."), "is a folder. Name a file"),
        (("notes.mp3", "--out", "a.vtt"), "notes.mp3, the sound: this is no recording that can be read. Save the"),
        (("list.wav", "--out", "a.vtt"), "list.wav, the sound: this is no recording that can be read."),
        (("session.wav", "--model", "nowhere", "--out", "a.vtt"), "There is no folder nowhere. Name the folder of"),
        (("session.wav", "--model", ".", "--out", "a.vtt"), "it has no model.bin, config.json, tokenizer.json"),
    ],
)
def test_what_cannot_be_done_is_refused_with_exit_code_2(transcribe, recording, tmp_path, arguments, told):
    pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")
    (tmp_path / "notes.mp3").write_text("no sound at all")
    (tmp_path / "list.wav").write_text(f"#EXTM3U\n#EXTINF:9,\n{recording}\n#EXT-X-ENDLIST\n")
    done = transcribe(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in " ".join(done.stderr.split())
    assert not (tmp_path / "a.vtt").exists()


def test_a_folder_is_a_model_and_a_changed_one_is_refused(model, tmp_path):
    from fit.errors import ConfigurationError
    from fit.speech import find_model

    taken = find_model(model)
    for name, content in taken.files.items():
        (tmp_path / name).write_bytes(content)
    found = find_model(str(tmp_path))
    assert (found.name, found.sha256) == (model, taken.sha256)
    assert found.sha256 == hashlib.sha256(taken.files["model.bin"]).hexdigest()
    (tmp_path / "model.bin").write_bytes(b"x" + taken.files["model.bin"][1:])
    with pytest.raises(ConfigurationError, match=r"holds something else .* Put the right file there"):
        find_model(str(tmp_path))


def test_without_the_packages_it_says_how_to_get_them(transcribe, recording):
    blocked = "import sys; sys.modules['av'] = None\n"
    done = transcribe(recording, "--out", "a.vtt", before=blocked)
    assert done.returncode == 2
    assert "pip install faster-whisper==1.2.1" in done.stderr
