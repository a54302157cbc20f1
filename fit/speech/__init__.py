"""A recording becomes a transcript, on this machine only: who spoke when comes from the sound, the words are guessed.

The recogniser (faster-whisper, the extra `speech`) and its model are optional: without them everything else works and
`find_model` says what to do. No module here opens a connection; a test holds that.
"""

from fit.speech._heard import AUDIO, Heard, MadeBy
from fit.speech._locks import machine_locks, wait_for_one
from fit.speech._model import Model, find_model, installed_models
from fit.speech._part_file import PartFile
from fit.speech._recogniser import Recogniser
from fit.speech._sound import Sound, open_sound
from fit.speech._transcribing import Finished, transcribe
from fit.speech._turns import INAUDIBLE

__all__ = [
    "AUDIO",
    "INAUDIBLE",
    "Finished",
    "Heard",
    "MadeBy",
    "Model",
    "PartFile",
    "Recogniser",
    "Sound",
    "find_model",
    "installed_models",
    "machine_locks",
    "open_sound",
    "transcribe",
    "wait_for_one",
]
