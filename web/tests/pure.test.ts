import css from "../src/tokens.css?raw";
import { describe as group, expect, test } from "vitest";
import { unpack } from "../src/triage/packs";
import { sentence } from "../src/api/client";
import { clashes, describe, type Scope } from "../src/keys/model";
import { shorten, visible } from "../src/parts/name";
import { SCOPES } from "../src/keys/catalogue";
import { parse, write } from "../src/router";
import { duration } from "../src/triage/cell";
import { t, tn, use } from "../src/i18n/translate";

group("the address", () => {
  test("comes back as it was written", () => {
    const address = write("board", ["S 1/2?"], { text: "a&b=c#d", tag: "", op: "3" });
    const route = parse(address);
    expect(route.screen).toBe("board");
    expect(route.parts).toEqual(["S 1/2?"]);
    expect(Object.fromEntries(route.params)).toEqual({ text: "a&b=c#d", op: "3" });
  });
  test("an empty or broken one is the first screen, never a crash", () => {
    expect(parse("").screen).toBe("operation");
    expect(parse("#/%E0%A4%A/x").screen).toBe("%E0%A4%A");
  });
});

group("keys", () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    describe({ key, code: "", ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more } as KeyboardEvent);
  test("are named by what they write, digits by their cap", () => {
    expect(press(" ")).toBe("Space");
    expect(press("F", { shiftKey: true })).toBe("Shift+f");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("&", { code: "Digit1" })).toBe("1");
    expect(press("1", { code: "Digit1", shiftKey: true })).toBe("1");
    expect(press("z", { ctrlKey: true })).toBe("Ctrl+z");
    expect(press("ArrowDown", { shiftKey: true })).toBe("Shift+ArrowDown");
  });
  test("a clash is told once, across the page and within a screen", () => {
    const action = (id: string, key: string) => ({ id, label: () => id, keys: [key] });
    const scopes: Scope[] = [
      { name: "page", title: () => "", actions: [action("page.undo", "u")] },
      { name: "one", title: () => "", actions: [action("one.a", "u"), action("one.b", "b")] },
    ];
    expect(clashes(scopes).map(([first, second, key]) => [first.id, second.id, key])).toEqual([["page.undo", "one.a", "u"]]);
  });
});

test("no two actions of one screen come with the same key", () => {
  expect(clashes(SCOPES).map(([first, second, key]) => `${first.id} ${second.id} ${key}`)).toEqual([]);
});

group("a pack of thumbnails", () => {
  test("holds pictures, gaps and what is not made yet", () => {
    const bytes = new Uint8Array([2, 0, 0, 0, 7, 8, 0, 0, 0, 0, 255, 255, 255, 255, 1, 0, 0, 0, 9]);
    const [first, gap, later, last] = unpack(bytes.buffer);
    expect([...(first ?? [])]).toEqual([7, 8]);
    expect(gap).toBeNull();
    expect(later).toBeUndefined();
    expect([...(last ?? [])]).toEqual([9]);
  });
});

group("names from outside", () => {
  test("cannot turn their surroundings around", () => {
    expect(visible("a\u202egpj.exe")).toBe("a⟨202e⟩gpj.exe");
    expect(visible("عربي")).toBe("عربي");
  });
  test("are cut in the middle and keep their end", () => {
    const cut = shorten("x".repeat(250) + ".jpeg", 40);
    expect([...cut].length).toBeLessThanOrEqual(40);
    expect(cut.endsWith(".jpeg")).toBe(true);
  });
});

test("an error is one sentence, whatever its shape", () => {
  expect(sentence({ error: { what: "No." } })).toBe("No.");
  expect(sentence({ detail: [{ msg: "a" }, { msg: "b" }] })).toBe("a b");
  expect(sentence(undefined)).toBeUndefined();
});

test("lengths of videos", () => {
  expect([duration(5), duration(65), duration(3725)]).toEqual(["0:05", "1:05", "1:02:05"]);
});

test("words are filled in, in the form the number wants", () => {
  expect(t("a {x} b", { x: 1 })).toBe("a 1 b");
  expect(tn("{n} file", "{n} files", 1)).toBe("1 file");
  use("fr", { "{n} file": ["{n} fichier", "{n} fichiers"] });
  expect(tn("{n} file", "{n} files", 0)).toBe("0 fichier");
  expect(tn("{n} file", "{n} files", 2000)).toBe(`${new Intl.NumberFormat("fr").format(2000)} fichiers`);
  use("en", {});
});

group("colours", () => {
  const blocks = { light: css.split("@media")[0] ?? "", dark: css.split(':root[data-theme="dark"]').at(-1) ?? "" };
  const value = (block: string, name: string): string => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(block)?.[1] ?? "";
  const light = (hex: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string): number => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };
  const TEXTS = ["ink", "ink-quiet", "accent", "good", "warn", "bad", "note"];
  const GROUNDS = ["ground", "raised", "sunk"];
  const PAIRS = [
    ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
    ...["good", "warn", "bad", "note"].map((text) => [text, `${text}-soft`] as const),
    ...(["ink", "ink-quiet"] as const).map((text) => [text, "accent-soft"] as const),
    ["ink-on-accent", "accent"] as const,
    ["on-well", "well"] as const,
  ];
  for (const theme of ["light", "dark"] as const) {
    test.each(PAIRS)(`${theme}: %s can be read on %s`, (text, ground) => {
      expect(contrast(value(blocks[theme], text), value(blocks[theme], ground))).toBeGreaterThanOrEqual(4.5);
    });
    test.each(GROUNDS)(`${theme}: edges of controls and the focus are seen on %s`, (ground) => {
      for (const mark of ["line-strong", "focus"]) {
        expect(contrast(value(blocks[theme], mark), value(blocks[theme], ground))).toBeGreaterThanOrEqual(3);
      }
    });
  }
});
