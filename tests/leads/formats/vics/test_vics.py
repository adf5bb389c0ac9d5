"""VICS files with every trap the field knows are read; what is written is read back the same."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.kernel.errors import Refusal
from sightline.leads.formats.json_stream import CHUNK
from sightline.leads.formats.vics.lint import lint
from sightline.leads.formats.vics.model import Case, Header, Media, MediaFile, Pair, Segment
from sightline.leads.formats.vics.position import position
from sightline.leads.formats.vics.read import VicsReader
from sightline.leads.formats.vics.times import read_time
from sightline.leads.formats.vics.write import context, not_held, write_case, write_hash_set

V2 = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases"
MD5 = "0123456789ABCDEF0123456789ABCDEF"


def cases(*media, bom=False, extra="", **about):
    body = json.dumps({"@odata.context": V2, "value": [{"CaseID": "c1", **about, "Media": list(media)}]})
    return io.BytesIO((b"\xef\xbb\xbf" if bom else b"") + body.encode() + extra.encode())


def read(source):
    reader = VicsReader(source)
    return reader, [entry.media for entry in reader.entries()]


def findings(source, **more):
    return {one.trap: one for one in lint(source, **more).findings}


def test_trap_1_a_byte_order_mark_is_skipped():
    reader, media = read(cases({"MD5": MD5}, bom=True))
    assert media[0].md5 == MD5.lower()
    assert reader.notes["byte order mark (utf-8)"] == 1
    assert findings(cases({"MD5": MD5}, bom=True))[1].count == 1


def test_a_file_in_utf_16_is_read():
    text = cases({"MD5": MD5, "Comments": "čárka"}).getvalue().decode()
    _, media = read(io.BytesIO(b"\xff\xfe" + text.encode("utf-16-le")))
    assert media[0].md5 == MD5.lower()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("false", False),
        ("true", True),
        ("False", False),
        (False, False),
        (0, False),
        ("1", True),
        ("", None),
        (None, None),
    ],
)
def test_trap_2_booleans_written_as_text_mean_what_they_say(written, meant):
    _, media = read(cases({"MD5": MD5, "VictimIdentified": written}))
    assert media[0].victim_identified is meant


def test_trap_2_is_named():
    assert findings(cases({"MD5": MD5, "IsDistributed": "false"}))[2].count == 1
    assert 2 not in findings(cases({"MD5": MD5, "IsDistributed": False}))


def test_trap_3_precategorized_without_category_is_no_category():
    source = cases({"MD5": MD5, "IsPrecategorized": True, "Category": None})
    assert findings(source)[3].count == 1


def test_trap_4_the_announced_count_is_not_believed():
    rows = [{"MD5": MD5}, {"MD5": MD5}, {"MD5": "f" * 32}]
    report = lint(cases(*rows, TotalMediaFiles=34731))
    assert (report.entries, report.distinct) == (3, 2)
    assert (
        "announces 34,731 files and holds 3 entries of 2 distinct"
        in findings(cases(*rows, TotalMediaFiles=34731))[4].what
    )
    assert "counts one of two things" in findings(cases(*rows, TotalMediaFiles=2))[4].what


def test_trap_5_116_paths_of_one_file_are_all_kept():
    many = [{"MD5": MD5, "FileName": f"{n}.jpg", "FilePath": f"DCIM\\{n}.jpg"} for n in range(116)]
    _, media = read(cases({"MD5": MD5, "MediaFiles": many}))
    assert len(media[0].paths) == 116
    rows = [{"MD5": MD5, "RelativeFilePath": f"VIC_Files\\{n}.jpg"} for n in range(116)]
    assert lint(cases(*rows)).most_rows_of_one_file == 116
    assert findings(cases(*rows))[5].count == 116


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        (
            {"GPSLatitude": "50° 51' 0\"", "GPSLatitudeRef": "N", "GPSLongitude": "4° 21' 0\"", "GPSLongitudeRef": "E"},
            (50.85, 4.35),
        ),
        ({"GPS Latitude": "33/1, 51/1, 36/1 S", "GPS Longitude": "151/1, 12/1, 0/1 E"}, (-33.86, 151.2)),
        ({"Lat": "-33.86", "Lon": "+151.2"}, (-33.86, 151.2)),
        ({"Lat": "33.86 South", "Lon": "151.2 East"}, (-33.86, 151.2)),
        ({"Lat/Lon": "50.85/-4.35"}, (50.85, -4.35)),
        ({"Lat/Lon": "95.85/4.35"}, None),
        (
            {
                "Latitude": "12 deg 30'0\"",
                "Latitude Reference": "South",
                "Longitude": "41, 30, 0",
                "Longitude Reference": "W",
            },
            (-12.5, -41.5),
        ),
        ({"Lat": "50.85", "Lon": "4.35"}, None),
        ({"GPSLatitude": "50.85", "GPSLatitudeRef": "7", "GPSLongitude": "4.35", "GPSLongitudeRef": "E"}, None),
        ({"GPSLatitude": "95 N", "GPSLongitude": "4 E"}, None),
        ({"GPSLatitude": "50 N"}, None),
        ({"GPSLatitude": "50/0 N", "GPSLongitude": "4 E"}, None),
    ],
)
def test_trap_6_a_hemisphere_that_is_not_said_is_not_guessed(pairs, found):
    read_back = position([Pair(name=name, value=value) for name, value in pairs.items()])
    assert read_back == (pytest.approx(found) if found else None)


def test_trap_6_is_named():
    exifs = [{"MD5": MD5, "PropertyName": "GPSLatitude", "PropertyValue": "50.85"}]
    assert findings(cases({"MD5": MD5, "Exifs": exifs}))[6].count == 1


@pytest.mark.parametrize(
    ("written", "iso", "certain"),
    [
        ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05+00:00", True),
        ("2024-01-02T03:04:05+01:00Z", "2024-01-02T03:04:05+01:00", False),
        ("/Date(1704164645000)/", "2024-01-02T03:04:05+00:00", True),
        ("/Date(1704164645000+0100)/", "2024-01-02T04:04:05+01:00", True),
        ("1/2/2024 3:04:05 PM", "2024-01-02T15:04:05", False),
        ("25/12/2024", "2024-12-25T00:00:00", False),
        ("2024-01-02 03:04:05", "2024-01-02T03:04:05", False),
    ],
)
def test_trap_7_times_in_every_dress(written, iso, certain):
    found = read_time(written)
    assert found is not None
    assert (found.moment.isoformat(), found.certain) == (iso, certain)


@pytest.mark.parametrize("written", ["yesterday", "31/31/2024", "/Date(999999999999999)/", "", "2024-13-40T00:00:00Z"])
def test_trap_7_nonsense_is_no_time(written):
    assert read_time(written) is None


def test_trap_7_is_named():
    files = [{"MD5": MD5, "FileName": "a", "FilePath": "a", "Created": "1/2/2024", "Written": "soon"}]
    assert findings(cases({"MD5": MD5, "MediaFiles": files}))[7].count == 2


def test_trap_8_a_category_means_nothing_without_its_region():
    body = {
        "odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media",
        "value": [{"MD5": MD5, "Category": 1}],
    }
    found = findings(io.BytesIO(json.dumps(body).encode()))
    assert "without a region" in found[8].what
    assert 8 not in findings(cases({"MD5": MD5, "Category": 1}))
    assert findings(cases({"MD5": MD5, "Category": 77}))[8].count == 1


def test_traps_9_and_10_photodna():
    rows = [{"MD5": f"{n:032x}", "PhotoDNA": "QUJD"} for n in range(20)]
    found = findings(cases(*rows))
    assert (found[9].count, found[10].count) == (20, 20)
    different = [{"MD5": f"{n:032x}", "PhotoDNA": f"QUJD{n}"} for n in range(20)]
    assert 9 not in findings(cases(*different))


def test_trap_11_missing_files_stay_as_entries(tmp_path):
    (tmp_path / "VIC_Files").mkdir()
    (tmp_path / "VIC_Files" / "there.jpg").write_bytes(b"x")
    rows = [{"MD5": MD5, "RelativeFilePath": f"VIC_Files\\{name}.jpg"} for name in ("There", "gone")]
    report = lint(cases(*rows), folder=tmp_path)
    assert report.entries == 2
    assert [one.count for one in report.findings if one.trap == 11] == [1]


def test_trap_12_foreign_fields_are_kept_and_named():
    source = cases({"MD5": MD5, "Region": {"x": 1}, "Handling": "H2"})
    assert "Handling, Region" in findings(source)[12].what
    source.seek(0)
    assert read(source)[1][0].extra == {"Region": {"x": 1}, "Handling": "H2"}


def test_a_path_that_leads_out_is_text_and_is_named(tmp_path):
    rows = [
        {"MD5": MD5, "RelativeFilePath": path} for path in ("..\\..\\etc\\passwd", "/etc/passwd", "C:\\x", "fine.jpg")
    ]
    assert findings(cases(*rows), folder=tmp_path)[0].count == 3


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "should begin with {"),
        (b"[]", "should begin with {"),
        (b'{"value": 3}', "no list called value"),
        (b'{"value": [{"MD5": "1"}', "character"),
        (b'{"value": [{"MD5": "1",}]}', "character"),
        (b'{"value": []} trailing', "something follows"),
        (b'{"value": [' + b"[" * 100_000, "nested too deeply"),
        (b'{"value": [1,]}', "a value was expected"),
    ],
)
def test_what_is_not_vics_is_one_plain_sentence(body, reason):
    with pytest.raises(Refusal, match=reason):
        list(VicsReader(io.BytesIO(body)).entries())


def test_odd_entries_cost_themselves_and_not_the_file():
    rows = [
        3,
        {"MD5": None},
        {"MD5": MD5, "MediaSize": "big", "Exifs": "none", "Tags": [1, "b"]},
        {"MD5": MD5, "Comments": "a\0b\ud800"},
    ]
    reader, media = read(cases(*rows))
    assert [one.md5 for one in media] == ["", MD5.lower(), MD5.lower()]
    assert media[1].tags == ("1", "b")
    assert media[2].comments == "a\\u0000b\\ud800"
    assert {"no MD5", "unreadable number", "unreadable list", "text that is no text"} <= set(reader.notes)


def test_a_case_whose_facts_follow_its_media_is_whole():
    body = {"value": [{"Media": [{"MD5": MD5}], "CaseID": "late", "CaseNumber": "7"}], "@odata.context": V2}
    reader, media = read(io.BytesIO(json.dumps(body).encode()))
    assert len(media) == 1
    assert (reader.cases[0].case_id, reader.cases[0].number, reader.header.region) == ("late", "7", "US")


def test_reading_does_not_grow_with_the_file():
    row = b'{"MD5":"' + MD5.encode() + b'","MediaSize":1}' + b" " * 1000
    chunk = b",".join([row] * (CHUNK // len(row)))

    class Large(io.RawIOBase):
        """40 MB of entries, made as they are read."""

        parts = iter([b'{"@odata.context":"x","value":[', *[chunk + b","] * 39, chunk, b"]}"])

        def read(self, size=-1):
            return next(self.parts, b"")

    reader = VicsReader(Large())
    largest = count = 0
    for _ in reader.entries():
        count += 1
        largest = max(largest, len(reader._json._text))
    assert count == 40 * (CHUNK // len(row))
    assert largest < 3 * CHUNK


plain = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
word = st.text("abcdefghij -_é漢", min_size=1, max_size=8).map(str.strip).filter(bool)
flags = st.sampled_from([None, True, False])
hexes = st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")
pairs = st.lists(st.builds(Pair, name=plain, value=plain), max_size=2).map(tuple)
media_files = st.builds(
    MediaFile,
    name=plain,
    path=plain,
    created=plain,
    unallocated=flags,
    deleted=flags,
    extra=st.just({}) | st.just({"ParentFileName": "a.zip"}),
)
medias = st.builds(
    Media,
    md5=hexes,
    media_id=st.none() | st.integers(0, 10**9),
    category=st.none() | st.integers(0, 9),
    sha1=st.just("") | st.integers(0, 2**160 - 1).map(lambda n: f"{n:040x}"),
    photodna=st.just("") | st.just("QUJD"),
    size=st.none() | st.integers(0, 2**60),
    path=plain,
    series=st.lists(word, max_size=3).map(tuple),
    tags=st.lists(word, max_size=3).map(tuple),
    comments=plain,
    victim_identified=flags,
    distributed=flags,
    files=st.lists(media_files, max_size=3).map(tuple),
    hashes=st.lists(st.builds(Pair, name=st.just("SHA256"), value=plain), max_size=1).map(tuple),
    exifs=pairs,
    metadata=pairs,
    segments=st.lists(
        st.builds(Segment, index=st.integers(0, 9), start=plain, end=plain, category=st.none()), max_size=2
    ).map(tuple),
    repositories=st.lists(plain, max_size=2).map(tuple),
    extra=st.just({}) | st.just({"Vendor": [1, {"a": None}]}),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(medias, max_size=4), st.sampled_from(["1.3", "2.0"]))
def test_what_is_written_is_read_back_the_same(media, version):
    header = Header(version=version, region="UK" if version == "2.0" else "", entity="Cases")
    case = Case(case_id="c", number="n", properties=(Pair(name="k", value="v"),), extra={"Own": 1})
    written = "".join(write_case(header, case, media))
    reader, back = read(io.BytesIO(written.encode()))
    assert back == media
    assert reader.header == header
    assert reader.cases[0].total_files == sum(len(one.files) or 1 for one in media)
    assert (reader.cases[0].properties, reader.cases[0].extra) == (case.properties, case.extra)
    assert not reader.notes
    hashes = Header(version=version, region=header.region, entity="Media")
    reader, back = read(io.BytesIO("".join(write_hash_set(hashes, media)).encode()))
    assert (back, reader.header, reader.cases) == (media, hashes, [])


def test_the_context_lines_are_those_of_the_field():
    assert context(Header(version="1.3", region="", entity="Media")) == (
        "odata.metadata",
        "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media",
    )
    assert context(Header(version="2.0", region="US", entity="Cases")) == ("@odata.context", V2)


def test_what_a_version_cannot_hold_is_said():
    media = [Media(md5="0" * 32, metadata=(Pair(name="a", value="b"),))]
    assert not_held(media, "1.3") == {"MediaMetadata"}
    assert not_held(media, "2.0") == set()
