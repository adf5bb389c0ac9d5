"""The controlled vocabulary: every word unambiguous, every mistake answered with a sentence."""

import pytest

from sightline.clues.readers.catalogue import FEATURE_READERS, SIGN_READERS
from sightline.clues.vocabulary import FORMS, vocabulary
from sightline.kernel.errors import UsageError


def test_every_kind_is_complete():
    words = vocabulary()
    assert words.languages == ("en", "fr", "nl", "de", "es")
    for kind in words.kinds.values():
        assert kind.form == "listed" or kind.form in FORMS
        assert (kind.form == "listed") == bool(kind.values), kind.name
        assert all(label.strip() for labels in kind.values.values() for label in labels.values())


def test_no_label_means_two_things():
    words = vocabulary()
    seen = [label.casefold() for kind in words.kinds.values() for label in set(kind.labels.values())]
    assert len(seen) == len(set(seen))
    for kind in words.kinds.values():
        for value, labels in kind.values.items():
            for label in labels.values():
                assert "/" not in label
                assert words.value(kind.name, label) == value, label


def test_what_readers_propose_is_in_the_vocabulary():
    words = vocabulary()
    for reader in (*SIGN_READERS, *FEATURE_READERS):
        for kind in reader.kinds:
            assert words.kind(kind).by == "both", (reader.name, kind)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("plug", "e/F", "E/F"),
        ("Stecker oder Steckdose", "f", "F"),
        ("driving-side", "Izquierda", "left"),
        ("gps", "50.85,4.35", "50.85,4.35"),
        ("utc-offset", "+05:45", "+05:45"),
        ("excluded", "BE, NL", "BE, NL"),
        ("speech", "pt-BR", "pt-BR"),
        ("too-common", "", ""),
    ],
)
def test_good_values_are_kept(kind, value, kept):
    assert vocabulary().value(kind, value) == kept


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("plugg", "F", "Did you mean plug"),
        ("plug", "Z", "Choose from: A, B"),
        ("gps", "somewhere", "50.85,4.35"),
        ("utc-offset", "+2", "+02:00"),
        ("opinion", "Belgium", "BE"),
        ("too-common", "yes", "empty"),
        ("writing", "x" * 5000, "4000 characters"),
        ("driving-side", "left/right", "driving-side"),
    ],
)
def test_wrong_values_are_answered_with_a_sentence(kind, value, said):
    with pytest.raises(UsageError) as caught:
        vocabulary().value(kind, value)
    assert said in str(caught.value)


def test_labels_are_translated_and_unknown_ones_stay():
    words = vocabulary()
    assert words.label("plug", language="de") == "Stecker oder Steckdose"
    assert words.label("driving-side", "left", "fr") == "Gauche"
    assert words.label("writing", "Boulangerie", "fr") == "Boulangerie"
