"""Thousands of broken and hostile files: an answer each, soon, in little memory, and no error."""

import json
import random
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates.badges import png, svg
from certificates.checking.files import check
from certificates.credentials.attached import MOST_STREAMS
from certificates.credentials.baking import MOST_BYTES, bake_png, bake_svg
from certificates.handing_out import png_of, svg_of
from certificates.rendering import pdf_of

from .builders import make_certificate

pytestmark = pytest.mark.django_db
SECONDS, MEGABYTES = 2, 200
MEGABYTE = 1024 * 1024
MOST_UPLOADED = 2 * MEGABYTE
FEW, MANY = 400, 10_000
SEED = 20261128
BITS = (b"{", b"}", b"[", b"]", b'"', b"\\", b"\0", b"\xff", b"<", b">", b"&", b"stream\n", b"]]>")
ENTITIES = b"<!DOCTYPE svg [" + b"".join(
    b'<!ENTITY e%d "%s">' % (number, b"&e%d;" % (number - 1) * 10 if number else b"x" * 10)
    for number in range(12)
)


def mutated(seeds: list[bytes], count: int) -> Iterator[bytes]:
    """The same ones each time, see SEED."""
    chance = random.Random(SEED)
    for number in range(count):
        yield _mutation(bytearray(seeds[number % len(seeds)]), chance)


def _mutation(file: bytearray, chance: random.Random) -> bytes:
    for _change in range(chance.randint(1, 8)):
        at = chance.randrange(len(file) + 1)
        match chance.randrange(6):
            case 0:
                file[at : at + 1] = chance.randbytes(1)
            case 1:
                file[at:at] = chance.choice(BITS) * chance.choice((1, 1, 1, 50, 3000))
            case 2:
                del file[at : at + chance.randrange(200)]
            case 3:
                file[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff")
                )
            case 4:
                file[at:at] = file[at : at + chance.randrange(2000)]
            case _:
                if chance.random() < 0.2:
                    del file[at:]
    return bytes(file)


def seeds_of(certificate) -> list[bytes]:
    signed = certificate.credential.encode()
    attached = b"%PDF-1.7\n1 0 obj\nstream\n" + zlib.compress(signed) + b"\nendstream\n%%EOF"
    return [signed, png_of(certificate), svg_of(certificate), pdf_of(certificate), attached]


def _itxt(data: bytes) -> bytes:
    return len(data).to_bytes(4) + b"iTXt" + data + b"\0\0\0\0"


def _json_bomb(megabytes: int) -> bytes:
    """Made in steps, for the making shall not be what takes the memory."""
    packer = zlib.compressobj(9)
    steps = [packer.compress(b"{"), *(packer.compress(b" " * MEGABYTE) for _ in range(megabytes))]
    return b"".join([*steps, packer.flush()])


def hostile() -> dict[str, bytes]:
    """Each the worst of its kind that fits into an upload."""
    most = MOST_UPLOADED - 64 * 1024
    keyword, start = b"openbadgecredential\0", b'<svg xmlns="http://www.w3.org/2000/svg">'
    bomb = b"stream\n" + _json_bomb(50) + b"\nendstream\n"
    small = b"stream\n" + zlib.compress(b"{" + b"[]," * (MOST_BYTES // 4))[:400] + b"\nendstream\n"
    full = b'{"credentialSubject":[' + b"[]," * ((MOST_BYTES - 40) // 3) + b"1]}"
    packed = b"stream\n" + zlib.compress(full) + b"\nendstream\n"
    picture = png.draw("A", "B")
    head, rest = picture[:33], picture[33:]  # up to the end of IHDR
    many = b"".join(_itxt(keyword + b'\0\0\0\0\0{"a":%d}' % number) for number in range(4000))
    flat = json.dumps({str(number): number for number in range(14_000)}).encode()
    return {
        "png, a bomb": head + _itxt(keyword + b"\1\0\0\0" + _json_bomb(400)) + rest,
        "png, many chunks": head + b"\0\0\0\0iTXt\0\0\0\0" * (most // 12),
        "png, many credentials": head + many + rest,
        "svg, entities": ENTITIES + b"]><svg>&e11;</svg>",
        "svg, entities in ours": ENTITIES + b"]>" + start + b"&e11;</svg>",
        "svg, many elements": start + b"<a/>" * (most // 4) + b"</svg>",
        "svg, deep": start + b"<a>" * (most // 3),
        "svg, attributes": b"<svg " + b" ".join(b'a%d=""' % n for n in range(150_000)) + b"/>",
        "svg, all text": bake_svg(svg.draw("A", "B"), "x" * most).encode(),
        "pdf, bombs": b"%PDF-1.7\n" + bomb * (most // len(bomb)),
        "pdf, many streams": b"%PDF-1.7\n" + small * (most // len(small)),
        "pdf, full streams": b"%PDF-1.7\n" + packed * (most // len(packed)),
        "pdf, open streams": b"%PDF-1.7\n" + b"stream\n{" * (most // 8),
        "pdf, few open streams": b"%PDF-1.7\n" + b"stream\n{" * (MOST_STREAMS - 1) + b"x" * most,
        "json, deep": b'{"a":' * (most // 5),
        "json, wide": b'{"a":[' + b"[]," * ((MOST_BYTES - 40) // 3) + b"1]}",
        "json, quotes": b"{" + b'\\"' * (most // 2),
        "json, numbers": b'{"a":' + b"9" * MOST_BYTES,
        "json, flat": flat,
        "json, flat in a png": bake_png(png.draw("A", "B"), flat.decode()),
        "json, long name": b'{"' + b"a" * 40_000 + b'":[' + b"0," * 40_000 + b"0]}",
        "png, packed credentials": head + packed_credentials() + rest,
        "zeros": b"\0" * most,
    }


def packed_credentials() -> bytes:
    """Small in the file, large when unpacked, and no two the same."""
    texts = (b'{"a":"%d%s"}' % (number, b"x" * (MOST_BYTES - 40)) for number in range(200))
    start = b"openbadgecredential\0\1\0\0\0"
    return b"".join(_itxt(start + zlib.compress(text)) for text in texts)


@pytest.fixture
def certificate():
    return make_certificate(given="Zoë")


def soon(file: bytes) -> str:
    """The answer, and how long it took in this process; another one may have the machine."""
    begun = time.process_time()
    outcome = check(file).outcome
    assert time.process_time() - begun < SECONDS
    return outcome


def test_a_hostile_file_gets_an_answer_soon(client, certificate, settings) -> None:
    settings.VERIFY_REQUESTS_PER_MINUTE = 10_000
    for name, file in hostile().items():
        begun = time.process_time()
        response = client.post("/verify/file.json", {"file": SimpleUploadedFile("x", file)})
        assert response.json()["outcome"] in {"unreadable", "empty", "several", "unknown"}, name
        assert time.process_time() - begun < SECONDS, name


def test_a_hostile_file_takes_little_memory(certificate) -> None:
    for name, file in hostile().items():
        with tracing() as peak:
            check(file)
        assert peak() < MEGABYTES, name


def test_memory_that_a_bomb_would_take_is_seen() -> None:
    bomb = _json_bomb(MEGABYTES)
    with tracing() as peak:
        zlib.decompress(bomb)
    assert peak() > MEGABYTES


def test_a_true_credential_among_many_keys_is_compared_soon(certificate) -> None:
    data = json.loads(certificate.credential)
    few, many = ({f"x{number}": number for number in range(count)} for count in (1_500, 12_000))
    assert soon(json.dumps(data | few).encode()) == "altered"
    assert soon(json.dumps(data | many).encode()) == "unreadable"


def _many(certificate, count: int) -> None:
    seeds = seeds_of(certificate)
    assert [soon(seed) for seed in seeds] == ["genuine"] * 3 + ["ours", "genuine"]
    with tracing() as peak:
        outcomes = {soon(file) for file in mutated(seeds, count)}
    assert peak() < MEGABYTES
    assert {"altered", "unreadable", "empty"} <= outcomes


def test_a_mutated_file_gets_an_answer(certificate) -> None:
    _many(certificate, FEW)


@pytest.mark.soak
def test_ten_thousand_mutated_files_get_an_answer(certificate) -> None:
    _many(certificate, MANY)


def test_fifty_megabytes_are_not_kept(client) -> None:
    """A stream of them, of which this process never has more than a step."""
    size = 50 * MEGABYTE
    stream = Stream(size)
    begun = time.process_time()
    with tracing() as peak:
        response = client.generic(
            "POST",
            "/verify/file/",
            **{
                "wsgi.input": stream,
                "CONTENT_LENGTH": str(size),
                "CONTENT_TYPE": "multipart/form-data; boundary=x",
            },
        )
    assert response.status_code == 413
    assert "more than 2 MB" in response.content.decode()
    assert stream.left == 0  # read to its end, or no browser would show the answer
    assert time.process_time() - begun < SECONDS
    assert peak() < 20


class Stream:
    """So many bytes of a form, made as they are read."""

    def __init__(self, left: int) -> None:
        self.left = left

    def readline(self, size: int = -1) -> bytes:
        return self.read(size)

    def read(self, size: int = -1) -> bytes:
        step = self.left if size < 0 else min(size, self.left)
        self.left -= step
        return b"x" * step


@contextmanager
def tracing() -> Iterator[Callable[[], float]]:
    """The most megabytes at once in there; of this process, whatever it needed before."""
    tracemalloc.start()
    try:
        yield lambda: peak / MEGABYTE
    finally:
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
