"""The same as `engine.Local` over the machines of a Ray cluster: the extra `cluster`, loaded only when it is chosen.

Without an address it starts a small Ray of its own that listens on this machine only. A cluster is joined by its address;
its nodes must have this program installed and see the same files. Ray encrypts nothing by itself and its ports take
orders: keep a cluster on a network of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

from sightline.jobs.engine import LOSSES, Part, Result
from sightline.kernel.errors import Unavailable
from sightline.kernel.settings import stay_silent

stay_silent()  # before Ray is loaded: it would report its use to its makers

try:
    import ray
    from ray.exceptions import RayError, RayTaskError, WorkerCrashedError
except ImportError as error:
    raise Unavailable('Ray is not installed: pip install "sightline[cluster]", or leave the engine local.') from error

OWN_STORE_BYTES = 200 << 20


class OnRay:
    """Processes of a Ray cluster. Use it as a context manager: leaving lets the cluster go."""

    def __init__(self, address: str = "", processes: int | None = None) -> None:
        """address: of a running cluster; empty for one of its own, with as many `processes` at once."""
        self._address = address
        self._processes = processes

    def __enter__(self) -> Self:
        own: dict[str, Any] = {
            "num_cpus": self._processes,
            "object_store_memory": OWN_STORE_BYTES,
            "include_dashboard": False,
            "_node_ip_address": "127.0.0.1",
        }
        joined: dict[str, Any] = {"address": self._address}
        try:
            ray.init(**(joined if self._address else own), log_to_driver=False, configure_logging=False)
        except (RayError, ConnectionError, RuntimeError, ValueError) as fault:
            where = self._address or "this machine"
            raise Unavailable(f"Ray does not start on {where}: {fault}. Check the address, or use workers.") from fault
        return self

    def __exit__(self, *_exception: object) -> None:
        ray.shutdown()

    def run(self, job: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[tuple[int, Result]]:
        """Run `job` on every part; see `Engine.run`. A part whose node is lost is run again on another."""
        remote = ray.remote(max_retries=LOSSES)(job)
        waiting = {remote.remote(part): number for number, part in enumerate(parts)}
        try:
            while waiting:
                done, _ = ray.wait(list(waiting), num_returns=1)
                for one in done:
                    yield waiting.pop(one), self._result(one, len(waiting) + 1, len(parts))
        finally:
            for one in waiting:
                ray.cancel(one, force=True)

    def _result(self, one: Any, left: int, total: int) -> Any:
        try:
            return ray.get(one)
        except RayTaskError as fault:
            raise fault.cause from None  # what the job itself raised
        except WorkerCrashedError:
            raise Unavailable(
                f"Nodes were lost {LOSSES} times in a row, {left} of {total} parts are not done. "
                "Look for what ends them (most often memory), then run it again."
            ) from None
