"""Which part of a file a Range header asks for."""

from io import BytesIO

import pytest

from kscb import ranges


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=0-0", (0, 1)),
        ("bytes=90-", (90, 10)),
        ("bytes=90-9999", (90, 10)),
        ("bytes=-10", (90, 10)),
        ("bytes=-1000", (0, 100)),
        (" bytes=5-6 ", (5, 2)),
    ],
)
def test_one_part_is_given(header, part):
    assert ranges.asked_for(header, size=100) == part


@pytest.mark.parametrize(
    "header",
    ["", "bytes=", "bytes=-", "bytes=9-1", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b", "bytes=1"],
)
def test_what_cannot_be_read_is_the_whole(header):
    assert ranges.asked_for(header, size=100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999-"])
def test_a_part_outside_the_file_is_said_to_be(header):
    with pytest.raises(ranges.NotInFile):
        ranges.asked_for(header, size=100)


def test_a_part_ends_where_it_ends_however_it_is_read():
    stream = BytesIO(b"0123456789")

    assert ranges.Part(stream, 2, 5).read() == b"23456"
    part = ranges.Part(stream, 2, 5)
    assert [part.read(3), part.read(3), part.read(3)] == [b"234", b"56", b""]
    part.close()
    assert stream.closed
