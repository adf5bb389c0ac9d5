// The vocabulary of clues in the user's language, fetched once a language.

import { call } from "../api/client";
import type { Vocabulary } from "../api/types";
import { locale } from "../i18n";
import type { Kind } from "./vocabulary";

const kept = new Map<string, Promise<readonly Kind[]>>();

export function kinds(): Promise<readonly Kind[]> {
  // `en-GB` and `en` have the same words.
  const language = locale().slice(0, 2);
  const known = kept.get(language);
  if (known) return known;
  const asked = call<Vocabulary>("/api/vocabulary", { query: { language } }).then((found) =>
    found.kinds.map((kind): Kind => ({
      ...kind,
      values: Object.entries(kind.values).map(([name, label]) => ({ name, label })),
    })),
  );
  kept.set(language, asked);
  asked.catch(() => kept.delete(language));
  return asked;
}

/** The words for a kind and a value; what has no word stays as it is. Several values are joined by `/`. */
export function labelled(known: readonly Kind[], kind: string, value: string): { label: string; valueLabel: string } {
  const found = known.find((one) => one.name === kind);
  if (!found) return { label: kind, valueLabel: value };
  const word = (part: string) => found.values.find((one) => one.name === part)?.label ?? part;
  const parts = found.several ? value.split("/") : [value];
  return { label: found.label, valueLabel: parts.map(word).join(" / ") };
}
