// Light or dark: what the machine prefers, until the user says otherwise.
import { signal } from "@preact/signals";
import { keep, kept } from "./kept";

export type Theme = "light" | "dark" | "auto";
export const theme = signal<Theme>(known(kept("theme")));

export function wear(next: Theme): void {
  theme.value = next;
  if (next === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  keep("theme", next === "auto" ? undefined : next);
}

export function isDark(): boolean {
  return theme.value === "dark" || (theme.value === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
}

function known(text: string | undefined): Theme {
  return text === "light" || text === "dark" ? text : "auto";
}
