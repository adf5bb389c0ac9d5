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
  let entered: Me | undefined;
  if (secret) {
    // The secret leaves the address and the history before anything else happens.
    go("#/", { replace: true });
    entered = await call<Me>("/api/session/link", { body: { secret } });
  }
  // All at once: each question asked after another would keep the first picture waiting.
  const [officer, found] = await Promise.all([entered ?? call<Me>("/api/session"), call<Operations>("/api/operations")]);
  operations.value = found.operations;
  me.value = officer;
  signedOut.value = false;
  // The user's own keys and views may come a moment later.
  void readPreferences().catch(() => undefined);
}

export async function leave(): Promise<void> {
  await call("/api/session", { method: "DELETE" });
  me.value = undefined;
  signedOut.value = true;
}

export function may(...roles: readonly Me["roles"][number][]): boolean {
  return roles.some((role) => me.value?.roles.includes(role));
}
