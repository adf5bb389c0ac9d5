import json
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.clues.model import Clue, ClueState
from sightline.places.fuse import where
from sightline.places.prior import Prior, prior
from sightline.places.territories import CODES, COUNT, INDEX, ranked
from tests.places.made import clue, numbered, sighting

BE = {"regions": {"BE": "exact"}, "international": True}
ICELANDIC = {"languages": {"is": 0.98, "fo": 0.02}, "script": "Latn"}


def test_without_clues_the_prior_is_the_answer_and_it_abstains():
    answer = where([])
    assert answer.abstains == "no clue says anything about the country"
    assert answer.best[1] < 0.25
    assert sum(p for _, p in answer.posterior) == pytest.approx(1.0, abs=1e-6)
    assert [code for code, _ in answer.posterior] == [code for code, _ in ranked(prior())]


def test_agreeing_clues_of_different_carriers_name_the_country():
    answer = where(numbered(clue("phone", "+32 2 555 01 23", **BE), clue("plug", "E"), clue("cctld", "be")))
    assert answer.best[0] == "BE"
    assert answer.best[1] > 0.95
    assert answer.likely_set == ("BE",)
    assert answer.abstains is None


def test_ten_signs_of_one_brochure_do_not_decide():
    signs = [clue("writing", "Vinsamlegast", **ICELANDIC) for _ in range(10)]
    assert where(numbered(*signs)).best[1] < 0.95
    local = [clue("plug", "G"), clue("driving-side", "left"), clue("opinion", "GB", confidence=0.9)]
    assert where(numbered(*signs, *local)).probability("GB") > 0.2


def test_ten_equal_signs_count_as_fewer_than_two():
    answer = where(numbered(*[clue("writing", "x", **ICELANDIC) for _ in range(10)]))
    assert answer.groups[0].counted_as == pytest.approx(1.818)
    one = where([clue("writing", "x", **ICELANDIC)])
    assert answer.groups[0].strength < 2 * one.groups[0].strength


def test_one_sign_read_in_five_pictures_is_one_sign():
    read = [
        replace(sighting("writing", text, **ICELANDIC), media_id=media)
        for media, text in enumerate(["Vín", " VÍN "] * 3)
    ]
    clues = [Clue(id=number, series_id=1, state=ClueState.PROPOSED, sighting=one) for number, one in enumerate(read, 1)]
    answer, alone = where(clues), where(clues[:1])
    assert (answer.posterior, len(answer.aside)) == (alone.posterior, 5)
    assert answer.aside[0].reason == "the same reading, counted once, as that of clue 1"


def test_of_equal_readings_the_confirmed_one_has_the_say():
    one, other = (replace(sighting("phone", "+32 2 555 01 23", **BE), media_id=media) for media in (1, 2))
    clues = [
        Clue(id=1, series_id=1, state=ClueState.PROPOSED, sighting=one),
        Clue(id=2, series_id=1, state=ClueState.CONFIRMED, sighting=other),
    ]
    answer = where(clues)
    assert [step.clue for step in answer.aside] == [1]


def test_a_building_seen_twice_is_two_observations():
    seen = [replace(sighting("plug", "G"), media_id=media) for media in (1, 2)]
    clues = [Clue(id=number, series_id=1, state=ClueState.PROPOSED, sighting=one) for number, one in enumerate(seen, 1)]
    assert where(clues).aside == ()


def test_one_misleading_clue_never_excludes_the_truth():
    honest = [clue("phone", "x", **BE), clue("plug", "E"), clue("cctld", "be")]
    answer = where(numbered(*honest, clue("driving-side", "left")))
    assert answer.best[0] == "BE"


def test_a_rejected_clue_is_out_and_a_confirmed_one_weighs_more():
    proposed, confirmed, rejected = (where([clue("phone", "x", state=state, **BE)]) for state in ClueState)
    assert confirmed.probability("BE") > proposed.probability("BE")
    assert rejected.groups == ()
    assert rejected.posterior == where([]).posterior


def test_a_persons_reliability_is_used_and_zero_silences():
    sure, unsure = (where([clue("phone", "x", reliability=r, **BE)]).probability("BE") for r in (0.95, 0.3))
    assert sure > 0.7 > 0.4 > unsure
    silenced = where([clue("phone", "x", reliability=0.0, **BE)])
    assert silenced.groups == ()
    assert silenced.aside[0].reason.startswith("not to be relied on")


def test_labels_part_and_join_sources():
    joined = where(numbered(*[clue("phone", "x", group="one", **BE) for _ in range(2)]))
    parted = where(numbered(clue("phone", "x", group="one", **BE), clue("phone", "x", group="two", **BE)))
    assert parted.probability("BE") > joined.probability("BE")
    assert {step.name for step in parted.carriers} == {"one", "two"}


def test_positions_that_contradict_each_other_are_set_aside():
    clues = numbered(clue("gps", "50.85,4.35"), clue("gps", "-33.9,151.2"), clue("gps", "0,0"))
    answer = where(clues)
    assert answer.groups == ()
    assert len(answer.aside) == 3
    assert answer.abstains is not None


def test_leaving_a_group_out_is_the_answer_without_its_clues():
    clues = numbered(clue("phone", "x", **BE), clue("plug", "G"), clue("opinion", "FR", confidence=0.7))
    answer = where(clues)
    for left_out in clues:
        group = next(step for step in answer.groups if step.clues[0].clue == left_out.id)
        assert group.without == where([one for one in clues if one is not left_out]).posterior[:5]


def test_the_posterior_is_prior_times_the_ratios_that_are_told():
    clues = numbered(clue("phone", "x", **BE), clue("plug", "E"), clue("driving-side", "right"))
    answer = where(clues, chosen=Prior.UNIFORM)
    weights = [10 ** sum(step.log10_lr[place] for step in answer.carriers) for place in range(COUNT)]
    for code, probability in answer.posterior[:10]:
        assert weights[INDEX[code]] / sum(weights) == pytest.approx(probability, rel=2e-3)


def test_other_priors_are_told_too():
    clues = numbered(clue("plug", "G"))
    answer = where(clues)
    assert set(answer.other_priors) == {"uniform", "population"}
    assert answer.other_priors["uniform"] == where(clues, chosen=Prior.UNIFORM).posterior[:5]


KINDS = st.sampled_from(
    [
        ("plug", "G"),
        ("plug", "E/F"),
        ("driving-side", "left"),
        ("currency", "zł"),
        ("cctld", "de"),
        ("barcode", "400"),
        ("opinion", "FR"),
        ("opinion", "JP"),
        ("excluded", "US, CA"),
        ("too-common", ""),
        ("mains-frequency", "60"),
        ("plate", "AB12 CDE"),
        ("postal-code", "1012 AB"),
        ("emergency-number", "112"),
        ("units", "imperial"),
        ("interior", "tatami"),
        ("date-format", "12/31/2024"),
        ("utc-offset", "+02:00"),
        ("plug", "\x00"),
        ("smell", "x"),
    ]
)


@settings(max_examples=30, deadline=None)
@given(st.lists(KINDS, max_size=8), st.randoms())
def test_the_answer_does_not_depend_on_order_and_repeats_to_the_bit(kinds, rng):
    clues = numbered(*[clue(kind, value) for kind, value in kinds])
    shuffled = list(clues)
    rng.shuffle(shuffled)
    once, again = (json.dumps(where(order).to_json(), sort_keys=True) for order in (clues, shuffled))
    assert once == again
    answer = where(clues)
    assert sorted(code for code, _ in answer.posterior) == list(CODES)
    assert all(0.0 <= p <= 1.0 for _, p in answer.posterior)


@pytest.mark.parametrize(
    "bad",
    [
        clue("writing", "\x00\x01\u202e" * 40),
        clue("writing", "😀" * 300),
        clue("writing", "0123456789" * 1000),
        clue("writing", "a" * 10_000),
        clue("phone", "1" * 10_000),
        clue("gps", "nan,nan"),
        clue("gps", "91,0.5"),
        clue("opinion", "Atlantis", confidence=5),
        clue("currency", "\u200f"),
        clue("barcode", "abc"),
        clue("sun", "yesterday"),
        clue("utc-offset", "+99:00"),
        clue("geolocation-model", countries={"XX": 1}),
        clue("geolocation-model", countries={"FR": float("nan")}),
        clue("phone", regions={"FR": 3.5, "QQ": "exact"}),
        clue("writing", "x", languages={"fr": "many"}),
        clue("plug", "ABCDEFGHIJ" * 99),
    ],
)
def test_bad_input_is_set_aside_or_weak_and_never_a_confident_country(bad):
    answer = where([bad])
    assert answer.abstains is not None
    assert answer.best[1] < 0.5


def test_a_thousand_series_take_seconds_not_minutes():
    series = numbered(
        clue("phone", "x", **BE), clue("plug", "E"), clue("writing", "x", **ICELANDIC), clue("cctld", "be")
    )
    where(series)
    started = time.process_time()
    for _ in range(50):
        where(series)
    assert time.process_time() - started < 5
