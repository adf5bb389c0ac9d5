// A sharp picture, only while the key is held. Its bytes are asked for at that moment, the server records it, and letting
// go takes it off the screen in the same frame. How long it was looked at goes to the user's own account.
import { signal } from "@preact/signals";
import { bytes, call, wasAborted } from "../api/client";
import { complain } from "../acts";
import { t } from "../i18n/translate";

interface Shown {
  readonly id: number;
  readonly address?: string;
}

const shown = signal<Shown | undefined>(undefined);
let abort: AbortController | undefined;
let since = 0;

export async function startReveal(id: number | undefined): Promise<void> {
  if (id === undefined || shown.value) return;
  shown.value = { id };
  abort = new AbortController();
  const mine = abort;
  try {
    const width = Math.round(Math.min(innerWidth * devicePixelRatio, 1600));
    const data = await bytes(`/api/media/${id}/reveal`, { method: "POST", query: { width }, signal: mine.signal });
    if (mine.signal.aborted) return;
    since = performance.now();
    shown.value = { id, address: URL.createObjectURL(new Blob([data])) };
  } catch (error) {
    if (wasAborted(error)) return;
    shown.value = undefined;
    complain(error);
  }
}

export function stopReveal(): void {
  abort?.abort();
  const was = shown.value;
  shown.value = undefined;
  if (!was?.address) return;
  URL.revokeObjectURL(was.address);
  const milliseconds = Math.round(performance.now() - since);
  void call(`/api/media/${was.id}/revealed`, { method: "POST", query: { milliseconds } }).catch(() => undefined);
}

export function Reveal() {
  const now = shown.value;
  if (!now) return null;
  return (
    <div class="reveal">
      {now.address ? (
        <img src={now.address} alt={t("Media {n}, sharp while the key is held", { n: now.id })} />
      ) : (
        <span class="state-pulse" aria-hidden="true" />
      )}
    </div>
  );
}
