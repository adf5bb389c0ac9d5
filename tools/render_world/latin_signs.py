"""The writing of the demonstration world in Latin letters.

Telephone numbers are from ranges kept for fiction where a country has one (DE 030 23125, GB 020 7946 0, SE 031-390 06,
US 555-01, AU 5550); elsewhere they are invented with a subscriber part of zeros. Names are invented.
"""

from __future__ import annotations

from render_world.lettered import BLUE, CREAM, GREEN, NIGHT, RED, WHITE, YELLOW, Sign, sign

LATIN: dict[str, Sign] = {
    "be_fair": sign(
        """
        .22|sans|KERMIS · FOIRE
        .13|plain|Zuidstation – Gare du Midi
        .13|plain|zondag 14 juli – dimanche 14 juillet
        .1|plain|toegang gratis – entrée libre
        .12|sans|www.foire-kermis-voorbeeld.be
        """,
        (0.62, 0.84),
        "nl",
        ink=NIGHT,
        ground=YELLOW,
        clues=(("cctld", "be"),),
        rim=RED,
    ),
    "pt_bakery": sign(
        """
        .17|serif|Padaria Flor do Tejo
        .12|plain|Pão quente todos os dias
        .12|plain|Pastel de nata 1,20 €
        .1|sans|Tel. +351 21 000 00 23
        .1|plain|www.padaria-exemplo.pt
        """,
        (0.66, 0.5),
        "pt",
        ink=BLUE,
        ground=CREAM,
        clues=(("phone", "+351210000023"), ("cctld", "pt"), ("currency", "EUR")),
        rim=BLUE,
    ),
    "de_library": sign(
        """
        .17|serif|Stadtbücherei Lindenau
        .13|plain|Lesenacht für große und kleine Gäste
        .13|sans|Freitag, 3. Oktober
        .1|plain|Anmeldung: 030 23125 014
        .1|plain|www.lesenacht-beispiel.de
        """,
        (0.64, 0.86),
        "de",
        ink=WHITE,
        ground=(96, 34, 60),
        clues=(("phone", "+493023125014"), ("cctld", "de")),
    ),
    "tr_notice": sign(
        """
        .16|serif|Değerli misafirlerimiz
        .12|plain|Kahvaltı saatleri 07.00 – 10.00
        .12|plain|Çıkış saati 12.00
        .12|sans|Resepsiyon: 0212 000 00 42
        .1|plain|Gecelik ücret 1.450 ₺
        .1|plain|www.otel-ornek.com.tr
        """,
        (0.5, 0.62),
        "tr",
        ink=NIGHT,
        ground=WHITE,
        clues=(("phone", "+902120000042"), ("cctld", "tr"), ("currency", "TRY")),
        rim=(150, 110, 50),
    ),
    "tr_hanger": sign(
        """
        .2|sans|Lütfen
        .2|sans|rahatsız
        .2|sans|etmeyin
        """,
        (0.16, 0.34),
        "tr",
        ink=WHITE,
        ground=RED,
    ),
    "pl_library": sign(
        """
        .6|sans|BIBLIOTEKA SZKOLNA
        """,
        (1.1, 0.2),
        "pl",
        ink=WHITE,
        ground=BLUE,
    ),
    "pl_cloak": sign(
        """
        .6|sans|SZATNIA
        """,
        (0.8, 0.2),
        "pl",
        ink=WHITE,
        ground=GREEN,
    ),
    "pl_notice": sign(
        """
        .15|sans|OGŁOSZENIA
        .12|plain|Zebranie rodziców w środę
        .12|plain|o godzinie 17.30, sala 12
        .12|plain|Sekretariat: 22 000 00 31
        .11|plain|Obiad 14,50 zł
        .1|plain|www.szkola-przyklad.pl
        """,
        (0.9, 0.66),
        "pl",
        ink=NIGHT,
        ground=WHITE,
        clues=(("phone", "+48220000031"), ("currency", "PLN"), ("cctld", "pl")),
        rim=(120, 84, 50),
    ),
    "gb_reading": sign(
        """
        .2|serif|Reading is an adventure
        .13|plain|Little Wren Library, High Street
        .13|plain|Story time every Saturday
        .12|sans|020 7946 0018
        .1|plain|Colouring books from £2.50
        """,
        (0.62, 0.84),
        "en",
        ink=NIGHT,
        ground=(158, 206, 222),
        clues=(("phone", "+442079460018"), ("currency", "GBP")),
    ),
    "se_stop": sign(
        """
        .5|sans|Björkvägen
        .28|plain|Spårvagn 7 mot Centrum
        """,
        (1.5, 0.5),
        "sv",
        ink=WHITE,
        ground=BLUE,
    ),
    "se_table": sign(
        """
        .16|sans|Tidtabell
        .12|plain|måndag – fredag var tionde minut
        .12|plain|lördag och söndag var tjugonde minut
        .13|plain|Frågor? Ring 031-390 06 12
        .12|plain|Enkelbiljett 36 kr
        .11|plain|www.sparvagn-exempel.se
        """,
        (0.8, 1.0),
        "sv",
        ink=NIGHT,
        ground=WHITE,
        clues=(("phone", "+46313900612"), ("currency", "SEK"), ("cctld", "se")),
        rim=BLUE,
    ),
    "br_rules": sign(
        """
        .16|sans|Atenção, hóspedes
        .12|plain|Não jogue papel no vaso sanitário
        .12|plain|Toalha extra: R$ 15,00
        .11|plain|www.pousada-exemplo.com.br
        """,
        (0.5, 0.4),
        "pt",
        ink=NIGHT,
        ground=WHITE,
        clues=(("currency", "BRL"), ("cctld", "br")),
        rim=GREEN,
    ),
    "us_pool": sign(
        """
        .2|sans|POOL CLOSES AT 10 PM
        .14|plain|No lifeguard on duty
        .14|plain|Front desk: (212) 555-0142
        .12|plain|Towels $5.00
        """,
        (0.6, 0.46),
        "en",
        ink=WHITE,
        ground=BLUE,
        clues=(("phone", "+12125550142"), ("currency", "USD")),
    ),
    "us_diner": sign(
        """
        .34|serif|Sunset Diner
        .2|plain|Breakfast all day
        """,
        (0.56, 0.42),
        "en",
        ink=YELLOW,
        ground=RED,
    ),
    "es_pharmacy": sign(
        """
        .2|sans|FARMACIA
        .13|plain|Abierto todos los días
        .13|plain|Teléfono 910 000 034
        .12|plain|www.farmacia-ejemplo.es
        """,
        (0.6, 0.46),
        "es",
        ink=WHITE,
        ground=GREEN,
        clues=(("phone", "+34910000034"), ("cctld", "es")),
    ),
    "au_laundry": sign(
        """
        .2|sans|LAUNDRY HOURS
        .14|plain|7 am to 9 pm, closed Sunday
        .14|plain|Broken machine? (02) 5550 0147
        .12|plain|www.suds-sample.com.au
        """,
        (0.64, 0.44),
        "en",
        ink=NIGHT,
        ground=WHITE,
        clues=(("phone", "+61255500147"), ("cctld", "au")),
        rim=BLUE,
    ),
}
