"""An address in, answers a second out: `wrk` where it is installed, else a small client of our own in a process."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import time

CONNECTIONS = 16
_LASTS_S = 2
_DEADLINE_S = 30.0


def answers_per_second(port: int, path: str, headers: dict[str, str]) -> float:
    """Kept-alive connections that ask as soon as they were answered. Raises `RuntimeError` for an answer over 399."""
    wrk = shutil.which("wrk")
    if wrk is None:
        command = [sys.executable, __file__, str(port), path, *(f"{name}: {value}" for name, value in headers.items())]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_DEADLINE_S, check=True)
        return float(done.stdout)
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{_LASTS_S}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, timeout=_DEADLINE_S, check=True
    )
    found = re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)
    if found is None or "Non-2xx" in done.stdout:
        raise RuntimeError(f"wrk measured nothing that counts:\n{done.stdout}")
    return float(found[1])


def main(port: int, path: str, headers: list[str]) -> None:
    """The small client: print answers a second."""
    request = "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()

    async def ask_until(deadline: float) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        answers = 0
        while time.monotonic() < deadline:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if head[9:10] not in b"23":
                raise RuntimeError(f"a poll was answered by {head[9:12].decode()}")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            answers += 1
        writer.close()
        await writer.wait_closed()
        return answers

    async def ask_all() -> int:
        deadline = time.monotonic() + _LASTS_S
        return sum(await asyncio.gather(*(ask_until(deadline) for _ in range(CONNECTIONS))))

    sys.stdout.write(f"{asyncio.run(ask_all()) / _LASTS_S}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
