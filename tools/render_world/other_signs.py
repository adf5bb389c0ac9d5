"""The writing of the demonstration world in other letters, and its codes. Names and numbers are invented."""

from __future__ import annotations

from render_world.lettered import BLUE, CREAM, GREEN, NIGHT, RED, WHITE, YELLOW, Sign, sign

OTHER: dict[str, Sign] = {
    "jp_scroll": sign(
        """
        .2|mincho|花
        .2|mincho|鳥
        .2|mincho|風
        .2|mincho|月
        """,
        (0.34, 1.25),
        "ja",
        ground=(240, 232, 210),
    ),
    "jp_calendar": sign(
        """
        .2|cjk|七月
        .12|cjk|日 月 火 水 木 金 土
        .13|cjk|みどり商店街の夏祭り
        .12|cjk|かき氷 300円
        .1|plain|www.midori-rei.jp
        """,
        (0.5, 0.62),
        "ja",
        ink=NIGHT,
        ground=WHITE,
        clues=(("currency", "JPY"), ("cctld", "jp")),
        rim=GREEN,
    ),
    "jp_code": Sign(
        lines=(), size=(0.16, 0.16), language="", code="https://www.midori-rei.jp/natsu", clues=(("cctld", "jp"),)
    ),
    "ua_pharmacy": sign(
        """
        .7|sans|АПТЕКА
        """,
        (2.6, 0.6),
        "uk",
        ink=WHITE,
        ground=GREEN,
    ),
    "ua_bread": sign(
        """
        .34|sans|СВІЖИЙ ХЛІБ
        .2|plain|щодня з 7 до 20 години
        .22|sans|25 грн
        """,
        (2.4, 0.9),
        "uk",
        ink=NIGHT,
        ground=YELLOW,
        clues=(("currency", "UAH"),),
    ),
    "ua_card": sign(
        """
        .18|serif|Львівська пекарня
        .13|plain|Замовлення за телефоном
        .13|sans|044 000 00 34
        .12|plain|www.pekarnia-pryklad.ua
        """,
        (0.46, 0.34),
        "uk",
        ground=CREAM,
        clues=(("phone", "+380440000034"), ("cctld", "ua")),
        rim=RED,
    ),
    "kr_front": sign(
        """
        .66|cjk|행복 분식
        """,
        (3.2, 0.7),
        "ko",
        ink=WHITE,
        ground=RED,
    ),
    "kr_menu": sign(
        """
        .16|cjk|오늘의 메뉴
        .14|cjk|김밥 3,000원
        .14|cjk|떡볶이 4,500원
        .14|cjk|라면 4,000원
        .11|plain|www.bunsik-yeje.kr
        """,
        (0.9, 1.1),
        "ko",
        ink=NIGHT,
        ground=CREAM,
        clues=(("currency", "KRW"), ("cctld", "kr")),
        rim=RED,
    ),
    "th_front": sign(
        """
        .6|thai|ร้านก๋วยเตี๋ยวเรือ
        """,
        (3.0, 0.7),
        "th",
        ink=YELLOW,
        ground=RED,
    ),
    "th_menu": sign(
        """
        .2|thai|เมนูวันนี้
        .16|thai|ข้าวผัด ๔๐ บาท
        .16|thai|ชาเย็น ๒๕ บาท
        .14|sans|02 000 0456
        """,
        (0.9, 1.0),
        "th",
        ink=WHITE,
        ground=GREEN,
        clues=(("phone", "+6620000456"), ("currency", "THB")),
        rim=YELLOW,
    ),
    "ma_pharmacy": sign(
        """
        .36|arabic|صيدلية النور
        .2|sans|PHARMACIE ENNOUR
        .16|plain|05 22 00 00 12
        """,
        (2.2, 1.0),
        "ar",
        ink=WHITE,
        ground=GREEN,
        clues=(("phone", "+212522000012"),),
    ),
    "ma_tea": sign(
        """
        .22|arabic|شاي بالنعناع
        .18|arabic|مفتوح كل يوم
        .16|arabic|الثمن 12 درهم
        .12|plain|www.chay-mithal.ma
        """,
        (0.56, 0.5),
        "ar",
        ink=(80, 30, 20),
        ground=CREAM,
        clues=(("currency", "MAD"), ("cctld", "ma")),
        rim=(120, 80, 30),
    ),
    "gr_calendar": sign(
        """
        .18|sans|Φεβρουάριος
        .12|plain|Δε Τρ Τε Πε Πα Σα Κυ
        .13|sans|Βιβλιοπωλείο Αθηνά
        .12|plain|Τηλ. 210 000 0078
        .1|plain|www.vivlio-deigma.gr
        """,
        (0.5, 0.62),
        "el",
        ink=NIGHT,
        ground=WHITE,
        clues=(("phone", "+302100000078"), ("cctld", "gr")),
        rim=BLUE,
    ),
    "gr_box": Sign(
        lines=(), size=(0.2, 0.12), language="", code="5200000000016", clues=(("barcode", "5200000000016"),)
    ),
    "il_calendar": sign(
        """
        .18|hebrew|מכולת השכונה
        .14|hebrew|חלב טרי 7.10 ₪
        .14|hebrew|פתוח עד חצות
        .12|sans|03-000-0091
        .1|plain|www.makolet-dugma.co.il
        """,
        (0.56, 0.52),
        "he",
        ink=BLUE,
        ground=WHITE,
        clues=(("phone", "+97230000091"), ("currency", "ILS"), ("cctld", "il")),
        rim=BLUE,
    ),
    "in_tea": sign(
        """
        .6|devanagari|गरम चाय की दुकान
        """,
        (2.4, 0.5),
        "hi",
        ink=YELLOW,
        ground=RED,
    ),
    "in_price": sign(
        """
        .24|devanagari|मसाला चाय ₹20
        .24|devanagari|समोसा ₹15
        .2|devanagari|नकद भुगतान करें
        """,
        (0.9, 0.7),
        "hi",
        ink=NIGHT,
        ground=YELLOW,
        clues=(("currency", "INR"),),
        rim=RED,
    ),
}
