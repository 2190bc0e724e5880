"""The guide as a process of its own, as it runs in a town hall: started, stopped, killed."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Guide:
    """`python -m bot` with its environment; what it prints and logs goes to `log`. `options`: of `run`."""

    state: Path
    environment: dict[str, str]
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.state / "run.log"

    def _environment(self) -> dict[str, str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("LOTSE_")}
        return clean | {"LOTSE_STATE_DIR": str(self.state), "PTB_TIMEDELTA": "1"} | self.environment

    def start(self) -> float:
        """Starts it; returns the seconds until it is ready."""
        self.state.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run", "--port", str(self.port), *self.options],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        while not self._is_ready():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - began < 120, self.log.read_text()
            time.sleep(0.05)
        return time.monotonic() - began

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """Kill -9: nothing is put in order."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        assert self.process
        self.process.terminate()
        return self.process.wait(timeout=20)

    def command(self, *words: str, stdin: str = "") -> str:
        """Another command on the same state; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env=self._environment(),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
