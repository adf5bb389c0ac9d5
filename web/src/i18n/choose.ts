// Which language, and where its words come from: one JSON file a language, fetched only when it is chosen.
import { LANGUAGES, PSEUDO, use, type Catalogue, type Language } from "./translate";
import { kept, keep } from "../kept";

const FILES = import.meta.glob<Catalogue>("./built/*.json", { import: "default" });

export async function choose(language: Language): Promise<void> {
  use(language, await words(language));
  document.documentElement.lang = language === PSEUDO ? "en" : language;
  keep("language", language);
}

/** What the user chose before, else the first of the browser's languages that we have. */
export function preferred(): Language {
  const asked = [kept("language"), ...navigator.languages].filter((one): one is string => typeof one === "string");
  const known: readonly string[] = [...LANGUAGES, PSEUDO];
  return (asked.map((one) => one.slice(0, 2)).find((one) => known.includes(one)) ?? "en") as Language;
}

async function words(language: Language): Promise<Catalogue> {
  const load = FILES[`./built/${language}.json`];
  return language === "en" || !load ? {} : load();
}
