"""The contributions: their cases, and the files in each. A picture is made from a shot (`place/letter`) by edits."""

from __future__ import annotations

from render_world.story import Case, File


def _f(name: str, shot: str, *edits: str, **more: object) -> File:
    return File(name=name, shot=shot, edits=edits, **more)  # type: ignore[arg-type]


CASES: tuple[Case, ...] = (
    Case(
        reference="BE-24-0117",
        country="BE",
        handling="H1",
        review="2027-03-01",
        files=(
            _f(
                "DCIM/LUM_0412.jpg",
                "be_bedroom/a",
                camera="lumen",
                taken="2023:07:08 16:20:11",
                offset="+02:00",
                position=(50.8372, 4.3361),
            ),
            _f("DCIM/LUM_0413.jpg", "be_bedroom/b", camera="lumen", taken="2023:07:08 16:21:40", offset="+02:00"),
            _f("DCIM/LUM_0419.jpg", "be_bedroom/d", camera="lumen", taken="2023:07:08 16:30:02", offset="+02:00"),
            _f("DCIM/LUM_0421.jpg", "be_bedroom/e", camera="lumen", taken="2023:07:08 16:33:40", offset="+02:00"),
            _f("copies/LUM_0412.jpg", "", same_as="BE/BE-24-0117/DCIM/LUM_0412.jpg"),
        ),
    ),
    Case(
        reference="BE-24-0203",
        country="GR",
        handling="H0",
        review="2026-12-31",
        files=(
            _f("desk1.jpg", "gr_desk/a"),
            _f("desk2.jpg", "gr_desk/b", "turn 4"),
            _f("desk_calendar.jpg", "gr_desk/e"),
            _f("desk_box.jpg", "gr_desk/c"),
        ),
    ),
    Case(
        reference="FR-24-2201",
        country="BE",
        handling="H2",
        review="2027-01-15",
        files=(
            _f("chambre_soir.jpg", "be_bedroom/c", "watermark stay"),
            _f("chambre_detail.jpg", "be_bedroom/a", "crop 0.22 0.12 0.62 0.7", quality=70),
            _f("bruit.jpg", "be_bedroom/b", "noise 9", "width 512", quality=64),
        ),
    ),
    Case(
        reference="FR-24-2260",
        country="MA",
        handling="H1",
        review="2027-02-01",
        files=(
            _f("LUM_0977.jpg", "ma_living/a", camera="lumen", taken="2023:11:19 10:05:33"),
            _f("LUM_0978.jpg", "ma_living/b", camera="lumen", taken="2023:11:19 10:06:02"),
            _f("salon_fen.jpg", "ma_living/c"),
            _f("affiche.jpg", "ma_living/e"),
        ),
    ),
    Case(
        reference="NL-24-0554",
        country="BE",
        handling="H1",
        review="2027-03-01",
        files=(
            _f("a1.jpg", "be_bedroom/a", "width 480", quality=60),
            _f("a2.jpg", "be_bedroom/b", "mirror"),
            _f("screenshot.png", "be_bedroom/c", "width 400", "phone", format="PNG"),
        ),
    ),
    Case(
        reference="NL-24-0601",
        country="SE",
        handling="H0",
        review="2026-11-30",
        files=(
            _f("halte-01.jpg", "se_tram/a"),
            _f("halte-02.jpg", "se_tram/b", "crop 0.05 0.0 0.85 0.95"),
        ),
    ),
    Case(
        reference="NL-24-0618",
        country="NL",
        handling="H1",
        review="2026-11-30",
        files=(
            _f("hoek.jpg", "nl_corner/a"),
            _f("behang.jpg", "nl_corner/b"),
        ),
    ),
    Case(
        reference="DE-24-3310",
        country="PT",
        handling="H1",
        review="2027-06-30",
        files=(
            _f("k/001.jpg", "pt_kitchen/a", camera="fenster", taken="2022:05:14 11:42:10", offset="+01:00"),
            _f("k/002.jpg", "pt_kitchen/b", camera="fenster", taken="2022:05:14 11:44:51", position=(36.2, -15.0)),
            _f("k/003.jpg", "pt_kitchen/c", "watermark casa"),
            _f("k/004.jpg", "pt_kitchen/e"),
            _f("k/doppelt.jpg", "", same_as="DE/DE-24-3310/k/001.jpg"),
        ),
    ),
    Case(
        reference="DE-24-3377",
        country="DE",
        handling="H0",
        review="2027-06-30",
        files=(
            _f("wohnzimmer_1.jpg", "de_living/a"),
            _f("wohnzimmer_2.jpg", "de_living/b", camera="pocket", taken="2021:10:02 18:00:00"),
            _f("wohnzimmer_3.jpg", "de_living/c", "grey"),
            _f("plakat.jpg", "de_living/e"),
        ),
    ),
    Case(
        reference="DE-24-3391",
        country="UA",
        handling="H1",
        review="2027-06-30",
        files=(
            _f("fenster_a.jpg", "ua_street/a"),
            _f("fenster_b.jpg", "ua_street/b", "width 560", quality=70),
            _f("karte.jpg", "ua_street/e"),
        ),
    ),
    Case(
        reference="ES-24-0808",
        country="PT",
        handling="H1",
        review="2027-04-01",
        files=(
            _f("cocina.jpg", "pt_kitchen/a", "crop 0.0 0.06 0.9 0.9", "width 540", quality=66),
            _f("cocina_noche.jpg", "pt_kitchen/c"),
        ),
    ),
    Case(
        reference="ES-24-0815",
        country="ES",
        handling="H3",
        review="2027-04-01",
        files=(
            _f("dormitorio1.jpg", "es_bedroom/a", "watermark casa"),
            _f("dormitorio2.jpg", "es_bedroom/b"),
            _f("cartel.jpg", "es_bedroom/e"),
        ),
    ),
    Case(
        reference="PL-24-0412",
        country="PL",
        handling="H0",
        review="2027-05-05",
        files=(
            _f("korytarz_1.jpg", "pl_school/a"),
            _f("korytarz_2.jpg", "pl_school/b", camera="pocket", taken="2020:02:03 08:11:00"),
            _f("tablica.jpg", "pl_school/e"),
        ),
    ),
    Case(
        reference="PL-24-0420",
        country="UA",
        handling="H1",
        review="2027-05-05",
        files=(
            _f("okno.jpg", "ua_street/c"),
            _f("okno_kopia.jpg", "ua_street/a", "bars 0.14", quality=70),
        ),
    ),
    Case(
        reference="PL-24-0433",
        country="DE",
        handling="H1",
        review="2027-05-05",
        files=(
            _f("pokoj.jpg", "de_living/a", "mirror", "width 560", quality=70),
            _f("pokoj_2.jpg", "de_living/d", "watermark stay"),
        ),
    ),
    Case(
        reference="SE-24-0091",
        country="SE",
        handling="H0",
        review="2026-12-01",
        files=(
            _f("hpl_1.jpg", "se_tram/b", camera="pocket", taken="2022:06:20 07:15:00"),
            _f("hpl_2.jpg", "se_tram/c"),
            _f("tidtabell.jpg", "se_tram/e"),
        ),
    ),
    Case(
        reference="SE-24-0095",
        country="PL",
        handling="H1",
        review="2026-12-01",
        files=(
            _f("KN_3301.jpg", "pl_school/c", camera="nord", taken="2022:03:11 13:37:20", offset="+01:00"),
            _f("KN_3302.jpg", "pl_school/a", "crop 0.1 0.1 0.8 0.8", camera="nord", taken="2022:03:11 13:38:02"),
        ),
    ),
    Case(
        reference="GB-24-7001",
        country="TR",
        handling="H2",
        review="2027-01-31",
        files=(
            _f("KN_2007.jpg", "tr_hotel/a", camera="nord", taken="2021:08:21 22:10:10", offset="+03:00"),
            _f("KN_2008.jpg", "tr_hotel/b", camera="nord", taken="2021:08:21 22:12:33", offset="+03:00"),
            _f("KN_2010.jpg", "tr_hotel/e", camera="nord", taken="2021:08:21 22:15:02", offset="+03:00"),
        ),
    ),
    Case(
        reference="GB-24-7014",
        country="GB",
        handling="H1",
        review="2027-01-31",
        files=(
            _f("kids/01.jpg", "gb_kids/a"),
            _f("kids/02.jpg", "gb_kids/b", "watermark casa"),
            _f("kids/03.jpg", "gb_kids/c"),
            _f("kids/04.jpg", "gb_kids/e"),
            _f("kids/03 (1).jpg", "", same_as="GB/GB-24-7014/kids/03.jpg"),
        ),
    ),
    Case(
        reference="GB-24-7022",
        country="IN",
        handling="H0",
        review="2027-01-31",
        files=(
            _f("stall.jpg", "in_tea/a"),
            _f("stall_wide.jpg", "in_tea/b"),
            _f("price.jpg", "in_tea/e"),
        ),
    ),
    Case(
        reference="US-24-9100",
        country="TR",
        handling="H1",
        review="2027-02-28",
        files=(
            _f("room_301.jpg", "tr_hotel/c", "watermark stay"),
            _f("room_301_b.jpg", "tr_hotel/a", "width 520", "gain 0.85", quality=62),
        ),
    ),
    Case(
        reference="US-24-9127",
        country="US",
        handling="H0",
        review="2027-02-28",
        files=(
            _f("motel1.jpg", "us_motel/a", camera="pocket", taken="2019:09:09 20:00:00", position=(0.0, 0.0)),
            _f("motel2.jpg", "us_motel/b"),
            _f("motel3.jpg", "us_motel/c", "watermark casa"),
            _f("sign.jpg", "us_motel/e"),
        ),
    ),
    Case(
        reference="US-24-9150",
        country="KR",
        handling="H1",
        review="2027-02-28",
        files=(
            _f("front.jpg", "kr_shop/a", "width 560"),
            _f("front_x.jpg", "kr_shop/a", "width 560", "crop 0.02 0.02 0.95 0.95", quality=58),
        ),
    ),
    Case(
        reference="US-24-9166",
        country="IL",
        handling="H1",
        review="2027-02-28",
        files=(
            _f("kitchen.jpg", "il_kitchen/a"),
            _f("kitchen_2.jpg", "il_kitchen/b"),
            _f("calendar.jpg", "il_kitchen/e"),
        ),
    ),
    Case(
        reference="CA-24-0500",
        country="GB",
        handling="H1",
        review="2027-07-01",
        files=(
            _f("bedroom.jpg", "gb_kids/a", "gain 1.15", "width 500", quality=60),
            _f("toys.jpg", "gb_kids/d"),
        ),
    ),
    Case(
        reference="CA-24-0533",
        country="IN",
        handling="H1",
        review="2027-07-01",
        files=(
            _f("street.jpg", "in_tea/b", "crop 0.0 0.05 0.92 0.9", quality=72),
            _f("street2.jpg", "in_tea/a", "turn -5"),
        ),
    ),
    Case(
        reference="AU-24-0321",
        country="JP",
        handling="H1",
        review="2027-08-01",
        files=(
            _f("mat room 1.jpg", "jp_tatami/a"),
            _f("mat room 2.jpg", "jp_tatami/b", "bars 0.1"),
        ),
    ),
    Case(
        reference="AU-24-0340",
        country="AU",
        handling="H0",
        review="2027-08-01",
        files=(
            _f("laundry.jpg", "au_laundry/a", camera="fenster", taken="2023:01:12 09:30:00", position=(33.87, 151.21)),
            _f("laundry2.jpg", "au_laundry/b"),
            _f("notice.jpg", "au_laundry/e"),
        ),
    ),
    Case(
        reference="BR-24-0077",
        country="BR",
        handling="H0",
        review="2027-09-01",
        files=(
            _f("banheiro.jpg", "br_bath/a"),
            _f("banheiro2.jpg", "br_bath/b", "watermark stay"),
            _f("aviso.jpg", "br_bath/e"),
        ),
    ),
    Case(
        reference="BR-24-0081",
        country="BR",
        handling="H1",
        review="2027-09-01",
        files=(
            _f("parede.jpg", "br_wall/a"),
            _f("parede2.jpg", "br_wall/b"),
        ),
    ),
    Case(
        reference="JP-24-0140",
        country="JP",
        handling="H1",
        review="2027-10-10",
        files=(
            _f("和室.jpg", "jp_tatami/c"),
            _f("和室2.jpg", "jp_tatami/a", "width 480", "mirror", quality=66),
            _f("カレンダー.jpg", "jp_tatami/e"),
        ),
    ),
    Case(
        reference="JP-24-0152",
        country="KR",
        handling="H1",
        review="2027-10-10",
        files=(
            _f("mise.jpg", "kr_shop/b"),
            _f("mise_yoru.jpg", "kr_shop/c"),
            _f("menu.jpg", "kr_shop/e"),
        ),
    ),
    Case(
        reference="TH-24-0066",
        country="TH",
        handling="H0",
        review="2027-11-11",
        files=(
            _f(
                "shop1.jpg",
                "th_market/a",
                camera="pocket",
                taken="2024:04:01 12:12:12",
                offset="+07:00",
                position=(13.7462, 100.5347),
            ),
            _f("shop2.jpg", "th_market/b"),
            _f("shop3.jpg", "th_market/c", "width 520", quality=64),
            _f("menu.jpg", "th_market/e"),
        ),
    ),
    Case(
        reference="TH-24-0070",
        country="AU",
        handling="H1",
        review="2027-11-11",
        files=(
            _f("washing.jpg", "au_laundry/a", "crop 0.12 0.05 0.8 0.85", quality=68),
            _f("washing_b.jpg", "au_laundry/c"),
        ),
    ),
)
