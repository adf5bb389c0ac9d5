"""What passes between agencies stands in a log of its own: which agency, which package, and nothing of who or why."""

import json

from sightline.agencies.model import CODE
from sightline.custody import log
from sightline.custody.log import EXCHANGE, EXCHANGED
from sightline.custody.verify import Verified, published, verify
from sightline.kernel.db import Role
from sightline.workspace import Workspace


def test_an_exchanged_package_is_in_both_logs_and_a_look_in_one(workspace: Workspace) -> None:
    with workspace.acting() as acting:
        acting.record("view", "media:aa")
        acting.record("seal", "lead:5", "series:3", state="sealed", number="BE-2026-000001", package="ab" * 32)
    with workspace.acting("fr.first") as acting:
        acting.record("open package", "package:BE-2026-000001", package="ab" * 32, sender="BE")
    workspace.seal()
    key = workspace.log_key.public_key()
    with workspace.database.transaction(Role.WORKER) as connection:
        shared = [json.loads(one.body) for one in log.read(connection, EXCHANGE)]
        own = [json.loads(one.body)["action"] for one in log.read(connection, "BE")]
        assert isinstance(verify(connection, EXCHANGE, key, published(workspace.checkpoints / EXCHANGE, key)), Verified)
    assert own[-2:] == ["view", "seal"]
    assert [(one["agency"], one["action"], one["subjects"], one["detail"]) for one in shared] == [
        ("BE", "seal", ["package:BE-2026-000001"], {"package": "ab" * 32}),
        ("FR", "open package", ["package:BE-2026-000001"], {"package": "ab" * 32, "sender": "BE"}),
    ]
    assert {one["officer"] for one in shared} == {""}
    assert {one["purpose"] for one in shared} == {"exchange"}


def test_no_agency_can_take_the_logs_name() -> None:
    assert CODE.fullmatch(EXCHANGE) is None
    assert "view" not in EXCHANGED
