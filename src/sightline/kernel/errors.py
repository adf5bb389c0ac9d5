"""Every error Sightline raises on purpose.

    SightlineError            exit 1   HTTP 500
    ├── UsageError            exit 2   HTTP 400   the request makes no sense: unknown name, bad value
    │   └── NotFound          exit 2   HTTP 404   also the answer for what the officer may not see
    ├── NotPermitted          exit 4   HTTP 403   the officer may not do this
    ├── Conflict              exit 2   HTTP 409   somebody was faster, or it was already done
    ├── IntegrityError        exit 5   HTTP 422   a signature, a hash or the custody log does not hold
    ├── Unavailable           exit 6   HTTP 503   this machine lacks something: database, disk space, isolation
    └── Refusal               exit 3   HTTP 422   one file that cannot be used; it is kept, named and listed

A message is one plain sentence or two: what was wrong, where, what to do.
"""

from __future__ import annotations


class SightlineError(Exception):
    """Base of every error with a plain sentence for its reader."""

    exit_code = 1
    status = 500


class UsageError(SightlineError):
    """The request makes no sense as it stands."""

    exit_code = 2
    status = 400


class NotFound(UsageError):
    """No such thing, or none that this officer may see: both answer alike."""

    status = 404


class Conflict(SightlineError):
    """The thing changed, or was decided, before this request came."""

    exit_code = 2
    status = 409


class NotPermitted(SightlineError):
    """The officer may not do this."""

    exit_code = 4
    status = 403


class IntegrityError(SightlineError):
    """A hash, signature or log does not hold."""

    exit_code = 5
    status = 422


class Unavailable(SightlineError):
    """Something the act needs is lacking on this machine."""

    exit_code = 6
    status = 503


class Refusal(SightlineError):
    """One file cannot be used: `code` names the outcome (`truncated`), the message explains it."""

    exit_code = 3
    status = 422

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
