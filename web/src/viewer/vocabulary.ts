// Choosing what was seen with as few keys as can be: one key for a kind, a few letters for a value.

import { t } from "../i18n";

/** A kind of clue as the vocabulary has it. `values`: what may be said where the form is `listed`. */
export interface Kind {
  readonly name: string;
  readonly label: string;
  readonly form: string;
  readonly several: boolean;
  readonly by: string;
  readonly values: readonly Value[];
}

export interface Value {
  readonly name: string;
  readonly label: string;
}

/** Digits first, for the kinds that the vocabulary names first. */
export const KEYS = "1234567890qwertyuiopasdfghjklzxcvbnm";

/** The kinds in the order in which they are offered, each with its key while there are keys. */
export function keyed(kinds: readonly Kind[], used: readonly string[] = []): { kind: Kind; key: string }[] {
  const rank = (kind: Kind) => {
    const place = used.indexOf(kind.name);
    return place < 0 ? used.length : place;
  };
  return [...kinds]
    .sort((a, b) => rank(a) - rank(b))
    .map((kind, index) => ({ kind, key: KEYS[index] ?? "" }));
}

/** What a person may mean by these letters, nearest first: at the start of a word before anywhere else. */
export function matching<T extends Value>(values: readonly T[], written: string): T[] {
  const wanted = folded(written);
  if (!wanted) return [...values];
  return values
    .map((value) => ({ value, rank: nearness(value, wanted) }))
    .filter((one) => one.rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.value);
}

/** Lower case, without accents, single spaces. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

function nearness({ name, label }: Value, wanted: string): number {
  const [code, words] = [folded(name), folded(label)];
  if (code === wanted) return 0;
  if (code.startsWith(wanted)) return 1;
  if (words.startsWith(wanted)) return 2;
  if (words.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 3;
  return code.includes(wanted) || words.includes(wanted) ? 4 : Infinity;
}

/** How a value of a form that is written freely should look: said before it is sent, judged by the server. */
export function hint(form: string): string {
  const hints: Record<string, string> = {
    text: t("what was read or seen"),
    language: t("a language code: fr, pt-BR"),
    cctld: t("two letters: be"),
    digits: t("3 to 14 digits"),
    position: t("latitude,longitude: 50.85,4.35"),
    offset: t("as +02:00"),
    countries: t("country codes: BE, NL"),
  };
  return hints[form] ?? t("some letters of it");
}
