"""Which typeface each sign is set in; no two signs share one.

Letters of one face match each other across rooms. That happens in the field too, but here it would make every pair of
printed notices look like one place.

Debian packages: fonts-noto-core fonts-noto-cjk fonts-dejavu fonts-cabin fonts-cantarell fonts-comfortaa fonts-crosextra-caladea
fonts-dosis fonts-freefont-ttf fonts-gfs-neohellenic fonts-hack fonts-inter fonts-lato fonts-liberation fonts-linuxlibertine
fonts-open-sans fonts-paratype fonts-play fonts-quicksand fonts-roboto-unhinted fonts-roboto-slab fonts-sil-andika
fonts-sil-gentiumplus fonts-tuffy fonts-vollkorn fonts-yanone-kaffeesatz.
"""

from __future__ import annotations

_TRUE = "/usr/share/fonts/truetype/"
_OPEN = "/usr/share/fonts/opentype/"
_NOTO = _TRUE + "noto/"

FACES = {
    "sans": _NOTO + "NotoSans-Bold.ttf",
    "plain": _NOTO + "NotoSans-Regular.ttf",
    "serif": _NOTO + "NotoSerif-Bold.ttf",
    "arabic": _NOTO + "NotoNaskhArabic-Bold.ttf",
    "hebrew": _TRUE + "dejavu/DejaVuSans-Bold.ttf",
    "thai": _NOTO + "NotoSansThai-Bold.ttf",
    "devanagari": _NOTO + "NotoSansDevanagari-Bold.ttf",
    "cjk": _OPEN + "noto/NotoSansCJK-Bold.ttc",
    "mincho": _OPEN + "noto/NotoSerifCJK-Bold.ttc",
}
"""Faces by script; `sans`, `serif` and `plain` are what a sign without a face of its own is set in."""

_OWN = {
    "be_fair": (_TRUE + "vollkorn/Vollkorn-Bold.ttf", _TRUE + "vollkorn/Vollkorn-Regular.ttf"),
    "pt_bakery": (_OPEN + "linux-libertine/LinLibertine_RB.otf", _OPEN + "linux-libertine/LinLibertine_R.otf"),
    "de_library": (_OPEN + "cabin/Cabin-Bold.otf", _OPEN + "cabin/Cabin-Regular.otf"),
    "tr_notice": (_TRUE + "lato/Lato-Bold.ttf", _TRUE + "lato/Lato-Regular.ttf"),
    "tr_hanger": (_TRUE + "comfortaa/Comfortaa-Bold.ttf", _TRUE + "comfortaa/Comfortaa-Regular.ttf"),
    "pl_library": (_OPEN + "roboto/slab/RobotoSlab-Bold.otf", _OPEN + "roboto/slab/RobotoSlab-Regular.otf"),
    "pl_cloak": (_TRUE + "open-sans/OpenSans-CondBold.ttf", _TRUE + "open-sans/OpenSans-CondBold.ttf"),
    "pl_notice": (_TRUE + "dejavu/DejaVuSerifCondensed-Bold.ttf", _TRUE + "dejavu/DejaVuSerifCondensed.ttf"),
    "gb_reading": (_TRUE + "quicksand/Quicksand-Bold.ttf", _TRUE + "quicksand/Quicksand-Regular.ttf"),
    "jp_calendar": (_TRUE + "hack/Hack-Bold.ttf", _TRUE + "hack/Hack-Regular.ttf"),
    "ua_pharmacy": (_TRUE + "play/Play-Bold.ttf", _TRUE + "play/Play-Regular.ttf"),
    "ua_bread": (_TRUE + "paratype/PTC75F.ttf", _TRUE + "paratype/PTC55F.ttf"),
    "ua_card": (_TRUE + "gentiumplus/GentiumPlus-Bold.ttf", _TRUE + "gentiumplus/GentiumPlus-Regular.ttf"),
    "kr_menu": (_OPEN + "dosis/Dosis-Bold.otf", _OPEN + "dosis/Dosis-Medium.otf"),
    "se_stop": (_TRUE + "liberation/LiberationSans-Bold.ttf", _TRUE + "liberation/LiberationSans-Regular.ttf"),
    "se_table": (_TRUE + "tuffy/Tuffy_Bold.ttf", _TRUE + "tuffy/tuffy_regular.ttf"),
    "th_menu": (_TRUE + "liberation/LiberationMono-Bold.ttf", _TRUE + "liberation/LiberationMono-Regular.ttf"),
    "ma_pharmacy": (_TRUE + "freefont/FreeSerifBold.ttf", _TRUE + "freefont/FreeSerifBold.ttf"),
    "ma_tea": (
        _OPEN + "yanone-kaffeesatz/YanoneKaffeesatz-Bold.otf",
        _OPEN + "yanone-kaffeesatz/YanoneKaffeesatz-Regular.otf",
    ),
    "gr_calendar": (_OPEN + "neohellenic/GFSNeohellenicBold.otf", _OPEN + "neohellenic/GFSNeohellenic.otf"),
    "il_calendar": (_OPEN + "inter/Inter-Bold.otf", _OPEN + "inter/Inter-Regular.otf"),
    "br_rules": (_OPEN + "cantarell/Cantarell-Bold.otf", _OPEN + "cantarell/Cantarell-Regular.otf"),
    "us_pool": (
        _TRUE + "roboto/unhinted/RobotoTTF/Roboto-Bold.ttf",
        _TRUE + "roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
    ),
    "us_diner": (_TRUE + "liberation/LiberationSerif-Bold.ttf", _TRUE + "liberation/LiberationSerif-Regular.ttf"),
    "es_pharmacy": (_TRUE + "andika/Andika-Bold.ttf", _TRUE + "andika/Andika-Regular.ttf"),
    "au_laundry": (_TRUE + "crosextra/Caladea-Bold.ttf", _TRUE + "crosextra/Caladea-Regular.ttf"),
}
"""sign -> (bold, regular) for its lines in Latin, Greek or Cyrillic letters and its figures."""


def face(sign: str, kind: str) -> str:
    """The font file for a line of a sign; kind: a name of `FACES`."""
    if kind in ("sans", "serif", "plain") and sign in _OWN:
        return _OWN[sign][kind == "plain"]
    return FACES[kind]
