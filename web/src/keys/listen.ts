// One listener for the whole page: the newest scope that knows a key gets it, as long as nobody is typing.
import { useEffect, useRef } from "preact/hooks";
import { describe, keysOf, type Scope } from "./model";

/** What an action does. For an action that is held, `release` is called when the key comes up again. */
export type Handler = (event: KeyboardEvent) => void;
export interface Handlers {
  readonly [id: string]: Handler | { readonly press: Handler; readonly release: () => void } | undefined;
}

interface Listener {
  readonly scope: Scope;
  readonly handlers: () => Handlers;
}

const listeners: Listener[] = [];
let held: { key: string; release: () => void } | undefined;

/** Answers to a scope's keys while the component is there. */
export function useKeys(scope: Scope, handlers: Handlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const mine: Listener = { scope, handlers: () => latest.current };
    listeners.push(mine);
    return () => {
      listeners.splice(listeners.indexOf(mine), 1);
      letGo();
    };
  }, [scope]);
}

export function listenToKeys(): void {
  addEventListener("keydown", pressed);
  addEventListener("keyup", (event) => {
    if (held && event.key === held.key) letGo();
  });
  // A window that loses the focus never hears the key come up: what is held is let go.
  addEventListener("blur", letGo);
  document.addEventListener("visibilitychange", letGo);
}

function letGo(): void {
  const was = held;
  held = undefined;
  was?.release();
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isTyping(event)) return;
  const key = describe(event);
  for (let at = listeners.length - 1; at >= 0; at -= 1) {
    const { scope, handlers } = listeners[at] as Listener;
    const action = scope.actions.find((one) => keysOf(one).includes(key));
    const handler = action && handlers()[action.id];
    if (!handler) continue;
    event.preventDefault();
    if (typeof handler === "function") handler(event);
    else if (!held) {
      held = { key: event.key, release: handler.release };
      handler.press(event);
    }
    return;
  }
}

const TEXT_INPUTS = new Set(["text", "search", "email", "password", "number", "date", "url", "tel", "time", "month"]);

/** True while a press belongs to the element that has the focus: a text field, a list to choose from, a button's Space. */
export function isTyping(event: KeyboardEvent): boolean {
  const on = event.target as HTMLElement | null;
  if (!on || event.key === "Escape") return false;
  if (on instanceof HTMLInputElement) return TEXT_INPUTS.has(on.type) || event.key === " ";
  if (on instanceof HTMLTextAreaElement || on instanceof HTMLSelectElement || on.isContentEditable) return true;
  const presses = event.key === " " || event.key === "Enter";
  return presses && (on instanceof HTMLButtonElement || on instanceof HTMLAnchorElement || on.tagName === "SUMMARY");
}
