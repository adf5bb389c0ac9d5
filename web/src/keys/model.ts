// The key map is data: what can be done, where, by which keys. A user's own keys are kept beside it and win.
import { computed, signal } from "@preact/signals";
import { keep, kept } from "../kept";

export interface Action {
  /** `scope.verb`, for instance `triage.keep`. */
  readonly id: string;
  readonly label: () => string;
  /** Keys as `describe` writes them: `k`, `Shift+ArrowDown`, `Space`. The first is the one shown. */
  readonly keys: readonly string[];
  /** What must be held, not pressed. */
  readonly held?: boolean;
}

export interface Scope {
  readonly name: string;
  readonly title: () => string;
  readonly actions: readonly Action[];
}

export type Bindings = Readonly<Record<string, readonly string[]>>;

export const own = signal<Bindings>(readOwn());

export function keysOf(action: Action): readonly string[] {
  return own.value[action.id] ?? action.keys;
}

/** Takes these keys for one action; nothing puts back the ones it came with. */
export function remap(action: Action, keys: readonly string[] | undefined): void {
  const next: Record<string, readonly string[]> = { ...own.value };
  if (keys === undefined) delete next[action.id];
  else next[action.id] = keys;
  own.value = next;
  keep("keys", Object.keys(next).length ? JSON.stringify(next) : undefined);
}

/** Takes over the keys that the server keeps for this user. */
export function adopt(bindings: Bindings): void {
  own.value = bindings;
  keep("keys", JSON.stringify(bindings));
}

/** Two actions that would answer to the same key on one screen. */
export function clashes(scopes: readonly Scope[]): readonly [Action, Action, string][] {
  const found: [Action, Action, string][] = [];
  const everywhere = scopes.find((scope) => scope.name === "page")?.actions ?? [];
  for (const scope of scopes) {
    const seen = new Map<string, Action>();
    const here = scope.name === "page" ? scope.actions : [...everywhere, ...scope.actions];
    for (const action of here) {
      for (const key of keysOf(action)) {
        const other = seen.get(key);
        if (other && other.id !== action.id) found.push([other, action, key]);
        seen.set(key, action);
      }
    }
  }
  return found;
}

/** A key press in words: modifiers, then the key. Shift is left out where it only makes another character. */
export function describe(event: Pressed): string {
  const digit = digitOf(event);
  const key = digit ?? (event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const letter = digit === undefined && /^\p{L}$/u.test(event.key);
  const named = key.length > 1;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (letter || named)) parts.push("Shift");
  return [...parts, key].join("+");
}

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">;

/** The digit on the key cap, also where the layout wants Shift for digits (AZERTY) and on the number pad. */
function digitOf(event: Pressed): string | undefined {
  if (/^\d$/.test(event.key)) return event.key;
  return event.shiftKey ? undefined : CAP.exec(event.code)?.[1];
}

const CAP = /^(?:Digit|Numpad)(\d)$/;

export const hasOwn = computed(() => Object.keys(own.value).length > 0);

function readOwn(): Bindings {
  try {
    const read: unknown = JSON.parse(kept("keys") ?? "{}");
    if (typeof read !== "object" || read === null) return {};
    return Object.fromEntries(Object.entries(read).filter(([, keys]) => Array.isArray(keys))) as Bindings;
  } catch {
    return {};
  }
}
