// The address holds the screen, what it shows and every filter, so that any view can be kept, shared and come back to.
// It lives behind the `#`: that part is never sent to a server, so no log holds what somebody looked at.
import { signal } from "@preact/signals";

export interface Route {
  /** Name of the screen, as in screens.ts. */
  readonly screen: string;
  /** What follows the screen in the address: usually one identifier. */
  readonly parts: readonly string[];
  readonly params: ReadonlyMap<string, string>;
}

export const FIRST_SCREEN = "operation";

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [screen = "", ...parts] = path.split("/").filter(Boolean).map(decode);
  return { screen: screen || FIRST_SCREEN, parts, params: new Map(new URLSearchParams(query)) };
}

export function write(screen: string, parts: readonly string[] = [], params: Params = {}): string {
  const path = [screen, ...parts].map(encodeURIComponent).join("/");
  const kept = Object.entries(params).filter(([, value]) => value !== "" && value !== undefined);
  const query = new URLSearchParams(kept as [string, string][]).toString();
  return `#/${path}${query ? `?${query}` : ""}`;
}

export type Params = Readonly<Record<string, string | undefined>>;

export const route = signal<Route>(parse(globalThis.location?.hash ?? ""));

/** Goes to another view; `replace` leaves no step behind in the history. */
export function go(address: string, options: { replace?: boolean } = {}): void {
  if (address === location.hash) return;
  if (options.replace) {
    history.replaceState(null, "", address);
    route.value = parse(address);
  } else {
    location.hash = address;
  }
}

/** Changes some of this view's parameters and keeps the others; an empty value takes one away. */
export function adjust(changes: Params, options: { replace?: boolean } = { replace: true }): void {
  const { screen, parts, params } = route.value;
  go(write(screen, parts, { ...Object.fromEntries(params), ...changes }), options);
}

export function followAddress(): void {
  addEventListener("hashchange", () => {
    route.value = parse(location.hash);
  });
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
