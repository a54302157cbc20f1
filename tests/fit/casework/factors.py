"""Second factors in tests: setting one up, and the codes that its device would show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyotp

from fit.casework import access, machine
from fit.casework.settings import SignOn
from fit.casework.views import NextStep, SignInStep
from tests.fit.casework.world import PASSPHRASE

SOURCE = "127.0.0.1"
ISSUER = "https://sign-on.clinic.example"


def code_at(secret, moment, steps=0):
    """The code that a device shows then, or so many half minutes off, as RFC 6238 says."""
    return pyotp.TOTP(secret).at(moment + timedelta(seconds=30 * steps))


def enrol(clinic, step):
    """Set a second factor up; returns its secret and what was shown."""
    secret = access.begin_enrolment(clinic, step.token).secret
    return secret, access.confirm_enrolment(clinic, step.token, code_at(secret, clinic.now()), source=SOURCE)


def whole_sign_in(clinic, name, passphrase=PASSPHRASE):
    """Sign in, by setting a second factor up first where one is needed."""
    done = access.sign_in(clinic, name, passphrase, source=SOURCE)
    if isinstance(done, NextStep) and done.step is SignInStep.CODE:  # their device is not at hand: set it up anew
        machine.reset_second_factor_of(clinic, name)
        return whole_sign_in(clinic, name, passphrase)
    if isinstance(done, NextStep):
        assert done.step is SignInStep.ENROL
        return enrol(clinic, done)[1].signed_in
    return done


def with_sign_on(clinic, **changed):
    """The same clinic with a provider of a single sign-on."""
    return replace(clinic, settings=replace(clinic.settings, sign_on=SignOn(issuer=ISSUER, client_id="m", **changed)))
