"""A series with one picture and one clue on a part of it, and officers of three countries."""

import io
from dataclasses import dataclass

import pytest
from PIL import Image, ImageDraw

from sightline.agencies import store as agency_store
from sightline.agencies.access import Acting
from sightline.agencies.model import Agency, Role
from sightline.clues import store as clue_store
from sightline.clues.model import Sighting
from sightline.media.decoder import Decoder
from sightline.media.model import Limits, Region
from sightline.operations import store as operation_store
from sightline.questions import ask
from sightline.questions.model import Question, Wish
from sightline.series import store as series_store
from sightline.series.media import store as media_store
from sightline.workspace import Workspace
from tests.operations.test_operations import contribution_of

WHOLE = Region(x=0.25, y=0.25, width=0.5, height=0.5)


@dataclass(frozen=True)
class Case:
    """A workspace with a series, a clue on its picture, and a decoder to cut it."""

    workspace: Workspace
    decoder: Decoder
    series: int
    clue: int
    media: int

    def ask(self, words: str = "Whose tiles are these?") -> Question:
        with self.workspace.acting() as acting:
            wish = Wish(series_id=self.series, clue_id=self.clue, words=words)
            return ask.ask(acting, self.workspace.blobs, self.decoder, wish)

    def release(self, *to: str) -> Question:
        number = self.ask().id
        with self.workspace.acting("be.second") as acting:
            return ask.release(acting, number, to)


@pytest.fixture(scope="session")
def decoder():
    with Decoder(Limits()) as made:
        yield made


@pytest.fixture
def case(workspace: Workspace, decoder: Decoder, tmp_path) -> Case:
    (tmp_path / "tiles.jpg").write_bytes(_tiles())
    with workspace.acting() as acting:
        agency_store.add_agency(
            acting.connection, Agency(code="PT", name="Agency of Portugal", country="PT"), acting.officer
        )
        enter(acting, "fr.second", "Fifth Officer", "FR")
        enter(acting, "pt.first", "Sixth Officer", "PT")
        operation = operation_store.the_only(acting)
        operation_store.join(acting, operation.id, operation.code, "PT")
        contribution = operation_store.contribute(acting, contribution_of(operation.id))
        stored = workspace.blobs.put_file(tmp_path / "tiles.jpg")
        media = media_store.receive(acting, contribution.id, "BE", stored, b"tiles.jpg").media_id
        series = series_store.open_series(acting, operation.id, "Tiles")
        series_store.add_media(acting, series, [media])
        seen = Sighting(
            kind="writing", value="azulejo", seen_by=f"officer:{acting.officer.id}", media_id=media, region=WHOLE
        )
        clue = clue_store.add(acting, series, seen).id
    return Case(workspace=workspace, decoder=decoder, series=series, clue=clue, media=media)


def enter(acting: Acting, handle: str, name: str, agency: str, role: Role = Role.SPECIALIST) -> None:
    agency_store.add_officer(acting.connection, handle, name, agency, frozenset({role}), acting.officer)


def _tiles() -> bytes:
    image = Image.new("RGB", (160, 120), "white")
    draw = ImageDraw.Draw(image)
    for place in range(0, 160, 20):
        draw.rectangle((place, place % 120, place + 10, place % 120 + 10), fill="navy")
    exif = image.getexif()
    exif[0x010F] = "A maker"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"where it was taken")
    return out.getvalue()
