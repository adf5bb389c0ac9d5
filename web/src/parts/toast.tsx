// What was just done, in one line, with its way back. Nothing that can be undone asks beforehand.
import { signal } from "@preact/signals";
import { t } from "../i18n/translate";
import { say } from "./live";

export interface Toast {
  readonly text: string;
  readonly undo?: () => void;
  readonly tone?: "plain" | "bad";
}

const STAYS_MS = 6000;
const shown = signal<Toast | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

export function toast(next: Toast): void {
  shown.value = next;
  say(next.text);
  hold();
  timer = setTimeout(dismiss, STAYS_MS);
}

export function dismiss(): void {
  shown.value = undefined;
}

function hold(): void {
  clearTimeout(timer);
}

export function ToastPlace() {
  const now = shown.value;
  if (!now) return null;
  return (
    <div class={`toast ${now.tone === "bad" ? "toast-bad" : ""}`} onMouseEnter={hold} onFocusIn={hold}>
      <span>{now.text}</span>
      {now.undo && (
        <button type="button" class="toast-act" onClick={now.undo}>
          {t("Undo")}
        </button>
      )}
      <button type="button" class="toast-close" aria-label={t("Close")} onClick={dismiss}>
        ×
      </button>
    </div>
  );
}
