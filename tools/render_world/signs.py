"""The writing of the demonstration world: what is written, in which face, how large, and what it tells of a country.

Telephone numbers are from ranges kept for fiction where a country has one (FR 01 99 00, DE 030 23125, GB 020 7946 0,
SE 031-390 06, US 555-01, AU 5550); elsewhere they are invented with a subscriber part of zeros. Names are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import zxingcpp
from PIL import Image

from sightline.demo.drawing import pictures
from sightline.demo.drawing.surfaces import Colour, Rgb, grain

_TRUE = "/usr/share/fonts/truetype/noto/"
_OPEN = "/usr/share/fonts/opentype/noto/"
FACES = {
    "sans": _TRUE + "NotoSans-Bold.ttf",
    "plain": _TRUE + "NotoSans-Regular.ttf",
    "serif": _TRUE + "NotoSerif-Bold.ttf",
    "arabic": _TRUE + "NotoNaskhArabic-Bold.ttf",
    "hebrew": "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "thai": _TRUE + "NotoSansThai-Bold.ttf",
    "devanagari": _TRUE + "NotoSansDevanagari-Bold.ttf",
    "cjk": _OPEN + "NotoSansCJK-Bold.ttc",
    "mincho": _OPEN + "NotoSerifCJK-Bold.ttc",
}
"""Debian packages fonts-noto-core, fonts-noto-cjk and fonts-dejavu-core (whose Hebrew comes with digits)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something written. lines: (text, share of the height, face). size: metres. clues: (kind, value) it shows."""

    lines: tuple[tuple[str, float, str], ...]
    size: tuple[float, float]
    language: str
    ink: Colour = (30, 30, 34)
    ground: Colour = (244, 240, 226)
    clues: tuple[tuple[str, str], ...] = ()
    rim: Colour | None = None
    code: str = ""

    @property
    def text(self) -> str:
        """The whole reading, line under line."""
        return "\n".join(line[0] for line in self.lines)


def _sign(lines: str, size: tuple[float, float], language: str, **more: object) -> Sign:
    """`lines`: one per row, `share|face|text`; keeps the table below readable."""
    rows = []
    for line in lines.strip().splitlines():
        share, face, text = line.strip().split("|", 2)
        rows.append((text, float(share), face))
    return Sign(lines=tuple(rows), size=size, language=language, **more)  # type: ignore[arg-type]


_WHITE: Colour = (250, 250, 246)
_CREAM: Colour = (244, 236, 212)
_RED: Colour = (176, 30, 36)
_GREEN: Colour = (14, 98, 62)
_BLUE: Colour = (24, 62, 128)
_NIGHT: Colour = (28, 30, 52)
_YELLOW: Colour = (246, 208, 64)

SIGNS: dict[str, Sign] = {
    "be_fair": _sign(
        ".22|sans|KERMIS · FOIRE\n.13|plain|Zuidstation – Gare du Midi\n.13|plain|zondag 14 juli – dimanche 14 juillet\n"
        ".1|plain|toegang gratis – entrée libre\n.12|sans|www.foire-kermis-voorbeeld.be",
        (0.62, 0.84), "nl", ink=_NIGHT, ground=_YELLOW, clues=(("cctld", "be"),), rim=_RED,
    ),
    "pt_bakery": _sign(
        ".17|serif|Padaria Flor do Tejo\n.12|plain|Pão quente todos os dias\n.12|plain|Pastel de nata 1,20 €\n"
        ".1|sans|Tel. +351 21 000 00 23\n.1|plain|www.padaria-exemplo.pt",
        (0.66, 0.5), "pt", ink=_BLUE, ground=_CREAM,
        clues=(("phone", "+351210000023"), ("cctld", "pt"), ("currency", "EUR")), rim=_BLUE,
    ),
    "de_library": _sign(
        ".17|serif|Stadtbücherei Lindenau\n.13|plain|Lesenacht für große und kleine Gäste\n.13|sans|Freitag, 3. Oktober\n"
        ".1|plain|Anmeldung: 030 23125 014\n.1|plain|www.lesenacht-beispiel.de",
        (0.64, 0.86), "de", ink=_WHITE, ground=(96, 34, 60),
        clues=(("phone", "+493023125014"), ("cctld", "de")),
    ),
    "tr_notice": _sign(
        ".16|serif|Değerli misafirlerimiz\n.12|plain|Kahvaltı saatleri 07.00 – 10.00\n.12|plain|Çıkış saati 12.00\n"
        ".12|sans|Resepsiyon: 0212 000 00 42\n.1|plain|Gecelik ücret 1.450 ₺\n.1|plain|www.otel-ornek.com.tr",
        (0.5, 0.62), "tr", ink=_NIGHT, ground=_WHITE,
        clues=(("phone", "+902120000042"), ("cctld", "tr"), ("currency", "TRY")), rim=(150, 110, 50),
    ),
    "tr_hanger": _sign(
        ".2|sans|Lütfen\n.2|sans|rahatsız\n.2|sans|etmeyin", (0.16, 0.34), "tr", ink=_WHITE, ground=_RED
    ),
    "pl_library": _sign(".6|sans|BIBLIOTEKA SZKOLNA", (1.1, 0.2), "pl", ink=_WHITE, ground=_BLUE),
    "pl_cloak": _sign(".6|sans|SZATNIA", (0.8, 0.2), "pl", ink=_WHITE, ground=_GREEN),
    "pl_notice": _sign(
        ".15|sans|OGŁOSZENIA\n.12|plain|Zebranie rodziców w środę\n.12|plain|o godzinie 17.30, sala 12\n"
        ".12|plain|Sekretariat: 22 000 00 31\n.11|plain|Obiad 14,50 zł\n.1|plain|www.szkola-przyklad.pl",
        (0.9, 0.66), "pl", ink=_NIGHT, ground=_WHITE,
        clues=(("phone", "+48220000031"), ("currency", "PLN"), ("cctld", "pl")), rim=(120, 84, 50),
    ),
    "gb_reading": _sign(
        ".2|serif|Reading is an adventure\n.13|plain|Little Wren Library, High Street\n.13|plain|Story time every Saturday\n"
        ".12|sans|020 7946 0018\n.1|plain|Colouring books from £2.50",
        (0.62, 0.84), "en", ink=_NIGHT, ground=(158, 206, 222),
        clues=(("phone", "+442079460018"), ("currency", "GBP")),
    ),
    "jp_scroll": _sign(".2|mincho|花\n.2|mincho|鳥\n.2|mincho|風\n.2|mincho|月", (0.34, 1.25), "ja", ground=(240, 232, 210)),
    "jp_calendar": _sign(
        ".2|cjk|七月\n.12|cjk|日 月 火 水 木 金 土\n.13|cjk|みどり商店街の夏祭り\n.12|cjk|かき氷 300円\n.1|plain|www.midori-rei.jp",
        (0.5, 0.62), "ja", ink=_NIGHT, ground=_WHITE, clues=(("currency", "JPY"), ("cctld", "jp")), rim=_GREEN,
    ),
    "jp_code": Sign(lines=(), size=(0.16, 0.16), language="", code="https://www.midori-rei.jp/natsu", clues=(("cctld", "jp"),)),
    "ua_pharmacy": _sign(".7|sans|АПТЕКА", (2.6, 0.6), "uk", ink=_WHITE, ground=_GREEN),
    "ua_bread": _sign(
        ".34|sans|СВІЖИЙ ХЛІБ\n.2|plain|щодня з 7 до 20 години\n.22|sans|25 грн", (2.4, 0.9), "uk",
        ink=_NIGHT, ground=_YELLOW, clues=(("currency", "UAH"),),
    ),
    "ua_card": _sign(
        ".18|serif|Львівська пекарня\n.13|plain|Замовлення за телефоном\n.13|sans|044 000 12 34\n.12|plain|www.pekarnia-pryklad.ua",
        (0.46, 0.34), "uk", ground=_CREAM, clues=(("phone", "+380440001234"), ("cctld", "ua")), rim=_RED,
    ),
    "kr_front": _sign(".66|cjk|행복 분식", (3.2, 0.7), "ko", ink=_WHITE, ground=_RED),
    "kr_menu": _sign(
        ".16|cjk|오늘의 메뉴\n.14|cjk|김밥 3,000원\n.14|cjk|떡볶이 4,500원\n.14|cjk|라면 4,000원\n.11|plain|www.bunsik-yeje.kr",
        (0.9, 1.1), "ko", ink=_NIGHT, ground=_CREAM, clues=(("currency", "KRW"), ("cctld", "kr")), rim=_RED,
    ),
    "se_stop": _sign(".5|sans|Björkvägen\n.28|plain|Spårvagn 7 mot Centrum", (1.5, 0.5), "sv", ink=_WHITE, ground=_BLUE),
    "se_table": _sign(
        ".16|sans|Tidtabell\n.12|plain|måndag – fredag var tionde minut\n.12|plain|lördag och söndag var tjugonde minut\n"
        ".13|plain|Frågor? Ring 031-390 06 12\n.12|plain|Enkelbiljett 36 kr\n.11|plain|www.sparvagn-exempel.se",
        (0.8, 1.0), "sv", ink=_NIGHT, ground=_WHITE,
        clues=(("phone", "+46313900612"), ("currency", "SEK"), ("cctld", "se")), rim=_BLUE,
    ),
    "th_front": _sign(".6|thai|ร้านก๋วยเตี๋ยวเรือ", (3.0, 0.7), "th", ink=_YELLOW, ground=_RED),
    "th_menu": _sign(
        ".2|thai|เมนูวันนี้\n.16|thai|ข้าวผัด ๔๐ บาท\n.16|thai|ชาเย็น ๒๕ บาท\n.14|sans|02 000 0456", (0.9, 1.0), "th",
        ink=_WHITE, ground=_GREEN, clues=(("phone", "+6620000456"), ("currency", "THB")), rim=_YELLOW,
    ),
    "ma_pharmacy": _sign(
        ".36|arabic|صيدلية النور\n.2|sans|PHARMACIE ENNOUR\n.16|plain|05 22 00 00 12", (2.2, 1.0), "ar",
        ink=_WHITE, ground=_GREEN, clues=(("phone", "+212522000012"),),
    ),
    "ma_tea": _sign(
        ".22|arabic|شاي بالنعناع\n.18|arabic|مفتوح كل يوم\n.16|arabic|الثمن 12 درهم\n.12|plain|www.chay-mithal.ma", (0.56, 0.5), "ar",
        ink=(80, 30, 20), ground=_CREAM, clues=(("currency", "MAD"), ("cctld", "ma")), rim=(120, 80, 30),
    ),
    "gr_calendar": _sign(
        ".18|sans|Φεβρουάριος\n.12|plain|Δε Τρ Τε Πε Πα Σα Κυ\n.13|sans|Βιβλιοπωλείο Αθηνά\n.12|plain|Τηλ. 210 000 0078\n.1|plain|www.vivlio-deigma.gr",
        (0.5, 0.62), "el", ink=_NIGHT, ground=_WHITE, clues=(("phone", "+302100000078"), ("cctld", "gr")), rim=_BLUE,
    ),
    "gr_box": Sign(lines=(), size=(0.2, 0.12), language="", code="5200000000016", clues=(("barcode", "5200000000016"),)),
    "il_calendar": _sign(
        ".18|hebrew|מכולת השכונה\n.14|hebrew|חלב טרי 7.10 ₪\n.14|hebrew|פתוח עד חצות\n.12|sans|03-000-0091\n.1|plain|www.makolet-dugma.co.il",
        (0.56, 0.52), "he", ink=_BLUE, ground=_WHITE,
        clues=(("phone", "+97230000091"), ("currency", "ILS"), ("cctld", "il")), rim=_BLUE,
    ),
    "in_tea": _sign(".6|devanagari|गरम चाय की दुकान", (2.4, 0.5), "hi", ink=_YELLOW, ground=_RED),
    "in_price": _sign(
        ".24|devanagari|मसाला चाय ₹20\n.24|devanagari|समोसा ₹15\n.2|devanagari|नकद भुगतान करें", (0.9, 0.7), "hi",
        ink=_NIGHT, ground=_YELLOW, clues=(("currency", "INR"),), rim=_RED,
    ),
    "br_rules": _sign(
        ".16|sans|Atenção, hóspedes\n.12|plain|Não jogue papel no vaso sanitário\n.12|plain|Toalha extra: R$ 15,00\n.11|plain|www.pousada-exemplo.com.br",
        (0.5, 0.4), "pt", ink=_NIGHT, ground=_WHITE, clues=(("currency", "BRL"), ("cctld", "br")), rim=_GREEN,
    ),
    "us_pool": _sign(
        ".2|sans|POOL CLOSES AT 10 PM\n.14|plain|No lifeguard on duty\n.14|plain|Front desk: (212) 555-0142\n.12|plain|Towels $5.00",
        (0.6, 0.46), "en", ink=_WHITE, ground=_BLUE, clues=(("phone", "+12125550142"), ("currency", "USD")),
    ),
    "us_diner": _sign(".34|serif|Sunset Diner\n.2|plain|Breakfast all day", (0.56, 0.42), "en", ink=_YELLOW, ground=_RED),
    "es_pharmacy": _sign(
        ".2|sans|FARMACIA\n.13|plain|Abierto todos los días\n.13|plain|Teléfono 910 000 034\n.12|plain|www.farmacia-ejemplo.es", (0.6, 0.46), "es",
        ink=_WHITE, ground=_GREEN, clues=(("phone", "+34910000034"), ("cctld", "es")),
    ),
    "au_laundry": _sign(
        ".2|sans|LAUNDRY HOURS\n.14|plain|7 am to 9 pm, closed Sunday\n.14|plain|Broken machine? (02) 5550 0147\n.12|plain|www.suds-sample.com.au",
        (0.64, 0.44), "en", ink=_NIGHT, ground=_WHITE, clues=(("phone", "+61255500147"), ("cctld", "au")), rim=_BLUE,
    ),
}  # fmt: skip


@cache
def drawn(name: str, density: int = 900) -> Rgb:
    """The sign as a picture, `density` pixels a metre."""
    sign = SIGNS[name]
    width, height = int(sign.size[0] * density), int(sign.size[1] * density)
    if sign.code:
        return _code(sign.code, width, height)
    image = pictures.lettering(
        [(text, share) for text, share, _ in sign.lines],
        (width, height),
        sign.ink,
        sign.ground,
        [FACES[face] for _, _, face in sign.lines],
    )
    if sign.rim:
        edge = max(4, width // 40)
        image = image.copy()
        for side in (np.s_[:edge], np.s_[-edge:], np.s_[:, :edge], np.s_[:, -edge:]):
            image[side] = sign.rim
    return grain(np.random.default_rng(len(name)), image, 0.04)


def _code(content: str, width: int, height: int) -> Rgb:
    linear = content.isdigit()
    kind = zxingcpp.BarcodeFormat.EAN13 if linear else zxingcpp.BarcodeFormat.QRCode
    barcode = zxingcpp.create_barcode(content, kind)
    raw = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=8, add_quiet_zones=True))
    image = Image.fromarray(raw).convert("RGB")
    return np.asarray(image.resize((width, height), Image.Resampling.NEAREST))
