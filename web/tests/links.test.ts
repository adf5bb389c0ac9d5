import { describe as group, expect, test } from "vitest";
import type { Edge } from "../src/api/types";
import { chance, reason, strengthMeaning, strengthWord, type Strength } from "../src/compare/words";
import { bundled, essential } from "../src/links/bundle";
import { layout, towards } from "../src/links/layout";

const STRENGTHS: readonly Strength[] = ["verified", "possible", "similar look only"];

function edge(left: number, right: number, strength: Strength, more: Partial<Edge> = {}): Edge {
  return { left, right, strength, kind: "same scene", links: 1, confirmed: 0, rejected: 0, waiting: 1, best: 1, why: "", ...more };
}

group("the drawing of a neighbourhood", () => {
  const ids = Array.from({ length: 24 }, (_, place) => place + 1);
  const edges = ids.slice(1).map((id) => ({ a: 1, b: id, weight: id % 3 }));
  test("keeps the asked series in the middle and no box over another", () => {
    const places = layout(1, ids, edges);
    expect(places).toHaveLength(24);
    expect(places.find((one) => one.id === 1)).toMatchObject({ x: 0, y: 0, ring: 0 });
    for (const a of places)
      for (const b of places)
        if (a.id < b.id) expect(Math.abs(a.x - b.x) >= 140 || Math.abs(a.y - b.y) >= 54, `${a.id} and ${b.id}`).toBe(true);
  });
  test("is the same every time, and has room for what nothing joins", () => {
    expect(layout(1, ids, edges)).toEqual(layout(1, ids, edges));
    expect(layout(1, [1, 2], [])).toHaveLength(2);
    expect(layout(1, [1], [])).toEqual([{ id: 1, x: 0, y: 0, ring: 0 }]);
  });
  test("arrows reach every series", () => {
    const places = layout(1, ids, edges);
    const seen = new Set([1]);
    const waiting = [1];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const from = places.find((one) => one.id === id);
      if (!from) continue;
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
        const next = towards(places, from, dx, dy).id;
        if (!seen.has(next)) waiting.push(next);
        seen.add(next);
      }
    }
    expect(seen.size).toBe(24);
  });
});

test("links between two series are one line, told by the strongest; weak ones far away are left out", () => {
  const bundles = bundled([edge(2, 1, "possible"), edge(1, 2, "verified"), edge(3, 4, "possible"), edge(5, 4, "possible", { confirmed: 1 })]);
  expect(bundles.map((one) => [one.a, one.b, one.edges[0].strength, one.edges.length])).toEqual([
    [1, 2, "verified", 2],
    [3, 4, "possible", 1],
    [4, 5, "possible", 1],
  ]);
  expect(essential(bundles, [1]).map((one) => one.b)).toEqual([2, 5]);
  expect(essential(bundles, [3]).map((one) => one.b)).toEqual([2, 4, 5]);
});

group("reasons in words", () => {
  const link = { kind: "same scene", mirrored: false, why: "The server's own sentence." };
  test("say how many points agree and how", () => {
    expect(reason({ ...link, evidence: { homography: 34, fundamental: 20 } })).toBe("same scene: 34 points agree on one plane");
    expect(reason({ ...link, evidence: { homography: 3, fundamental: 20 } })).toContain("20 points agree in depth");
    expect(reason({ ...link, mirrored: true, evidence: { homography: 1 } })).toBe(
      "same scene: 1 point agrees on one plane; one picture is mirrored",
    );
    expect(reason({ ...link, kind: "same texture", evidence: { shared_motifs: 9 } })).toContain("9 repeated motifs");
    expect(reason({ ...link, evidence: {} })).toBe(link.why);
  });
  test("claim no more of chance than anybody can know", () => {
    expect(chance({ evidence: { log10_nfa_homography: -12.2 } })).toContain("10¹²");
    expect(chance({ evidence: { log10_nfa_homography: -3248 } })).toContain("less than once in 10³⁰");
    expect(chance({ evidence: {} })).toBeNull();
  });
  test("never mix the three strengths", () => {
    expect(new Set(STRENGTHS.map(strengthWord)).size).toBe(3);
    expect(new Set(STRENGTHS.map((one) => strengthMeaning(one))).size).toBe(3);
  });
});
