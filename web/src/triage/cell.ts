// One cell: what is known of a media in words and marks, around its safe thumbnail. Colour never says anything alone.
import { number, t } from "../i18n/translate";
import { VERDICTS, verdictWord } from "./verdicts";
import type { Rows } from "./rows";

export function makeCell(): HTMLElement {
  const cell = document.createElement("div");
  cell.className = "cell";
  cell.setAttribute("role", "option");
  const image = document.createElement("img");
  image.alt = "";
  image.decoding = "async";
  image.draggable = false;
  const strip = document.createElement("div");
  strip.className = "cell-strip";
  strip.append(...["cell-mark", "cell-category", "cell-facts", "cell-number"].map(span));
  cell.append(image, strip);
  return cell;
}

export function fillCell(cell: HTMLElement, index: number, rows: Rows, selected: ReadonlySet<number>): void {
  const here = rows.has(index);
  const verdict = here ? rows.legend.verdict[(rows.verdict[index] as number) - 1] : undefined;
  const category = here ? (rows.category[index] as number) : -1;
  cell.dataset["verdict"] = verdict ?? "";
  cell.dataset["state"] = here ? (rows.legend.state[(rows.state[index] as number) - 1] ?? "") : "";
  const chosen = selected.has(index);
  cell.classList.toggle("cell-selected", chosen);
  cell.setAttribute("aria-selected", String(chosen));
  const [mark, cat, facts, name] = cell.lastElementChild?.children as unknown as HTMLElement[];
  write(mark, verdict ? VERDICTS[verdict].mark : chosen ? "✓" : "");
  write(cat, category >= 0 ? t("Cat. {n}", { n: category }) : "");
  write(facts, here ? factsOf(rows, index) : "");
  write(name, here ? String(rows.ids[index]) : "…");
  cell.setAttribute("aria-label", here ? spoken(rows, index) : t("Not read yet"));
}

/** Everything the cell shows, in words. */
export function spoken(rows: Rows, index: number): string {
  const verdict = rows.legend.verdict[(rows.verdict[index] as number) - 1];
  const category = rows.category[index] as number;
  return [
    t("Media {n}", { n: rows.ids[index] as number }),
    verdict ? verdictWord(verdict) : t("no verdict yet"),
    category >= 0 ? t("VICS category {n}", { n: category }) : "",
    factsOf(rows, index),
  ]
    .filter(Boolean)
    .join(", ");
}

function factsOf(rows: Rows, index: number): string {
  const kind = rows.legend.kind[(rows.kind[index] as number) - 1];
  const state = rows.legend.state[(rows.state[index] as number) - 1];
  const seconds = rows.seconds[index] as number;
  const clues = rows.clues[index] as number;
  const links = rows.links[index] as number;
  return [
    state === "refused" ? t("refused") : state === "received" ? t("waits") : "",
    kind === "video" ? `▶ ${duration(seconds)}` : "",
    clues ? `◆ ${number(clues)}` : "",
    links ? `⟷ ${number(links)}` : "",
  ]
    .filter(Boolean)
    .join("  ");
}

export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return (parts[0] ? parts : parts.slice(1)).map((part, at) => (at ? String(part).padStart(2, "0") : String(part))).join(":");
}

function write(element: HTMLElement | undefined, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

function span(name: string): HTMLElement {
  const made = document.createElement("span");
  made.className = name;
  return made;
}
