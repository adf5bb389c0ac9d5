// What a screen reader is told: one polite region for the whole page, so that nothing is said twice.
import { signal } from "@preact/signals";

const said = signal("");

/** Says a sentence to whoever listens instead of looking. */
export function say(sentence: string): void {
  said.value = "";
  queueMicrotask(() => {
    said.value = sentence;
  });
}

export function LiveRegion() {
  return (
    <div class="unseen" role="status" aria-live="polite">
      {said.value}
    </div>
  );
}
