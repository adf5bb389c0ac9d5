// Something fetched, with its waiting and its trouble around it.
import type { ComponentChildren } from "preact";
import type { Loaded } from "../parts/loaded";
import { Loading, Trouble } from "../parts/states";

export function Shown<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  if (of.error) return <Trouble error={of.error} again={of.again} />;
  return of.value === undefined ? <Loading /> : <>{children(of.value)}</>;
}
