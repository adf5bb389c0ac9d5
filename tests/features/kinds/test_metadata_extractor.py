"""Raw tags of cameras and containers made even; what may be false is flagged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.features.kinds.metadata import Metadata
from sightline.features.model import Subject
from sightline.media.model import Examination, MediaKind

BRUSSELS = {
    "GPS GPSLatitude": "[50, 51, 39/100]",
    "GPS GPSLatitudeRef": "N",
    "GPS GPSLongitude": "[4, 21, 7]",
    "GPS GPSLongitudeRef": "E",
}


def read(tags):
    examined = Examination(
        kind=MediaKind.IMAGE, format="jpeg", mime="image/jpeg", width=8, height=8,
        duration=None, isolation="A", pictures=(), metadata=tags,
    )  # fmt: skip
    return Metadata().extract(Subject(sha256="00", size=1, digests={}, examination=examined)).value


def test_camera_texts():
    value = read({
        "Image Make": "Acme ", "Image Model": "One\x00", "EXIF BodySerialNumber": "0012345", "EXIF LensModel": "35mm",
        "EXIF LensSerialNumber": "000000", "MakerNote SerialNumber": "99", "Image Software": "v\u202e1.2",
        "MakerNote ImageNumber": 4711,
    })  # fmt: skip
    assert (value["make"], value["model"], value["body_serial"]) == ("Acme", "One", "0012345")
    assert value["lens_serial"] is None
    assert value["software"] == "v 1.2"
    assert value["image_number"] == "4711"


def test_maker_note_serial_is_used_only_where_exif_has_none():
    assert read({"MakerNote SerialNumber": "99"})["body_serial"] == "99"
    assert read({"MakerNote BodySerialNumber": "99", "EXIF BodySerialNumber": "12"})["body_serial"] == "12"


@pytest.mark.parametrize(
    "latitude", ["[50, 51, 39/100]", [[50, 1], [51, 1], [39, 100]], [50, 51, 0.39], "50, 51, 0.39"]
)
def test_position_in_every_spelling(latitude):
    gps = read(BRUSSELS | {"GPS GPSLatitude": latitude})["gps"]
    assert gps["lat"] == pytest.approx(50.8501083, abs=1e-6)
    assert gps["lon"] == pytest.approx(4.3519444, abs=1e-6)
    assert gps["flags"] == []


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"GPS GPSLatitude": "[0, 0, 0]", "GPS GPSLongitude": "[0, 0, 0]"}, "zero"),
        ({"GPS GPSLatitude": "[95, 0, 0]"}, "out-of-range"),
        ({"GPS GPSLongitude": "[181, 0, 0]"}, "out-of-range"),
        ({"GPS GPSLatitude": "[50, 75, 0]"}, "out-of-range"),
        ({"GPS GPSLatitudeRef": ""}, "hemisphere-missing"),
        ({"GPS GPSLongitudeRef": "Q"}, "hemisphere-missing"),
        ({"GPS GPSLatitude": "[-50, 51, 0]"}, "sign-and-hemisphere"),
        ({"GPS GPSStatus": "V"}, "void"),
        ({"GPS GPSLatitude": "[50/0, 51, 0]"}, "unreadable"),
        ({"GPS GPSLatitude": "north"}, "unreadable"),
        ({"GPS GPSLatitude": "[1, 2, 3, 4]"}, "unreadable"),
        ({"GPS GPSLongitude": None}, "unreadable"),
    ],
)
def test_a_doubtful_position_is_flagged(change, flag):
    assert flag in read(BRUSSELS | change)["gps"]["flags"]


def test_southern_and_western_positions_are_negative():
    gps = read(BRUSSELS | {"GPS GPSLatitudeRef": "S", "GPS GPSLongitudeRef": "W"})["gps"]
    assert gps["lat"] < 0
    assert gps["lon"] < 0


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("+50.8503+004.3517+020.000/", 50.8503, 4.3517),
        ("-33.8688+151.2093/", -33.8688, 151.2093),
        ("+5051+00421/", 50.85, 4.35),
        ("+505101.4+0042107.0/", 50.850389, 4.351944),
    ],
)
def test_iso_6709(written, lat, lon):
    gps = read({"com.apple.quicktime.location.ISO6709": written})["gps"]
    assert (gps["lat"], gps["lon"]) == (pytest.approx(lat, abs=1e-5), pytest.approx(lon, abs=1e-5))


def test_a_place_name_is_no_position():
    assert read({"location": "my garden"})["gps"] is None
    assert read({"location": "+50.8503"})["gps"]["flags"] == ["unreadable"]


@given(st.dictionaries(st.sampled_from([*BRUSSELS, "location", "GPS GPSTimeStamp", "EXIF DateTimeOriginal"]), st.one_of(
    st.text(max_size=40), st.none(), st.booleans(), st.integers(), st.floats(), st.lists(st.floats(), max_size=4),
)))  # fmt: skip
def test_no_tags_crash_and_what_is_not_flagged_is_on_the_globe(tags):
    gps = read(tags)["gps"]
    if gps is not None and not gps["flags"]:
        assert abs(gps["lat"]) <= 90
        assert abs(gps["lon"]) <= 180
        assert (gps["lat"], gps["lon"]) != (0, 0)


@pytest.mark.parametrize(
    ("taken", "flags"),
    [
        ("2013:05:06 12:00:00", []),
        ("1970:01:01 00:00:00", ["before-cameras"]),
        ("2106:02:07 06:28:15", ["after-2099"]),
        ("2012:01:01 00:00:31", ["factory-default"]),
        ("2013:13:40 12:00:00", ["unreadable"]),
        ("    :  :     :  :  ", ["unreadable"]),
    ],
)
def test_clocks(taken, flags):
    value = read({"EXIF DateTimeOriginal": taken})
    assert value["taken_flags"] == flags


def test_offset_is_read_or_found_from_gps_time():
    local = {"EXIF DateTimeOriginal": "2013:05:06 12:00:04"}
    assert read(local | {"EXIF OffsetTimeOriginal": "+05:45"})["offset"] == "+05:45"
    value = read(local | {"GPS GPSDate": "2013:05:06", "GPS GPSTimeStamp": "[10, 0, 2]"})
    assert (value["offset"], value["offset_from"]) == ("+02:00", "gps")
    assert read(local)["offset"] is None


@pytest.mark.parametrize("stamp", ["[10, 7, 0]", "[25, 0, 0]", "[1, 0]", "noon"])
def test_gps_time_that_fits_no_offset_gives_none(stamp):
    tags = {"EXIF DateTimeOriginal": "2013:05:06 12:00:00", "GPS GPSDate": "2013:05:06", "GPS GPSTimeStamp": stamp}
    assert read(tags)["offset"] is None


def test_a_flagged_clock_gives_no_offset_from_gps():
    tags = {
        "EXIF DateTimeOriginal": "1970:01:01 12:00:00",
        "GPS GPSDate": "1970:01:01",
        "GPS GPSTimeStamp": "[10, 0, 0]",
    }
    assert read(tags)["offset"] is None


def test_absurd_offsets_are_dropped():
    tags = {"EXIF DateTimeOriginal": "2013:05:06 12:00:00"}
    assert read(tags | {"EXIF OffsetTimeOriginal": "+27:00"})["offset"] is None
    assert read(tags | {"EXIF OffsetTimeOriginal": "+02:07"})["offset"] is None
