"""Writing is found and read; whatever pack is missing, the rest goes on and says so."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from sightline.features.kinds.writing import Writing
from sightline.features.model import Unsuited
from sightline.features.writing import tesseract
from sightline.features.writing.judging import FLOORS, belief, best
from sightline.features.writing.pieces import from_json, region_of, to_json
from sightline.features.writing.scripts import UNKNOWN, letters, script
from sightline.features.writing.spelling import LONGEST, tidy
from sightline.features.writing.tesseract import PACKS, Reading, Tesseract, find_packs
from sightline.media.model import Picture
from tests.features import subjects

BY_SCRIPT = {pack.script: pack for pack in PACKS}


def subject(rgb):
    picture = None if rgb is None else Picture(luma=np.ascontiguousarray(rgb[..., 1]), rgb=rgb)
    return subjects.subject(picture, sha256="", size=0)


def sign(*lines, size=(640, 360)):
    picture = Image.new("RGB", size, (190, 200, 205))
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((60, 60 + 90 * number), line, font=ImageFont.load_default(44), fill=(20, 20, 60))
    return np.asarray(picture)


@pytest.fixture(scope="module")
def reader():
    return Writing()


def test_latin_lines_are_read_in_order(reader):
    pieces = reader.extract(subject(sign("Fresh bread daily", "Open 8 to 18"))).value["pieces"]
    assert [piece["text"] for piece in pieces] == ["Fresh bread daily", "Open 8 to 18"]
    assert {piece["script"] for piece in pieces} == {"Latn"}
    assert all(piece["reader"].startswith("rapidocr/") for piece in pieces)
    (x0, y0), (x1, _), (_, y2), _ = pieces[0]["quad"]
    assert 0.05 < x0 < 0.12 < 0.5 < x1 < 0.8
    assert 0.1 < y0 < y2 < 0.4


def test_an_empty_wall_and_no_picture(reader):
    assert reader.extract(subject(np.full((200, 300, 3), 128, np.uint8))).value["pieces"] == []
    with pytest.raises(Unsuited):
        reader.extract(subject(None))


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (31, 31)])
def test_tiny_and_thin_pictures(reader, size):
    assert reader.extract(subject(np.zeros((*size, 3), np.uint8))).value["pieces"] == []


def test_without_any_pack_it_runs_and_says_what_it_cannot_read(monkeypatch, tmp_path):
    monkeypatch.setattr(tesseract, "FOLDERS", (str(tmp_path),))
    bare = Writing()
    value = bare.extract(subject(sign("Way out"))).value
    assert [piece["text"] for piece in value["pieces"]] == ["Way out"]
    assert {"Cyrillic", "Arabic", "Hangul", "Vietnamese"} <= set(value["unread"])
    assert bare.version != Writing().version or not find_packs()


def test_packs_are_found_below_any_version_folder(tmp_path, monkeypatch):
    folder = tmp_path / "6" / "tessdata" / "script"
    folder.mkdir(parents=True)
    (folder / "Thai.traineddata").write_bytes(b"")
    monkeypatch.setattr(tesseract, "FOLDERS", (str(tmp_path),))
    assert find_packs() == {"Thai": folder / "Thai.traineddata"}
    assert [pack.script for pack in Tesseract(find_packs()).scripts] == ["Thai"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Boulangerie", "Latn"), ("Выход 24", "Cyrl"), ("Έξοδος", "Grek"), ("مخرج", "Arab"), ("יציאה", "Hebr"),
        ("निकास", "Deva"), ("出口", "Hani"), ("お手洗い", "Jpan"), ("ラーメン", "Jpan"), ("비상구", "Kore"),
        ("መውጫ", "Ethi"), ("12.50", UNKNOWN), ("🙂🙂", UNKNOWN), ("", UNKNOWN), ("\u202e\x00", UNKNOWN),
        ("ABC выход здесь", "Cyrl"), ("ﾗｰﾒﾝ", "Jpan"),
    ],
)  # fmt: skip
def test_scripts(text, code):
    assert script(text) == code


def test_letters_are_counted_without_digits_and_marks():
    assert letters("A1 b2!") == 2


@pytest.mark.parametrize(
    ("read", "tidied"),
    [
        ("ท า ง อ อ ก", "ทางออก"),
        ("Room 4 B", "Room 4 B"),
        ("പഴങ്ങള്‍", "പഴങ്ങൾ"),
        ("තහනම්\u200c", "තහනම්"),
        ("e\u0301te\u0301 \u202e\x07 x", "été x"),
    ],
)
def test_spelling(read, tidied):
    assert tidy(read) == tidied


def test_endless_lines_are_cut():
    assert len(tidy("ab " * 10_000)) <= LONGEST


def reading(code, text, score):
    return Reading(text=text, score=score, pack=BY_SCRIPT[code])


def test_a_reading_in_foreign_letters_is_not_believed():
    assert belief(reading("Cyrl", "Запасный выход", 0.95)) > 0.9
    assert belief(reading("Armn", "3anacHbli BbIXOA", 0.9)) == 0
    assert belief(reading("Thai", "๑ 28 8 อ ฮิ อ", 0.85)) < 0.6
    assert belief(reading("Kore", "가 나 다 라 마", 0.9)) < 0.7
    assert belief(reading("Cyrl", "ул", 0.99)) == 0


def test_lao_is_told_from_thai_that_the_thai_pack_sees_in_it():
    thai, lao = reading("Thai", "ท ะ ล ุ ม า ป ิ ด", 0.85), reading("Laoo", "ກະລຸນາປິດ", 0.05)
    assert best([thai, lao]) == (lao, FLOORS["Laoo"])
    sure = reading("Thai", "กรุณาปิดประตู", 0.93)
    assert best([sure, lao])[0] is sure
    assert best([reading("Grek", "abc", 0.9)]) is None


def test_pieces_survive_storage():
    value = {
        "quad": [[0.1, 0.2], [0.5, 0.2], [0.5, 0.3], [0.1, 0.3]],
        "text": "x",
        "score": 0.5,
        "reader": "r/1",
        "script": "Latn",
    }
    piece = from_json(value)
    assert to_json(piece) == value
    assert (piece.region.x, piece.region.height) == (0.1, pytest.approx(0.1))
    assert from_json({"quad": "no", "score": None}).quad == ()


def test_regions_stay_inside_the_picture():
    region = region_of(((-0.1, 0.5), (1.2, 0.5), (1.2, 0.7), (-0.1, 0.7)))
    assert (region.x, region.width) == (0.0, 1.0)
