// Who sits at the page and which operation they look at.
import { computed, signal } from "@preact/signals";
import { call, signedOut } from "./api/client";
import type { Me, OperationBrief, Operations } from "./api/types";
import { readPreferences } from "./preferences";
import { go, route } from "./router";

export const me = signal<Me | undefined>(undefined);
export const operations = signal<readonly OperationBrief[] | undefined>(undefined);

/** The operation in the address, else the newest one. */
export const operation = computed<OperationBrief | undefined>(() => {
  const asked = Number(route.value.params.get("op"));
  return operations.value?.find((one) => one.id === asked) ?? operations.value?.[0];
});

const MARK = /^#\/?link=([\w.-]+)/;

/** Signs in with the one-time secret in the address, if there is one, and finds out who is here. */
export async function arrive(): Promise<void> {
  const secret = MARK.exec(location.hash)?.[1];
  if (secret) {
    // The secret leaves the address and the history before anything else happens.
    go("#/", { replace: true });
    me.value = await call<Me>("/api/session/link", { body: { secret } });
  } else {
    me.value = await call<Me>("/api/session");
  }
  signedOut.value = false;
  // A server that keeps no preferences yet still serves everything else.
  await readPreferences().catch(() => undefined);
  operations.value = (await call<Operations>("/api/operations")).operations;
}

export async function leave(): Promise<void> {
  await call("/api/session", { method: "DELETE" });
  me.value = undefined;
  signedOut.value = true;
}

export function may(...roles: readonly Me["roles"][number][]): boolean {
  return roles.some((role) => me.value?.roles.includes(role));
}
