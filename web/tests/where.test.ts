import { geoContains } from "d3-geo";
import { feature } from "topojson-client";
import land from "world-atlas/countries-110m.json?raw";
import { beforeAll, describe as group, expect, test } from "vitest";
import { bar, byWeight, moved, type Answer } from "../src/where/model";
import { factor, inWords, shade } from "../src/where/shade";
import { CODE_OF, DOTS, TERRITORIES } from "../src/where/territories";
import { extent, periodInWords } from "../src/where/when";
import { drawn, towards, type World } from "../src/where/world";

const atlas = JSON.parse(land);
let world: World;
beforeAll(() => {
  world = drawn(atlas);
});

group("the world", () => {
  test("draws each of the 250 territories exactly once", () => {
    expect(TERRITORIES).toHaveLength(250);
    expect(world.lands.map((land) => land.code).sort()).toEqual([...TERRITORIES]);
  });
  test("gives each outline the code of the country that lies there", () => {
    const places = { BE: [4.4, 50.8], SE: [15, 63], RU: [-175, 66.5], US: [-150, 64], FJ: [178, -17.8], BR: [-50, -10] } as const;
    for (const [code, place] of Object.entries(places)) {
      const at = feature(atlas, atlas.objects.countries) as unknown as { features: { id: string }[] };
      const there = at.features.find((one) => geoContains(one as never, [place[0], place[1]]));
      expect(CODE_OF.get(String(there?.id))).toBe(code);
    }
  });
  test("keeps small countries near where they are", () => {
    expect(DOTS.get("MT")?.map(Math.round)).toEqual([14, 36]);
    expect(DOTS.get("SG")?.map(Math.round)).toEqual([104, 1]);
  });
  test("draws no outline across the whole map: nothing is torn at the 180th meridian", () => {
    for (const land of world.lands) {
      for (const ring of land.d.split("M").slice(1)) {
        const xs = ring.match(/-?[\d.]+(?=[ ,]-?[\d.]+)/g)?.map(Number) ?? [];
        const steps = xs.slice(1).map((x, place) => Math.abs(x - (xs[place] ?? x)));
        // Antarctica alone goes along the lower edge of the map.
        if (land.code !== "AQ" && !land.small) expect(Math.max(0, ...steps)).toBeLessThan(240);
      }
    }
  });
  test("arrows go to the neighbour in their direction", () => {
    const france = world.lands.find((land) => land.code === "FR");
    expect(france).toBeDefined();
    if (!france) return;
    expect(towards(world.lands, france, -Math.PI / 2).middle[1]).toBeLessThan(france.middle[1]);
    expect(towards(world.lands, france, 0).middle[0]).toBeGreaterThan(france.middle[0]);
  });
});

group("numbers", () => {
  test("a probability is never a round 1 or 0, and ruled out is never a colour", () => {
    expect(inWords(0.9999)).toBe("over 99%");
    expect(inWords(0)).toBe("under 1%");
    expect(inWords(0.5)).toBe("50%");
    expect(shade(0.7, true)).toBe("land out");
    expect(shade(0.7, false)).toBe("land p0");
    expect(shade(0.003, false)).toBe("land p4");
  });
  test("bars lie on the side they speak for and stop at a factor of 1000", () => {
    expect(bar(1.5)).toEqual({ left: 50, width: 25, over: false });
    expect(bar(-9)).toEqual({ left: 0, width: 50, over: true });
    expect(factor(2)).toBe("100 times likelier");
    expect(factor(-1)).toBe("10 times less likely");
    expect(factor(0)).toBe("says nothing either way");
  });
  test("what moved is said largest first, and groups by weight", () => {
    const answer = (pairs: [string, number][]): Answer => ({
      probabilities: new Map(pairs), likely: [], ruledOut: new Set(), abstains: null, groups: [], aside: [],
    });
    const change = moved(answer([["BE", 0.9], ["FR", 0.1]]), answer([["BE", 0.5], ["FR", 0.4], ["NL", 0.1]]));
    expect(change.map((one) => one.code)).toEqual(["BE", "FR", "NL"]);
    const group = (key: string, log10: number) =>
      ({ key, source: key, voices: [], countedAs: 1, verbal: "", log10: new Map([["BE", log10]]), without: [] });
    expect(byWeight([group("a", 0.2), group("b", -2)], "BE").map((one) => one.key)).toEqual(["b", "a"]);
  });
});

test("a period is open where no clue closes it", () => {
  expect(periodInWords({ notBefore: null, notAfter: null })).toBe("No clue says when.");
  expect(periodInWords({ notBefore: "2014-05-01", notAfter: null })).toMatch(/^not before .*2014/);
  const bound = { clue: 1, kind: "", value: "", notBefore: "2014-05-01", notAfter: null, reason: "" };
  const [low, high] = extent([bound], new Date("2026-01-01"));
  expect(low).toBeLessThan(Date.parse("2014-05-01"));
  expect(high).toBe(Date.parse("2026-01-01"));
});
