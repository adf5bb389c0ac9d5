// What was done and how it is taken back. The server keeps the acts, so undo works after a reload and after a restart.
import { signal } from "@preact/signals";
import { call, Refused } from "./api/client";
import type { ActShown, Done } from "./api/types";
import { t } from "./i18n/translate";
import { dismiss, toast } from "./parts/toast";

/** Raised after every act and undo, with what it changed: screens look again at what they show. */
export const changed = signal<{ readonly at: number; readonly by: unknown; readonly done: Done | undefined }>({
  at: 0,
  by: undefined,
  done: undefined,
});

let line: Promise<unknown> = Promise.resolve();

/** Acts leave in the order in which they were made, one after the other. */
export function act<T>(send: () => Promise<T>): Promise<T> {
  const sent = line.then(send, send);
  line = sent.catch(() => undefined);
  return sent;
}

/** Does something that can be taken back, says what it was, and offers to undo it. */
export async function doing(path: string, body: unknown, by?: unknown, said?: string): Promise<Done | undefined> {
  try {
    const done = await act(() => call<Done>(path, { body }));
    changed.value = { at: changed.value.at + 1, by, done };
    toast(done.act ? { text: said ?? done.said, undo: () => void undo() } : { text: t("Nothing had to be changed.") });
    return done;
  } catch (error) {
    complain(error);
    return undefined;
  }
}

/** Takes the newest act of this officer back. */
export async function undo(): Promise<Done | undefined> {
  dismiss();
  try {
    const taken = await act(() => call<ActShown>("/api/undo", { method: "POST" }));
    const done: Done = { act: taken.id, said: taken.said, changed: taken.touched };
    changed.value = { at: changed.value.at + 1, by: undefined, done };
    toast({ text: t("Undone: {what}", { what: done.said }) });
    return done;
  } catch (error) {
    complain(error);
    return undefined;
  }
}

export function complain(error: unknown): void {
  const text = error instanceof Refused || error instanceof Error ? error.message : String(error);
  toast({ text, tone: "bad" });
}
