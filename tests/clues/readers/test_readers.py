"""What each reader of clues makes of signs and of files; and that nothing absurd becomes a confident clue."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.clues.readers.catalogue import FEATURE_READERS, SIGN_READERS, propose
from sightline.clues.readers.chinese import chinese
from sightline.clues.readers.dates import form_of, usual_in
from sightline.clues.readers.digits import repair
from sightline.clues.readers.model import Feature
from sightline.clues.readers.signs import LONGEST_LINE, clean, signs


def written(*lines, apart=0.05):
    pieces = [
        {
            "quad": [[0.1, 0.1 + apart * n], [0.5, 0.1 + apart * n], [0.5, 0.14 + apart * n], [0.1, 0.14 + apart * n]],
            "text": line, "score": 0.9, "reader": "rapidocr/3.10.0", "script": "",
        }
        for n, line in enumerate(lines)
    ]  # fmt: skip
    return Feature(name="writing", version="1", value={"pieces": pieces}, media_id=7)


def clues(*lines, kind=None):
    return [clue for clue in propose([written(*lines)]) if kind in (None, clue.kind)]


def values(kind, *lines):
    return [clue.value for clue in clues(*lines, kind=kind)]


def test_every_reader_has_a_name_a_version_and_kinds():
    everyone = [*SIGN_READERS, *FEATURE_READERS]
    assert len({reader.name for reader in everyone}) == len(everyone)
    assert all(reader.version and reader.kinds for reader in everyone)


def test_a_clue_says_where_and_who():
    (clue,) = clues("+32 2 555 01 23", kind="phone")
    assert clue.seen_by.startswith("machine:phone/1+phonenumbers")
    assert clue.media_id == 7
    assert clue.group == "media:7/sign:0"
    assert clue.region.x == pytest.approx(0.1)
    assert clue.detail["from"] == "writing/1"


def test_clues_of_a_frame_carry_its_time():
    feature = written("www.chez-nous.be")
    framed = Feature(name="writing", version="1", value=feature.value, media_id=7, seconds=2.5)
    (clue,) = [clue for clue in propose([framed]) if clue.kind == "cctld"]
    assert (clue.span.start, clue.group) == (2.5, "media:7@2.5/sign:0")


def test_lines_that_stand_together_are_one_sign():
    assert len(signs(written("Boulangerie", "Dupont", apart=0.05))) == 1
    assert len(signs(written("Boulangerie", "Ausgang", apart=0.3))) == 2


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        ("Défense de stationner devant le garage", "Latn", "fr"),
        ("Свежий хлеб каждый день", "Cyrl", "ru"),
        ("Έξοδος κινδύνου", "Grek", "el"),
        ("يرجى إغلاق الباب", "Arab", "ar"),
        ("ችግር ካለ ይደውሉ", "Ethi", "am"),
        ("お手洗いはこちら", "Jpan", "ja"),
        ("请勿吸烟", "Hans", "zh"),
        ("歡迎光臨", "Hant", "zh"),
        ("ຫ້າມສູບຢາ", "Laoo", "lo"),
    ],
)
def test_writing_has_script_and_languages(text, script, language):
    (clue,) = clues(text, kind="writing")
    spread = clue.detail["languages"]
    assert (clue.value, clue.detail["script"]) == (text, script)
    assert max(spread, key=spread.get) == language
    assert 0 < sum(spread.values()) <= 1.001


def test_decomposed_accents_read_as_composed():
    (one,) = clues("Cấm hút thuốc", kind="writing")
    (two,) = clues("Ca\u0302\u0301m hu\u0301t thuo\u0302\u0301c", kind="writing")
    assert one.value == two.value
    assert one.detail["languages"] == two.detail["languages"]


def test_a_bilingual_sign_gives_a_clue_for_each_script():
    assert [clue.detail["script"] for clue in clues("Fresh bread", "Свежий хлеб", kind="writing")] == ["Latn", "Cyrl"]


def test_japanese_characters_without_kana_are_told_where_they_can_be():
    assert max(chinese("駅売店")[1].items(), key=lambda item: item[1])[0] == "ja"
    assert chinese("出口")[0] == "Hani"


@pytest.mark.parametrize(
    ("line", "regions", "international"),
    [
        ("+32 2 555 01 23", {"BE": "exact"}, True),
        ("0032 2 555 01 23", {"BE": "exact"}, True),
        ("+4O 2l 3l2 34 56", {"RO": "valid"}, True),
        ("+٣٢ 2 555 01 23", {"BE": "exact"}, True),
    ],
)
def test_international_numbers(line, regions, international):
    (clue,) = clues(line, kind="phone")
    assert clue.detail["international"] is international
    assert regions.items() <= clue.detail["regions"].items()


def test_national_numbers_keep_exact_grouping_and_valid_ones_apart():
    (clue,) = clues("Tel. 02 555 01 23", kind="phone")
    regions = clue.detail["regions"]
    assert clue.detail["international"] is False
    assert regions["BE"] == "exact"
    assert list(regions.values()).count("exact") < 5 < list(regions.values()).count("valid")


@pytest.mark.parametrize(
    "line",
    ["17.12.2015", "2023-05-06", "08:00-18:30", "2015-2022", "5412345678908", "12,50 EUR", "No 50276-97", "1111 111 111",
     "+99 123 456 789", "192.168.100.100", "3.14159265"],
)  # fmt: skip
def test_what_is_no_number_to_call(line):
    assert values("phone", line) == []


def test_a_misread_country_code_is_no_national_number():
    assert values("phone", "+999 268-464-682") == []


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("O2 555 Ol 23", "02 555 01 23"),
        ("Oslo 2023", "Oslo 2023"),
        ("tel t32 2 55", "tel +32 2 55"),
        ("B52 bar", "852 bar"),
    ],
)
def test_digit_repair_keeps_words(text, repaired):
    assert repair(text) == repaired


@pytest.mark.parametrize(
    ("line", "value", "generic"),
    [
        ("www.chez-nous.be", "be", False),
        ("info@shop.co.uk", "uk", False),
        ("WWW.BAR.PL", "pl", False),
        ("coolstart.io", "io", True),
        ("магазин.рф", "ru", False),
        ("http://kava.si/menu", "si", False),
    ],
)
def test_country_domains(line, value, generic):
    (clue,) = clues(line, kind="cctld")
    assert (clue.value, clue.detail["generic"]) == (value, generic)


@pytest.mark.parametrize(
    "line", ["www.example.com", "Hier.Die", "S.A.", "12.50", "e.g.", "file.txt", "St.Petersburg", "@be"]
)
def test_what_is_no_country_domain(line):
    assert values("cctld", line) == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Brood 2,50 €", "EUR"),
        ("150 грн", "UAH"),
        ("25 zł", "PLN"),
        ("₹ 120", "INR"),
        ("R$ 12,90", "BRL"),
        ("CHF 12.50", "CHF"),
        ("R 12.50", "ZAR"),
        ("99 Kč", "CZK"),
        ("$4.99", "$"),
        ("49 kr", "kr"),
    ],
)
def test_prices(line, value):
    (clue,) = clues(line, kind="currency")
    assert clue.value == value
    assert clue.detail["candidates"]


@pytest.mark.parametrize("line", ["R2D2", "L 12", "Q 3", "Room K 5", "12 Lindens", "Kc", "K2 mountain", "2 Kings"])
def test_what_is_no_price(line):
    assert values("currency", line) == []


@pytest.mark.parametrize(
    ("line", "country"),
    [
        ("1012 AB Amsterdam", "NL"), ("SW1A 1AA", "GB"), ("K1A 0B1", "CA"), ("00-950 Warszawa", "PL"),
        ("1000-205 Lisboa", "PT"), ("CEP 01310-100", "BR"), ("〒100-0001", "JP"), ("CA 90210", "US"),
        ("B-1000 Brussel", "BE"), ("LV-1010", "LV"), ("NSW 2000", "AU"),
    ],
)  # fmt: skip
def test_postal_codes(line, country):
    found = clues(line, kind="postal-code")
    assert [clue.detail["countries"][0] for clue in found] == [country]


@pytest.mark.parametrize(
    ("line", "countries"),
    [
        ("1-ABC-234", ["BE"]),
        ("AB-123-CD", ["FR"]),
        ("AB 123 CD", ["IT", "AR"]),
        ("А123ВС 77", ["RU"]),
        ("MH 12 AB 1234", ["IN"]),
    ],
)
def test_plates_fill_their_line(line, countries):
    (clue,) = clues(line, kind="plate")
    assert clue.detail["countries"] == countries
    assert values("plate", f"Order {line} today") == []


def test_emergency_numbers_need_a_word_of_distress():
    (clue,) = clues("In case of emergency call 999", kind="emergency-number")
    assert "GB" in clue.detail["countries"]
    assert values("emergency-number", "Room 999") == []


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("31.12.2023", "DD.MM.YYYY"),
        ("12/31/2023", "MM/DD/YYYY"),
        ("2023-12-31", "YYYY-MM-DD"),
        ("令和5年", "era of Japan"),
    ],
)
def test_dates(line, form):
    (clue,) = clues(line, kind="date-format")
    assert clue.value == form
    assert clue.detail["countries"]


def test_dates_whose_order_cannot_be_told_say_nothing():
    assert form_of("03", "/", "04", "2023") is None
    assert form_of("45", "/", "04", "2023") is None
    assert "US" in usual_in("MM/DD/YYYY")
    assert "DE" in usual_in("DD.MM.YYYY")


def test_units():
    assert values("units", "SPEED LIMIT 35 mph") == ["imperial"]
    assert values("units", "NET WT 12 fl oz") == ["us-customary"]
    assert values("units", "72 °F") == ["fahrenheit"]
    assert values("units", "50 km/h") == ["metric"]
    assert values("units", "Family 5") == []


def test_article_numbers_from_bars_and_from_print():
    codes = [
        {"format": "EAN-13", "text": "5412345678908", "quad": [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2], [0.1, 0.2]]},
        {"format": "EAN-13", "text": "5412345678901", "quad": []},
        {"format": "QR Code", "text": "tel:+3225550123\nwww.chez-nous.be", "quad": []},
    ]
    found = propose([Feature(name="barcodes", version="1", value={"codes": codes}, media_id=1)])
    assert [(clue.kind, clue.value) for clue in found] == [
        ("barcode", "5412345678908"), ("phone", "+3225550123"), ("cctld", "be"),
    ]  # fmt: skip
    assert values("barcode", "20 x 750 ml EAN 5412345678908") == ["5412345678908"]
    assert values("barcode", "5 412345 678908") == ["5412345678908"]
    assert values("barcode", "EAN 5412345678901") == []


def metadata(**value):
    return propose([Feature(name="metadata", version="1", value=value, media_id=1)])


def test_gps_and_clock():
    where, clock = metadata(
        gps={"lat": 50.85, "lon": 4.35, "flags": []}, offset="+02:00", offset_from="gps", taken="x", taken_flags=[]
    )
    assert (where.kind, where.value, where.reliability) == ("gps", "50.850000,4.350000", None)
    assert (clock.kind, clock.value) == ("utc-offset", "+02:00")


@pytest.mark.parametrize("flag", ["zero", "out-of-range", "hemisphere-missing", "sign-and-hemisphere", "void"])
def test_a_flagged_position_weighs_nothing(flag):
    (clue,) = metadata(gps={"lat": 0.0, "lon": 0.0, "flags": [flag]})
    assert clue.reliability == 0.0
    assert clue.detail["flags"] == [flag]


def test_an_unreadable_position_or_a_clock_of_1970_is_no_clue():
    assert metadata(gps={"lat": None, "lon": None, "flags": ["unreadable"]}) == []
    assert metadata(gps=None, offset="+02:00", taken_flags=["before-cameras"]) == []
    assert metadata(gps="here") == []


NOISE = random.Random(3)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "".join(NOISE.choice(string.ascii_letters + string.digits + string.punctuation) for _ in range(10_000)),
        "🙂" * 500,
        "\x00\x07\u202e\u2066" * 50,
        "!!! ??? ---- ....",
        "aaaaaaa",
        "1 2 3 4 5 6 7 8 9 0 " * 500,
    ],
    ids=["stutter", "noise", "emoji", "controls", "marks", "short-stutter", "digits"],
)
def test_noise_is_no_writing(text):
    assert clues(text, kind="writing") == []


def test_direction_and_control_characters_do_not_reach_a_clue():
    (clue,) = clues("\u202eexit\u202c \x07here now\u200f", kind="writing")
    assert clue.value == "exit here now"


def test_endless_lines_are_cut():
    assert len(clean("word " * 10_000)) <= LONGEST_LINE


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(categories=["Nd", "Lo", "Sc", "So", "Cc", "Cf", "Po", "Zs"]), max_size=300))
def test_no_text_crashes_a_reader(text):
    for clue in clues(text):
        assert clue.kind
        assert clue.value.translate(dict.fromkeys(map(ord, "\n\u200c\u200d"))).isprintable()


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["gps", "text", "quad"]), inner),
    max_leaves=8,
))  # fmt: skip
def test_no_stored_value_crashes_a_reader(value):
    for name in ("writing", "barcodes", "metadata"):
        propose(
            [Feature(name=name, version="1", value={"pieces": value, "codes": value, "gps": value, "offset": value})]
        )
