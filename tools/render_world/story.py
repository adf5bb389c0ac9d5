"""Who takes part in the demonstration, where its pictures were taken, and with which cameras."""

from __future__ import annotations

from dataclasses import dataclass

AGENCIES = {
    "AU": "Joint Unit for Unknown Places",
    "BE": "Federale dienst slachtofferidentificatie",
    "BR": "Núcleo de identificação de lugares",
    "CA": "Series Examination Team",
    "DE": "Fachstelle Opferidentifizierung",
    "ES": "Grupo de identificación de series",
    "FR": "Groupe central des séries inconnues",
    "GB": "Place and Series Unit",
    "JP": "系列写真調査班",
    "NL": "Team Onbekende Plaatsen",
    "PL": "Zespół ustalania miejsc",
    "SE": "Gruppen för okända platser",
    "TH": "หน่วยระบุสถานที่",
    "US": "Unknown Series Section",
}


PLACES = {
    "be_bedroom": ("BE", "bedroom with flowered wallpaper and a harlequin bedspread"),
    "pt_kitchen": ("PT", "kitchen with blue painted tiles"),
    "de_living": ("DE", "living room with an oak floor and a wall of books"),
    "tr_hotel": ("TR", "hotel room"),
    "pl_school": ("PL", "school corridor with lockers"),
    "gb_kids": ("GB", "child's bedroom with a toy robot and a map"),
    "jp_tatami": ("JP", "room with straw mats and paper screens"),
    "ua_street": ("UA", "street seen through a kitchen window"),
    "kr_shop": ("KR", "front of a snack shop"),
    "se_tram": ("SE", "tram stop"),
    "th_market": ("TH", "noodle shop on a street where cars keep left"),
    "ma_living": ("MA", "salon with a tiled floor, a pharmacy across the street"),
    "gr_desk": ("GR", "desk in a study"),
    "il_kitchen": ("IL", "small kitchen with a calendar"),
    "in_tea": ("IN", "tea stall on a street where cars keep left"),
    "br_bath": ("BR", "bathroom of a guest house"),
    "us_motel": ("US", "motel room"),
    "es_bedroom": ("ES", "bedroom with the same harlequin bedspread as elsewhere"),
    "au_laundry": ("AU", "laundry of a block of flats"),
    "nl_corner": ("NL", "corner of a room with a wallpaper that is also sold elsewhere"),
    "br_wall": ("BR", "bare wall with nothing to see"),
}


CAMERAS = {
    "lumen": ("Lumen", "L-200", "40217733", "Lumen 24-70mm F4", "L24-00931"),
    "nord": ("Kamera Nord", "KN 12", "SN5580121", "", ""),
    "fenster": ("Fenster", "F3", "73300418", "", ""),
    "pocket": ("Lumen", "Pocket 5", "", "", ""),
}

"""make, model, body serial, lens, lens serial. `pocket` has no serial: it must link nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One picture: made from a shot by edits. position: (latitude, longitude) for the EXIF. kept: bytes of that path."""

    name: str
    shot: str
    edits: tuple[str, ...] = ()
    camera: str = ""
    taken: str = ""
    offset: str = ""
    position: tuple[float, float] | None = None
    quality: int = 86
    same_as: str = ""
    format: str = "JPEG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One contribution, which holds one series."""

    reference: str
    country: str
    handling: str
    review: str
    files: tuple[File, ...]
    basis: str = "Invented legal basis, article 12"

    @property
    def agency(self) -> str:
        """The contributing agency's code."""
        return self.reference[:2]


BROKEN = (
    ("BE/BE-24-0203/desk3.jpg", "truncated", "cut"),
    ("DE/DE-24-3391/notiz.jpg", "unknown-type", "text"),
    ("US/US-24-9127/motel4.jpg", "empty", "zero"),
    ("JP/JP-24-0152/logo.svg", "not-opened", "svg"),
    ("GB/GB-24-7022/stall.mp4", "not-opened", "playlist"),
)

"""path, the refusal code expected, how it is made."""


OBJECTS = {
    "bedspread-harlequin": "patchwork bedspread",
    "toy-robot": "toy robot",
    "print-lake": "framed picture of a lake",
    "lamp-mosaic": "table lamp with a mosaic shade",
}

"""Things that stand in more than one place."""
