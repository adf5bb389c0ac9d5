from sightline.clues.vocabulary import vocabulary
from sightline.places.atlas.tables import table
from sightline.places.likelihood.catalogue import SIGHTS
from sightline.places.territories import INDEX


def test_every_sight_is_a_value_of_the_vocabulary_and_lies_somewhere():
    kinds, groups = vocabulary().kinds, table("subregions").rows
    for key, (places, elsewhere) in table("sights").rows.items():
        kind, value = key.split(".")
        assert kind in SIGHTS
        assert value in kinds[kind].values, key
        assert all(name in groups or name in INDEX for name in places.split()), key
        assert 0 < elsewhere < 0.5
