// What the server keeps for one officer alone: language, keys, views, when to suggest a break.
import { signal } from "@preact/signals";
import { call } from "./api/client";
import { adopt, type Bindings } from "./keys/model";

export interface Preferences {
  readonly locale: string;
  readonly keymap: Readonly<Record<string, string>>;
  readonly views: Readonly<Record<string, string>>;
  readonly break_minutes: number;
}

export const preferences = signal<Preferences | undefined>(undefined);

export async function readPreferences(): Promise<void> {
  preferences.value = await call<Preferences>("/api/me/preferences");
  const bindings = Object.entries(preferences.value.keymap).map(([id, keys]) => [id, keys.split(" ")]);
  if (bindings.length) adopt(Object.fromEntries(bindings) as Bindings);
}

export async function prefer(changes: Partial<Preferences>): Promise<void> {
  preferences.value = await call<Preferences>("/api/me/preferences", { method: "PUT", body: changes });
}

/** Keeps the user's keys on the server, so that they are there in every browser. */
export function keepKeys(bindings: Bindings): void {
  const keymap = Object.fromEntries(Object.entries(bindings).map(([id, keys]) => [id, keys.join(" ")]));
  // The browser has them already; a server that does not take them is told again with the next change.
  prefer({ keymap }).catch(() => undefined);
}
