import { describe as group, expect, test } from "vitest";
import { fromAnnotation, toAnnotation } from "../src/viewer/annotation";
import { inOrder, nextAfter, type State } from "../src/viewer/clues";
import { advanced, began, beganByKeys, type Drawing, type Step } from "../src/viewer/drawing";
import { turned } from "../src/viewer/levels";
import { fromCorners, toFractions, toPixels } from "../src/viewer/matrix";
import { flat, found } from "../src/viewer/metadata";
import { area, holds, moved, polygon, rectangle, vertices, withExtraVertex, withVertex, withoutVertex, type Region } from "../src/viewer/region";
import { clock, outline } from "../src/viewer/strip";
import { keyed, matching } from "../src/viewer/vocabulary";
import { UPRIGHT } from "../src/viewer/view";

function drawn(start: Drawing, steps: readonly Step[]): { drawing: Drawing; region: Region | undefined } {
  let drawing = start;
  let region: Region | undefined;
  for (const step of steps) {
    const outcome = advanced(drawing, step);
    drawing = outcome.drawing;
    region = outcome.region ?? region;
  }
  return { drawing, region };
}

const key = (name: string, wide = false): Step => ({ act: "key", key: name, wide });

group("drawing", () => {
  test("a drag is a rectangle in any direction, a click is a choice", () => {
    const back = drawn(began("mark"), [
      { act: "down", at: [0.6, 0.7] },
      { act: "move", at: [0.4, 0.5] },
      { act: "up", at: [0.2, 0.3] },
    ]);
    expect(back.region).toEqual({ x: 0.2, y: 0.3, width: 0.4, height: 0.4, outline: [] });
    const click = advanced(advanced(began("mark"), { act: "down", at: [0.5, 0.5] }).drawing, { act: "up", at: [0.501, 0.5] });
    expect(click.region).toBeUndefined();
    expect(click.chosen).toEqual([0.501, 0.5]);
  });
  test("a double click closes an outline and its repeated place is dropped", () => {
    const { region, drawing } = drawn(began("polygon"), [
      { act: "down", at: [0.1, 0.1] },
      { act: "down", at: [0.5, 0.1] },
      { act: "down", at: [0.5, 0.5] },
      { act: "down", at: [0.5, 0.501] },
      { act: "double", at: [0.5, 0.501] },
    ]);
    expect(region?.outline).toHaveLength(3);
    expect(drawing.vertices).toEqual([]);
  });
  test("keys draw a rectangle, and an outline closed by Enter twice at one place", () => {
    const box = drawn(beganByKeys("mark"), [key("Enter"), key("ArrowRight", true), key("ArrowDown", true), key("Enter")]);
    expect(box.region).toEqual({ x: 0.5, y: 0.5, width: 0.05, height: 0.05, outline: [] });
    const three = [key("Enter"), key("ArrowRight", true), key("Enter"), key("ArrowDown", true), key("Enter"), key("Enter")];
    expect(drawn(beganByKeys("polygon"), three).region?.outline).toHaveLength(3);
  });
  test("nothing leaves the picture, and Escape gives everything up", () => {
    const out = drawn(began("mark"), [{ act: "down", at: [-1, -1] }, { act: "up", at: [2, 0.5] }]);
    expect(out.region).toEqual({ x: 0, y: 0, width: 1, height: 0.5, outline: [] });
    const half = drawn(began("polygon"), [{ act: "down", at: [0.1, 0.1] }, key("Escape")]);
    expect(half.drawing).toEqual(began("polygon"));
  });
});

group("regions", () => {
  const box: Region = { x: 0.2, y: 0.2, width: 0.4, height: 0.2, outline: [] };
  test("a corner is moved against the opposite one; a side gets a vertex and loses it again", () => {
    expect(withVertex(box, 0, [0.1, 0.1])).toEqual({ x: 0.1, y: 0.1, width: 0.5, height: 0.3, outline: [] });
    const five = withExtraVertex(box, 0);
    expect(vertices(five)).toHaveLength(5);
    expect(vertices(withoutVertex(five, 1))).toHaveLength(4);
    const triangle = polygon([[0, 0], [1, 0], [0, 1]]) as Region;
    expect(withoutVertex(triangle, 0)).toEqual(triangle);
  });
  test("moving stops at the edge and keeps the size", () => {
    expect(moved(box, 9, -9)).toEqual({ x: 0.6, y: 0, width: 0.4, height: 0.2, outline: [] });
  });
  test("a place is inside an outline by the even-odd rule; the area is the outline's", () => {
    const corner = polygon([[0, 0], [1, 0], [1, 1], [0.9, 0.1]]) as Region;
    expect(holds(corner, [0.2, 0.8])).toBe(false);
    expect(holds(corner, [0.97, 0.5])).toBe(true);
    expect(area(polygon([[0, 0], [1, 0], [0, 1]]) as Region)).toBeCloseTo(0.5);
  });
  test("a click is no rectangle", () => {
    expect(rectangle([0.5, 0.5], [0.502, 0.9])).toBeNull();
  });
});

test("the map to the stage goes there and back when turned and flipped", () => {
  const map = fromCorners([500, 100], [500, 700], [100, 100]);
  expect(toPixels(map, [0.5, 0.5])).toEqual([300, 400]);
  const [x, y] = toFractions(map, [300, 400]);
  expect([x, y].map((side) => Number(side.toFixed(9)))).toEqual([0.5, 0.5]);
});

group("web annotations", () => {
  const base = { id: "urn:x:1", source: "urn:sha256:ab", kind: "plug", value: "F", seenBy: "officer:7" };
  test("rectangles, outlines and stretches come back as they went", () => {
    const outlined = polygon([[0.1, 0.1], [0.4, 0.1], [0.3, 0.5]]) as Region;
    for (const region of [null, { x: 0.125, y: 0.25, width: 0.5, height: 0.25, outline: [] }, outlined]) {
      for (const span of [null, { start: 1.5, end: 3 }]) {
        const marked = { ...base, region, span };
        expect(fromAnnotation(JSON.parse(JSON.stringify(toAnnotation(marked))))).toEqual(marked);
      }
    }
  });
  test("are what the recommendation asks for", () => {
    const note = toAnnotation({ ...base, region: { x: 0, y: 0, width: 1, height: 1, outline: [] }, span: null });
    expect(note["@context"]).toBe("http://www.w3.org/ns/anno.jsonld");
    expect(note.target.selector[0]).toEqual({
      type: "FragmentSelector",
      conformsTo: "http://www.w3.org/TR/media-frags/",
      value: "xywh=percent:0,0,100,100",
    });
  });
  test("anything else is refused, never thrown over", () => {
    for (const odd of [null, 3, {}, { type: "Annotation", body: [], target: {} }, { type: "Annotation", body: 3, target: 4 }]) {
      expect(fromAnnotation(odd)).toBeNull();
    }
  });
});

group("the vocabulary", () => {
  const kind = (name: string) => ({ name, label: name, form: "text", several: false, by: "person", values: [] });
  test("the kinds used last have the first keys; the rest keep their order", () => {
    const kinds = ["writing", "plug", "phone"].map(kind);
    expect(keyed(kinds, ["phone"]).map((one) => `${one.key} ${one.kind.name}`)).toEqual(["1 phone", "2 writing", "3 plug"]);
  });
  test("a code comes before a word that begins so, a word before letters inside; accents do not matter", () => {
    const values = [
      { name: "GB", label: "United Kingdom" },
      { name: "BE", label: "Belgium" },
      { name: "BZ", label: "Belize" },
      { name: "CI", label: "Côte d'Ivoire" },
      { name: "LY", label: "Libya" },
    ];
    expect(matching(values, "be").map((one) => one.name)).toEqual(["BE", "BZ"]);
    expect(matching(values, "cote")[0]?.name).toBe("CI");
    expect(matching(values, "king")[0]?.name).toBe("GB");
    expect(matching(values, "zzz")).toEqual([]);
  });
});

test("after a verdict the next proposal is looked at, and the one before at the end", () => {
  const clues = (["proposed", "confirmed", "proposed"] as State[]).map((state, place) => ({ id: place + 1, state }));
  expect(inOrder(clues).map((one) => one.id)).toEqual([1, 3, 2]);
  expect(nextAfter(clues, 1)).toBe(3);
  expect(nextAfter(clues, 3)).toBe(1);
  expect(nextAfter(clues.slice(0, 2), 1)).toBeNull();
});

test("metadata is flat, and every word must be found somewhere", () => {
  const tags = flat({ Make: "Lumen", GPS: { Latitude: 50.8, Ref: "N" }, Lens: [1, 2] });
  expect(tags).toEqual([["Make", "Lumen"], ["GPS Latitude", "50.8"], ["GPS Ref", "N"], ["Lens", "1, 2"]]);
  expect(found(tags, "gps lat")).toEqual([["GPS Latitude", "50.8"]]);
});

test("quarter turns go round, moments are written as minutes, silence is a line", () => {
  expect(turned(UPRIGHT, -1).turns).toBe(3);
  expect(clock(75.5)).toBe("1:15.5");
  expect(outline([0, 255])).toBe("M0.0 30.0L500.0 0.0L500.0 60.0L0.0 30.0Z");
  expect(outline([])).toBe("");
});
