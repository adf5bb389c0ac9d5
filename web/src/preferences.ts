// What the server keeps for one officer alone: language, keys, views, when to suggest a break.
import { signal } from "@preact/signals";
import { call } from "./api/client";
import type { Preferences, PreferencesShown } from "./api/types";
import { adopt, type Bindings } from "./keys/model";

export const preferences = signal<PreferencesShown | undefined>(undefined);

export async function readPreferences(): Promise<void> {
  preferences.value = await call<PreferencesShown>("/api/me/preferences");
  const bindings = Object.entries(preferences.value.keymap).map(([id, keys]) => [id, keys.split(" ")]);
  if (bindings.length) adopt(Object.fromEntries(bindings) as Bindings);
}

export async function prefer(changes: Preferences): Promise<void> {
  preferences.value = await call<PreferencesShown>("/api/me/preferences", { method: "PATCH", body: changes });
}

/** Keeps the user's keys on the server, so that they are there in every browser. */
export function keepKeys(bindings: Bindings): void {
  const keymap = Object.fromEntries(Object.entries(bindings).map(([id, keys]) => [id, keys.join(" ")]));
  // The browser has them already; a server that does not take them is told again with the next change.
  prefer({ keymap }).catch(() => undefined);
}
