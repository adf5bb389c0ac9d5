// Immediate danger: one officer is enough, for a reason in writing; a second one reviews it within 24 hours.
import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import type { Send } from "./lead";

const SHORTEST = 10;

export function Urgent({ send }: { send: Send }) {
  const reason = useSignal("");
  const typed = useSignal("");
  const ready = reason.value.trim().length >= SHORTEST && typed.value.trim().length >= 2;
  const release = (event: Event) => {
    event.preventDefault();
    void send("/release", { reason: reason.value.trim(), country: typed.value.trim() });
  };
  return (
    <details>
      <summary>{t("Somebody is in immediate danger")}</summary>
      <form onSubmit={release}>
        <p class="quiet">{t("You may release it alone. The package says so, and a second officer reviews it within 24 hours.")}</p>
        <label class="field">
          <span>{t("Who is in danger, and why now")}</span>
          <textarea maxLength={1000} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
        </label>
        <label class="field">
          <span>{t("Type the code of the country that receives it")}</span>
          <input
            type="text"
            autocomplete="off"
            maxLength={3}
            size={6}
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={!ready}>
          {t("Release it alone")}
        </button>
      </form>
    </details>
  );
}
