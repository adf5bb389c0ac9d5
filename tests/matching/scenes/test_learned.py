"""The slot for learned descriptors, with tiny networks written here byte by byte (ONNX is protocol buffers)."""

import numpy as np
import pytest

from sightline.kernel.errors import UsageError
from sightline.matching.model import Strength
from sightline.matching.scenes.learned import LocalFeatures, Network, Recipe
from sightline.matching.scenes.learned_compare import compare_learned, fused, most_like


def varint(number):
    out = b""
    while True:
        number, low = number >> 7, number & 0x7F
        out += bytes([low | (0x80 if number else 0)])
        if not number:
            return out


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def tensor(name, array):
    kinds = {"float32": 1, "int64": 7}
    dims = b"".join(field(1, int(side)) for side in array.shape)
    return dims + field(2, kinds[str(array.dtype)]) + field(8, name) + field(9, array.tobytes())


def value(name, shape):
    sides = b"".join(field(1, field(1, side) if isinstance(side, int) else field(2, side)) for side in shape)
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, sides)))


def node(kind, inputs, outputs, **integers):
    body = b"".join(field(1, name) for name in inputs) + b"".join(field(2, name) for name in outputs) + field(4, kind)
    for name, numbers in integers.items():
        many = b"".join(field(8, number) for number in numbers)
        body += field(5, field(1, name) + many + field(20, 7))
    return body


def model(nodes, constants, inputs, outputs):
    graph = b"".join(field(1, one) for one in nodes) + field(2, "tiny")
    graph += b"".join(field(5, tensor(name, array)) for name, array in constants.items())
    graph += b"".join(field(11, value(*one)) for one in inputs) + b"".join(field(12, value(*one)) for one in outputs)
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13))


@pytest.fixture
def describes_whole(tmp_path):
    """A network that averages each cell of a 4 x 4 grid of each channel: (1, 48)."""
    path = tmp_path / "whole.onnx"
    nodes = [
        node("AveragePool", ["image"], ["cells"], kernel_shape=[16, 16], strides=[16, 16]),
        node("Reshape", ["cells", "shape"], ["vector"]),
    ]
    constants = {"shape": np.array([1, 48], np.int64)}
    path.write_bytes(model(nodes, constants, [("image", (1, 3, 64, 64))], [("vector", (1, 48))]))
    return path


@pytest.fixture
def describes_places(tmp_path):
    """A network with one keypoint at every 8th pixel, described by the 15 x 15 pixels around it, squeezed to 75."""
    rng = np.random.default_rng(1)
    kernel = rng.normal(size=(75, 1, 15, 15)).astype(np.float32)
    kernel -= kernel.mean(axis=(1, 2, 3), keepdims=True)
    grid = np.stack(np.meshgrid(np.arange(40), np.arange(30)), axis=-1).reshape(-1, 2).astype(np.float32) * 8
    path = tmp_path / "places.onnx"
    nodes = [
        node("Conv", ["image", "kernel"], ["maps"], strides=[8, 8], pads=[7, 7, 7, 7]),
        node("Reshape", ["maps", "shape"], ["flat"]),
        node("Transpose", ["flat"], ["descriptors"], perm=[0, 2, 1]),
        node("Identity", ["grid"], ["keypoints"]),
    ]
    constants = {"kernel": kernel, "shape": np.array([1, 75, 1200], np.int64), "grid": grid}
    outputs = [("keypoints", (1200, 2)), ("descriptors", (1, 1200, 75))]
    path.write_bytes(model(nodes, constants, [("image", (1, 1, 240, 320))], outputs))
    return path


def test_a_global_network_ranks_the_same_picture_first(describes_whole, room, picture):
    network = Network(describes_whole)
    vectors = np.stack([network.whole(picture(room(number))) for number in range(5)])
    assert vectors.shape == (5, 48)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert most_like(network.whole(picture(room(3)[4:, 4:])), vectors, 2)[0] == 3
    assert len(network.sha256) == 64


def test_a_local_network_links_a_shifted_view_and_not_another_room(describes_places, room, picture):
    network = Network(describes_places, Recipe(mean=(0.5, 0.5, 0.5), deviation=(1.0, 1.0, 1.0)))
    grey = room(31, width=336, height=256, things=400)
    left, right = network.local(picture(grey[:240, :320])), network.local(picture(grey[16:, 16:]))
    assert left.positions.shape == (1200, 2)
    found = compare_learned(left, right)
    assert found.strength is Strength.VERIFIED
    assert found.evidence()["method"] == f"learned {network.sha256}"
    shift = np.median(found.points[:, :2] - found.points[:, 2:], axis=0) * (320, 240)
    assert shift == pytest.approx((16, 16), abs=1)
    other = network.local(picture(room(32, width=320, height=240, things=400)))
    assert compare_learned(left, other).strength is Strength.SIMILAR_LOOK


def test_keypoints_of_two_networks_are_not_compared(describes_places, room, picture):
    left = Network(describes_places).local(picture(room(1)))
    right = LocalFeatures(
        positions=left.positions,
        descriptors=left.descriptors,
        scores=left.scores,
        width=left.width,
        height=left.height,
        network="another",
    )
    with pytest.raises(UsageError, match="two different networks"):
        compare_learned(left, right)


def test_files_that_are_no_network_are_named(tmp_path, describes_whole, room, picture):
    nonsense = tmp_path / "nonsense.onnx"
    nonsense.write_bytes(b"not a network")
    with pytest.raises(UsageError, match="not a network"):
        Network(nonsense)
    with pytest.raises(UsageError, match="not a network"):
        Network(tmp_path / "missing.onnx")
    with pytest.raises(UsageError, match="no keypoints"):
        Network(describes_whole).local(picture(room(1)))
    vectors = tmp_path / "vectors.onnx"
    vectors.write_bytes(model([node("Identity", ["x"], ["y"])], {}, [("x", (1, 7))], [("y", (1, 7))]))
    with pytest.raises(UsageError, match="one picture"):
        Network(vectors)


def test_fusion_prefers_what_both_rankings_have():
    assert fused([[1, 2, 3], [4, 2, 5]])[0] == 2
    assert fused([]) == []
