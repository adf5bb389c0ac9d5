"""ICSE hash lists go both ways and hold nothing a spreadsheet would run."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.kernel.errors import Refusal, UsageError
from sightline.leads.formats.icse import HEADER, IcseReader, IcseRow, write_icse

flags = st.sampled_from([None, True, False])
safe = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs")), max_size=10).filter(
    lambda text: text[:1] not in "=+-@"
)
rows = st.builds(
    IcseRow,
    md5=st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}"),
    image_id=safe,
    series=safe,
    distributed=flags,
    victim_identified=flags,
    submissions=st.none() | st.integers(0, 10**9),
    baseline=flags,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(rows, max_size=4))
def test_what_is_written_is_read_back_the_same(given_rows):
    written = "".join(write_icse(given_rows))
    assert list(IcseReader(io.BytesIO(written.encode())).rows()) == given_rows


def test_the_field_s_header_a_mark_other_order_and_text_booleans_are_read():
    body = '\ufeffBaseline;md5;Series name;Victim identified\r\nTRUE;ABCD;"a;b";false\r\n;;x;\r\n'
    reader = IcseReader(io.BytesIO(body.encode()))
    assert list(reader.rows()) == [IcseRow(md5="abcd", series="a;b", victim_identified=False, baseline=True)]
    assert reader.notes["no MD5"] == 1
    assert next(write_icse([])) == ";".join(HEADER) + "\r\n"


def test_what_a_spreadsheet_would_run_is_not_written():
    with pytest.raises(UsageError, match="a spreadsheet would run"):
        list(write_icse([IcseRow(md5="a" * 32, series='=HYPERLINK("http://x")')]))


@pytest.mark.parametrize("body", [b"", b"a,b,c\n", b"MD5;SHA1\n" + b"x" * (1 << 20) + b"yy\n"])
def test_what_is_not_a_list_is_one_plain_sentence(body):
    with pytest.raises(Refusal):
        list(IcseReader(io.BytesIO(body)).rows())
