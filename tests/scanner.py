"""A real clamd for tests, with three signatures of its own: nothing is downloaded.

It listens on a socket in a folder of its own, and is ended by its process id.
"""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.files.eicar import EICAR

LONGEST_START = 60
CONF = """
DatabaseDirectory {folder}/db
LocalSocket {folder}/clamd.sock
LocalSocketMode 600
PidFile {folder}/clamd.pid
TemporaryDirectory {folder}/tmp
Foreground yes
StreamMaxLength 30M
MaxFileSize 110M
MaxScanSize 400M
MaxRecursion 10
MaxFiles 2000
AlertExceedsMax yes
AlertEncrypted yes
AlertOLE2Macros yes
"""


def binary() -> str | None:
    """Where clamd is on this machine. It stands in sbin, which not every PATH names."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Clamd:
    def __init__(self, folder: Path):
        self.folder = folder
        self.process: subprocess.Popen | None = None
        for name in ("db", "tmp"):
            (folder / name).mkdir()
        self.write_signatures()
        conf = CONF.format(folder=folder) + ("User root\n" if os.geteuid() == 0 else "")
        (folder / "clamd.conf").write_text(conf)

    @property
    def address(self) -> str:
        return str(self.folder / "clamd.sock")

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def write_signatures(self) -> None:
        """Of the whole test file by its sums, and of its inner words wherever they stand."""
        inner = EICAR[EICAR.index(b"EICAR") : EICAR.index(b"$H+H*")].hex()
        sums = hashlib.md5(EICAR).hexdigest(), hashlib.sha256(EICAR).hexdigest()
        for name, line in (
            ("local.hdb", f"{sums[0]}:{len(EICAR)}:Local.Eicar-Test-Signature"),
            ("local.hsb", f"{sums[1]}:{len(EICAR)}:Local.Eicar.HSB:73"),
            ("local.ndb", f"Local.Eicar-Body:0:*:{inner}"),
        ):
            (self.folder / "db" / name).write_text(line + "\n")

    def start(self) -> None:
        if self.process and self.process.poll() is None:
            return
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [binary() or "clamd", f"--config-file={self.folder}/clamd.conf"],
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + LONGEST_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.05)

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            try:
                line.connect(self.address)
                line.sendall(b"zPING\0")
                return line.recv(16) == b"PONG\0"
            except OSError:
                return False

    def kill(self) -> None:
        """As by `kill -9`: its socket file stays behind."""
        if self.process:
            self.process.kill()
            self.process.wait(30)

    def hold(self) -> None:
        """Connections are taken and nothing is answered."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)
