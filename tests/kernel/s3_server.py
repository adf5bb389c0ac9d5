"""A real S3 server for tests: OpenStack Swift's four servers with its s3api, one replica, in a folder of its own.

Run as a program (`python s3_server.py SWIFT_CONF SERVER_CONF SERVER`) it becomes one of the four.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.store import S3Store

PARTS = 2  # 4 partitions: plenty for one disk
SERVERS = ("account", "container", "object")
PATIENCE = 60.0

SWIFT = "[swift-hash]\nswift_hash_path_suffix = sightline-test\n\n[storage-policy:0]\nname = only\ndefault = yes\n"

STORAGE = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
devices = {devices}
mount_check = false
swift_dir = {folder}
recon_cache_path = {folder}
log_address = {folder}/no-syslog

[pipeline:main]
pipeline = {name}-server

[app:{name}-server]
use = egg:swift#{name}
"""

PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
swift_dir = {folder}
log_address = {folder}/no-syslog

[pipeline:main]
pipeline = catch_errors proxy-logging cache s3api tempauth bulk slo proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true

[filter:catch_errors]
use = egg:swift#catch_errors
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
check_bucket_owner = false
min_segment_size = 1048576
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
minimum_segment_size = 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the server listens, and its processes by name (`proxy`, `account`, `container`, `object`)."""

    endpoint: str
    processes: dict[str, subprocess.Popen[bytes]]

    def environment(self) -> dict[str, str]:
        """The variables with which obstore finds it."""
        return {
            "AWS_ENDPOINT": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test:tester",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
            "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "false",
        }

    def make_bucket(self, name: str) -> str:
        """Make a bucket; return its URL."""
        store = S3Store(name, config={key.lower(): value for key, value in self.environment().items()})
        url = obstore.sign(store, "PUT", "", expires_in=timedelta(minutes=1))
        urllib.request.urlopen(urllib.request.Request(url, method="PUT"), timeout=PATIENCE).close()
        return f"s3://{name}"


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start the four servers below `folder` and stop them in the end. The folder's file system must keep xattrs."""
    ports = dict(zip((*SERVERS, "proxy"), _free_ports(4), strict=True))
    (folder / "devices" / "d1").mkdir(parents=True)
    (folder / "swift.conf").write_text(SWIFT)
    for name in SERVERS:
        (folder / f"{name}.conf").write_text(
            STORAGE.format(port=ports[name], devices=folder / "devices", folder=folder, name=name)
        )
        _ring(folder, name, ports[name])
    (folder / "proxy.conf").write_text(PROXY.format(port=ports["proxy"], folder=folder))
    processes = {name: _start(folder, name) for name in ports}
    try:
        server = Server(endpoint=f"http://127.0.0.1:{ports['proxy']}", processes=processes)
        _wait(server, folder)
        yield server
    finally:
        for process in processes.values():
            process.kill()
        for process in processes.values():
            process.wait()


def _ring(folder: Path, name: str, port: int) -> None:
    from swift.common.ring import RingBuilder  # noqa: PLC0415 - only the process that serves pays for it

    builder = RingBuilder(PARTS, 1, 0)
    builder.add_dev(
        {"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "d1", "weight": 1.0, "meta": ""}
    )
    builder.rebalance()
    builder.get_ring().save(str(folder / f"{name}.ring.gz"))


def _start(folder: Path, name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "ignore", __file__, folder / "swift.conf", folder / f"{name}.conf", name]
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log)


def _wait(server: Server, folder: Path) -> None:
    """Wait until a request goes all the way down to the account server: any answer below 500."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        dead = [name for name, process in server.processes.items() if process.poll() is not None]
        if dead:
            raise RuntimeError(f"{dead[0]} did not start: {(folder / f'{dead[0]}.log').read_text()[-2000:]}")
        try:
            urllib.request.urlopen(f"{server.endpoint}/info", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the S3 server did not answer in time")


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def _become(swift_conf: str, server_conf: str, name: str) -> int:
    import eventlet  # noqa: PLC0415 - swift wants it patched in before anything of its own is imported

    eventlet.patcher.monkey_patch()
    from swift.common import utils  # noqa: PLC0415
    from swift.common.wsgi import run_wsgi  # noqa: PLC0415

    utils.SWIFT_CONF_FILE = swift_conf
    return run_wsgi(server_conf, f"{name}-server", default_port=1)


if __name__ == "__main__":
    sys.exit(_become(*sys.argv[1:]))
