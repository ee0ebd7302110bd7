"""Where a server may not listen, it says so in words, with what to do."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest

from geo.cli.listening import check_listening


@pytest.mark.parametrize(
    ("host", "port", "number", "words"),
    [
        ("127.0.0.1", 80, errno.EACCES, "ports below 1024 are for services of the system"),
        ("127.0.0.1", 80, errno.EACCES, "--port, such as 8501, and let nginx listen on this one"),
        ("127.0.0.1", 8501, errno.EACCES, "this user may not listen on it. Choose another"),
        ("127.0.0.1", 8501, errno.EADDRINUSE, "is already in use. Stop the program using it"),
        ("127.0.0.1", 8501, errno.ENOBUFS, f"cannot be used: {os.strerror(errno.ENOBUFS)}. "),
        ("::1", 8501, errno.EADDRNOTAVAIL, "no network of this machine has that address now"),
    ],
)
def test_a_port_that_cannot_be_used_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, host: str, port: int, number: int, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(click.ClickException) as caught:
        check_listening(host, port)
    assert caught.value.message.startswith(f"Port {port} on {host} ")
    assert words in caught.value.message


def test_a_machine_without_ipv6_is_told_of_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))

    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(click.ClickException, match=r"knows no IPv6\. Use --host 127\.0\.0\.1"):
        check_listening("::1", 8501)


ORDINARY = """
import encodings.idna, os, click  # no module is readable afterwards, perhaps
from geo.cli.listening import check_listening
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    check_listening("127.0.0.1", 80)
except click.ClickException as error:
    print(error.message)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to leave")
def test_an_ordinary_user_is_led_to_nginx() -> None:
    first = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    if not first.exists() or int(first.read_text()) <= 80:
        pytest.skip("this machine lets every user listen on port 80")
    said = subprocess.run([sys.executable, "-c", ORDINARY], capture_output=True, check=True)
    assert said.stdout.decode() == (
        "Port 80 on 127.0.0.1 cannot be used: ports below 1024 are for services of the system. "
        "Choose another with --port, such as 8501, and let nginx listen on this one "
        "(docs/deploy.md).\n"
    )
