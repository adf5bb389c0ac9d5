// What a screen shows when it has nothing to show: loading, empty, refused, broken. Each says what to do next.
import type { ComponentChildren } from "preact";
import { Refused } from "../api/client";
import { t } from "../i18n/translate";

export function Loading({ what }: { what?: string }) {
  return (
    <p class="state quiet" role="status">
      <span class="state-pulse" aria-hidden="true" />
      {what ?? t("Loading…")}
    </p>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {children && <div class="quiet">{children}</div>}
    </div>
  );
}

/** Says what went wrong in the server's own sentence; offers to try again where that can help. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const refused = error instanceof Refused ? error : undefined;
  const title = refused ? (TITLES[refused.kind] ?? TITLES.server)() : TITLES.server();
  return (
    <div class="state" role="alert">
      <p class="state-title">{title}</p>
      <p class="quiet">{error instanceof Error ? error.message : String(error)}</p>
      {again && refused?.kind !== "permission" && (
        <button type="button" onClick={again}>
          {t("Try again")}
        </button>
      )}
    </div>
  );
}

const TITLES = {
  permission: () => t("You may not see this"),
  session: () => t("You have to sign in again"),
  missing: () => t("This is not here"),
  conflict: () => t("Somebody else changed this first"),
  input: () => t("The server did not understand this"),
  server: () => t("Something went wrong"),
} as const;
