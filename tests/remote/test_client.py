"""The HTTP client: logins stay where they belong, faults have clear words, and only safe requests are sent twice."""

from __future__ import annotations

import base64
import hashlib
import re
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme

from kazkg.errors import EnvironmentFault, RemoteError, UsageFault
from kazkg.remote import Client
from kazkg.remote.client import Patience
from kazkg.remote.faults import excerpt, pause
from kazkg.remote.login import Login, find_login
from tests.remote.loopback import Asked, Loopback, Says, drip, half, reset

HUSH = "opensesame-7Q"
LOGIN = {"KAZKG_USER": "ada", "KAZKG_PASSWORD": HUSH}
BASIC = base64.b64encode(f"ada:{HUSH}".encode()).decode()
QUICK = Patience(connect=2, silence=0.5, whole=1.0, tries=3, first=0.01, longest=5)


def client(server: Loopback, environ: dict[str, str] | None = None, pauses: list[float] | None = None) -> Client:
    kept = [] if pauses is None else pauses
    return Client(server.url, patience=QUICK, environ={"NETRC": "/dev/null", **(environ or {})}, sleep=kept.append)


# ---- logins ------------------------------------------------------------------------------------


def test_the_password_is_sent_only_when_asked_for(server: Loopback) -> None:
    server.script += [Says(), Says(401, headers={"WWW-Authenticate": 'Basic realm="x"'}), Says(204), Says(204)]
    with client(server, LOGIN) as talks:
        talks.send("GET", server.url + "/open")
        talks.send("PUT", server.url + "/closed", content=b"data")
        talks.send("PUT", server.url + "/closed", content=b"more")
    sent = [asked.headers.get("authorization") for asked in server.asked]
    assert sent == [None, None, f"Basic {BASIC}", f"Basic {BASIC}"]
    assert [asked.body for asked in server.asked] == [b"", b"data", b"data", b"more"]


def test_digest_is_answered_as_the_standard_says(server: Loopback) -> None:
    """The response is computed here anew, from RFC 7616, section 3.4."""
    challenge = 'Digest realm="store", qop="auth", nonce="n1", opaque="o1", algorithm=MD5'
    server.script += [Says(401, headers={"WWW-Authenticate": challenge}), Says(201), Says(201)]
    with client(server, LOGIN) as talks:
        assert talks.send("PUT", server.url + "/g?graph=x", content=b"data").code == 201
        talks.send("PUT", server.url + "/g?graph=y", content=b"data")
    for asked in server.asked[1:]:
        parts = dict(re.findall(r'(\w+)="?([^",]+)"?', asked.headers["authorization"]))

        def md5(text: str) -> str:
            return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

        first, second = md5(f"ada:store:{HUSH}"), md5(f"PUT:{asked.path}")
        middle = f"{parts['nonce']}:{parts['nc']}:{parts['cnonce']}:{parts['qop']}"
        assert parts["response"] == md5(f"{first}:{middle}:{second}")
        assert HUSH not in asked.headers["authorization"]
    assert len(server.asked) == 3, "a nonce that is known is used again"


def test_digest_is_preferred_to_basic(server: Loopback) -> None:
    offers = 'Basic realm="x"\nDigest realm="x", qop="auth", nonce="n"'
    server.script += [Says(401, headers={"WWW-Authenticate": offers}), Says()]
    with client(server, LOGIN) as talks:
        talks.send("GET", server.url)
    assert server.asked[-1].headers["authorization"].startswith("Digest")


def test_a_token_is_sent_at_once(server: Loopback) -> None:
    with client(server, {"KAZKG_TOKEN": HUSH} | LOGIN) as talks:
        talks.send("GET", server.url)
    assert server.asked[0].headers["authorization"] == f"Bearer {HUSH}"


def test_netrc_is_by_host(server: Loopback, tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text(f"machine 127.0.0.1 login ada password {HUSH}\nmachine example.org login eve password other\n")
    file.chmod(0o600)
    environ = {"NETRC": str(file)}
    assert find_login("127.0.0.1", environ) == Login(str(file), "ada", HUSH)
    assert find_login("localhost", environ) is None
    home = tmp_path / "home"
    home.mkdir()
    (home / ".netrc").write_bytes(file.read_bytes())
    (home / ".netrc").chmod(0o600)
    assert find_login("127.0.0.1", {"HOME": str(home)}) == Login(str(home / ".netrc"), "ada", HUSH)
    assert find_login("127.0.0.1", {"HOME": str(tmp_path)}) is None
    server.script += [Says(401, headers={"WWW-Authenticate": "Basic"}), Says()]
    with client(server, environ) as talks:
        talks.send("GET", server.url)
    assert server.asked[1].headers["authorization"] == f"Basic {BASIC}"


def test_a_broken_netrc_is_named_and_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text(f"machine a login b password c {HUSH}\n")
    with pytest.raises(EnvironmentFault, match="netrc") as caught:
        find_login("a", {"NETRC": str(file)})
    assert HUSH not in str(caught.value)
    with pytest.raises(EnvironmentFault, match="cannot be read"):
        find_login("a", {"NETRC": str(tmp_path / "missing")})


HALVES = [
    ({"KAZKG_USER": "ada"}, "KAZKG_PASSWORD is not set"),
    ({"KAZKG_PASSWORD": HUSH}, "KAZKG_USER is not set"),
    ({"KAZKG_USER": "a:b", "KAZKG_PASSWORD": HUSH}, "colon"),
    ({"KAZKG_TOKEN": HUSH + "\r\nX: y"}, "characters that no token has"),
]


@pytest.mark.parametrize(("environ", "says"), HALVES)
def test_half_a_login(environ: dict[str, str], says: str) -> None:
    with pytest.raises(UsageFault, match=says) as caught:
        find_login("a", environ)
    assert HUSH not in str(caught.value)


def test_secrets_are_in_no_representation() -> None:
    login = Login("environment", "ada", HUSH, "token-1234")
    assert HUSH not in repr(login)
    assert "token-1234" not in repr(login)
    assert login.redact(f"{HUSH} {BASIC} token-1234 ada") == "*** *** *** ada"


def test_a_server_that_repeats_the_password_does_not_get_it_printed(server: Loopback) -> None:
    echo = f"wrong password {HUSH} in Basic {BASIC}".encode()
    server.usual = lambda _asked: Says(401, echo, {"WWW-Authenticate": "Basic"})
    with client(server, LOGIN) as talks, pytest.raises(RemoteError) as caught:
        talks.send("GET", server.url + "/x?token=abc")
    text = str(caught.value)
    assert "refuses the login of 'ada' (environment)" in text
    assert "wrong password *** in Basic ***" in text
    assert HUSH not in text
    assert BASIC not in text
    assert "token=abc" not in text


def test_a_login_in_the_address_is_refused() -> None:
    with pytest.raises(UsageFault, match="does not belong into an address") as caught:
        Client(f"https://ada:{HUSH}@example.org/")
    assert HUSH not in str(caught.value)


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org/", "http://", "http://[::1", "file:///etc/passwd"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageFault, match="address"):
        Client(url)


def test_no_login_travels_in_the_clear_to_another_machine() -> None:
    with Client("http://store.example.org/", environ=LOGIN) as talks, pytest.raises(UsageFault, match="unencrypted"):
        talks.send("GET", "http://store.example.org/")


# ---- redirections ------------------------------------------------------------------------------


def test_another_host_gets_neither_request_nor_login(server: Loopback, other: Loopback) -> None:
    for code in (301, 302, 307, 308):
        server.script.append(Says(code, headers={"Location": other.url + "/steal"}))
        with (
            client(server, {"KAZKG_TOKEN": HUSH}) as talks,
            pytest.raises(RemoteError, match="sends on to") as caught,
        ):
            talks.send("GET", server.url)
        assert f"{other.url}/steal" in str(caught.value)
    assert other.asked == []


def test_the_same_server_is_followed_where_the_request_can_be_sent_again(server: Loopback) -> None:
    server.script += [Says(302, headers={"Location": "/there"}), Says(body=b"found")]
    server.script += [Says(307, headers={"Location": "/there"}), Says(204)]
    server.script += [Says(302, headers={"Location": "/there"})]
    with client(server) as talks:
        assert talks.send("GET", server.url + "/here").body == b"found"
        assert talks.send("PUT", server.url + "/here", content=b"data").code == 204
        with pytest.raises(RemoteError, match="not followed"):
            talks.send("PUT", server.url + "/here", content=b"data")
    assert [(a.method, a.path, a.body) for a in server.asked[:4]] == [
        ("GET", "/here", b""),
        ("GET", "/there", b""),
        ("PUT", "/here", b"data"),
        ("PUT", "/there", b"data"),
    ]


def test_a_circle_of_redirections_ends(server: Loopback) -> None:
    server.usual = lambda _asked: Says(302, headers={"Location": "/again"})
    with client(server) as talks, pytest.raises(RemoteError, match="on and on"):
        talks.send("GET", server.url)
    assert len(server.asked) == 5


def test_a_client_keeps_to_its_server(server: Loopback, other: Loopback) -> None:
    with client(server) as talks, pytest.raises(RemoteError, match="is not on"):
        talks.send("GET", other.url)
    assert other.asked == []


# ---- faults ------------------------------------------------------------------------------------

FAULTS = [
    (401, "asks for a login"),
    (403, "forbids"),
    (404, "nothing at this address"),
    (413, "too large"),
    (415, "does not read this format"),
    (418, "refuses"),
    (429, "fewer requests"),
    (500, "failed inside"),
    (503, "not ready"),
    (599, "failed inside"),
]


@pytest.mark.parametrize(("code", "says"), FAULTS)
def test_each_status_has_its_words(code: int, says: str, server: Loopback) -> None:
    server.usual = lambda _asked: Says(code, b"because \x1b[31m of \n it", {"Content-Type": "text/plain"})
    with client(server) as talks, pytest.raises(RemoteError, match=says) as caught:
        talks.send("POST", server.url + "/data")
    assert caught.value.status == 5
    assert caught.value.code == code
    assert f"POST {server.url}/data" in str(caught.value)
    assert "because \\x1b[31m of it" in str(caught.value)


def test_an_error_page_is_told_by_its_title(server: Loopback) -> None:
    page = b"<!DOCTYPE html><html><head><title>502 Bad\n Gateway &lt;b&gt;</title></head><body>" + b"x" * 9000
    server.usual = lambda _asked: Says(500, page, {"Content-Type": "text/html"})
    with client(server) as talks, pytest.raises(RemoteError, match="a web page titled '502 Bad Gateway <b>'"):
        talks.send("GET", server.url)


BROKEN = [(reset, "broke the connection off|ended the answer"), (half, "ended the answer half-way")]


@pytest.mark.parametrize(("how", "says"), BROKEN, ids=["reset", "half"])
def test_broken_exchanges(how: object, says: str, server: Loopback) -> None:
    server.usual = lambda _asked: how  # type: ignore[return-value]
    with client(server) as talks, pytest.raises(RemoteError, match=says) as caught:
        talks.send("GET", server.url)
    assert caught.value.passing
    assert len(server.asked) == 1, "nothing is sent twice unless that is safe"


def test_silence_and_dripping_both_end(server: Loopback) -> None:
    server.script += [drip(30, 2), drip(0.05)]
    with client(server) as talks:
        for _ in range(2):
            with pytest.raises(RemoteError, match="took too long"):
                talks.send("GET", server.url)


def test_nobody_there() -> None:
    with (
        Client("http://127.0.0.1:9/", patience=QUICK, environ={"NETRC": "/dev/null"}) as talks,
        pytest.raises(RemoteError, match="cannot be reached"),
    ):
        talks.send("GET", "http://127.0.0.1:9/")


def test_an_answer_without_end_is_cut(server: Loopback) -> None:
    server.usual = lambda _asked: Says(body=b"x" * 10_000)
    with client(server) as talks, pytest.raises(RemoteError, match="larger than 1000 bytes"):
        talks.send("GET", server.url, kept=1000)


def test_a_stream_tells_of_its_break(server: Loopback) -> None:
    server.usual = lambda _asked: half
    got = b""
    with (
        client(server) as talks,
        pytest.raises(RemoteError, match="half-way"),
        talks.stream("GET", server.url) as answer,
    ):
        for piece in answer.pieces():
            got += piece
    assert got == b"half of "


def test_a_certificate_of_nobody_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    nobody = {"NETRC": "/dev/null"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as tls:
        tls.socket = context.wrap_socket(tls.socket, server_side=True)
        tls.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=tls.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        url = f"https://localhost:{tls.server_address[1]}/"
        with (
            Client(url, patience=QUICK, environ=nobody) as talks,
            pytest.raises(RemoteError, match="certificate") as caught,
        ):
            talks.send("GET", url, repeatable=True)
        assert not caught.value.passing
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        with Client(url, patience=QUICK, environ=nobody) as talks:
            assert talks.send("GET", url).code == 204
        tls.shutdown()


# ---- trying again ------------------------------------------------------------------------------


def test_passing_faults_are_sat_out_where_that_is_safe(server: Loopback) -> None:
    pauses: list[float] = []
    server.script += [Says(503), reset, Says(204)]
    with client(server, pauses=pauses) as talks:
        assert talks.send("PUT", server.url, content=b"data", repeatable=True).code == 204
    assert [asked.body for asked in server.asked] == [b"data"] * 3
    assert pauses == [0.01, 0.02]


def test_the_server_says_how_long_to_wait(server: Loopback) -> None:
    pauses: list[float] = []
    server.script += [Says(429, headers={"Retry-After": "3"}), Says(204), Says(429, headers={"Retry-After": "3600"})]
    with client(server, pauses=pauses) as talks:
        talks.send("PUT", server.url, repeatable=True)
        with pytest.raises(RemoteError, match="fewer requests"):
            talks.send("PUT", server.url, repeatable=True)
    assert pauses == [3.0]
    assert len(server.asked) == 3, "an hour is not waited for"


def test_trying_ends(server: Loopback) -> None:
    server.usual = lambda _asked: Says(500)
    with client(server) as talks, pytest.raises(RemoteError, match="failed inside"):
        talks.send("PUT", server.url, repeatable=True)
    assert len(server.asked) == QUICK.tries


@pytest.mark.parametrize("code", [400, 403, 404, 413])
def test_what_will_not_pass_is_not_tried_again(code: int, server: Loopback) -> None:
    server.usual = lambda _asked: Says(code)
    with client(server) as talks, pytest.raises(RemoteError):
        talks.send("PUT", server.url, repeatable=True)
    assert len(server.asked) == 1


PAUSES = [
    (None, None, None),
    ("5", None, 5.0),
    ("-5", None, None),
    ("soon", None, None),
    ("999999999", None, 86_400.0),
    ("Wed, 21 Oct 2015 07:28:10 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", 10.0),
    ("Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:10 GMT", 0.0),
    ("Wed, 21 Oct 2015 07:28:00 GMT", None, None),
]


@pytest.mark.parametrize(("value", "now", "seconds"), PAUSES)
def test_retry_after(value: str | None, now: str | None, seconds: float | None) -> None:
    assert pause(value, now) == seconds


def test_excerpts_are_short() -> None:
    assert excerpt(b"", "text/plain") == ""
    assert len(excerpt(b"word " * 1000, "text/plain")) == 201
    assert excerpt(b"<html><body>no title", "text/plain") == "a web page"
    assert excerpt(b"\xff\xfe", "") == "��"


def test_a_request_is_what_we_say(server: Loopback) -> None:
    with client(server) as talks:
        talks.send("POST", server.url + "/q?a=%20", content=b"x", headers={"Content-Type": "text/turtle"})
    asked: Asked = server.asked[0]
    assert (asked.method, asked.path, asked.body) == ("POST", "/q?a=%20", b"x")
    assert asked.headers["content-type"] == "text/turtle"
    assert asked.headers["user-agent"].startswith("kazkg/")
