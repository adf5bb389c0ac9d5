// The page's words. An English sentence is its own key; a catalogue (built from the .po files) holds the others.
import { signal } from "@preact/signals";

export const LANGUAGES = ["en", "fr", "nl", "de", "es"] as const;
/** The pseudo-locale: every translated sentence is marked and made longer, so that what is not translated shows. */
export const PSEUDO = "xx";
export type Language = (typeof LANGUAGES)[number] | typeof PSEUDO;

/** msgid -> the translation, or its plural forms. */
export type Catalogue = Readonly<Record<string, string | readonly string[]>>;
export type Values = Readonly<Record<string, string | number>>;

export const language = signal<Language>("en");
const catalogue = signal<Catalogue>({});

/** The sentence in the user's language. `{name}` is replaced from `values`. */
export function t(sentence: string, values?: Values): string {
  const found = catalogue.value[sentence];
  return fill(typeof found === "string" ? found : sentence, values);
}

/** As `t`, for a sentence that depends on a number; `{n}` is the number, written as the language writes it. */
export function tn(one: string, many: string, n: number, values?: Values): string {
  const found = catalogue.value[one];
  const form = new Intl.PluralRules(locale()).select(n) === "one" ? 0 : 1;
  const text = Array.isArray(found) ? (found[form] ?? found.at(-1)) : form === 0 ? one : many;
  return fill(text as string, { n: number(n), ...values });
}

/** The tag by which the browser writes numbers, dates and names of countries. */
export function locale(): string {
  const wanted = language.value === PSEUDO ? "en" : language.value;
  // The user's own region of it where the browser names one: dates are written as they are used to.
  const own = globalThis.navigator?.languages?.find((one) => one.slice(0, 2) === wanted);
  return own ?? wanted;
}

export function number(n: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(locale(), options).format(n);
}

export function percent(share: number): string {
  return number(share, { style: "percent", maximumFractionDigits: share > 0 && share < 0.01 ? 2 : 0 });
}

/** In the pseudo-locale, what the browser says in words is marked as translated. */
function marked(text: string): string {
  return language.value === PSEUDO ? `⟦${text}⟧` : text;
}

export function when(iso: string, style: "date" | "both" | "time" = "both"): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.valueOf())) return iso;
  const options: Intl.DateTimeFormatOptions =
    style === "date"
      ? { dateStyle: "medium" }
      : style === "time"
        ? { timeStyle: "short" }
        : { dateStyle: "medium", timeStyle: "short" };
  return marked(new Intl.DateTimeFormat(locale(), options).format(moment));
}

/** A country's name from CLDR, as the browser has it; the code itself where it has none. */
export function country(code: string): string {
  try {
    return marked(new Intl.DisplayNames(locale(), { type: "region" }).of(code) ?? code);
  } catch {
    return code;
  }
}

export function use(next: Language, words: Catalogue): void {
  catalogue.value = words;
  language.value = next;
}

function fill(text: string, values?: Values): string {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
