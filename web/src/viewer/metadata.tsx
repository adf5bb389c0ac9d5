// Everything the file says about itself, in one list that can be searched.

import { useSignal } from "@preact/signals";

import { folded } from "./vocabulary";
import { t } from "../i18n";

export type Tag = readonly [name: string, value: string];

/** Tags in which every one of the words occurs, in name or value. */
export function found(tags: readonly Tag[], written: string): Tag[] {
  const words = folded(written).split(" ");
  return tags.filter(([name, value]) => {
    const all = folded(`${name} ${value}`);
    return words.every((word) => all.includes(word));
  });
}

/** One line a tag: lists and groups are written out as plain text. */
export function flat(metadata: Readonly<Record<string, unknown>>, before = ""): Tag[] {
  return Object.entries(metadata).flatMap(([name, value]): Tag[] => {
    const full = before ? `${before} ${name}` : name;
    if (value && typeof value === "object" && !Array.isArray(value)) return flat(value as Record<string, unknown>, full);
    return [[full, Array.isArray(value) ? value.map(String).join(", ") : String(value ?? "")]];
  });
}

export function Metadata({ metadata }: { metadata: Readonly<Record<string, unknown>> }) {
  const written = useSignal("");
  const tags = flat(metadata);
  const shown = found(tags, written.value);
  if (!tags.length) return <p class="quiet">{t("This file carries no metadata.")}</p>;
  return (
    <>
      <label class="search">
        <span class="unseen">{t("Search the metadata")}</span>
        <input
          type="search"
          placeholder={t("Search {count} entries", { count: tags.length })}
          value={written.value}
          onInput={(event) => (written.value = event.currentTarget.value)}
        />
      </label>
      <div class="tags" tabIndex={0} role="region" aria-label={t("Metadata")}>
        <table translate={false}>
          <tbody>
            {shown.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td dir="auto">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet" role="status">
        {shown.length === tags.length ? "" : t("{shown} of {count} entries", { shown: shown.length, count: tags.length })}
      </p>
    </>
  );
}
