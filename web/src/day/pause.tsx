// A word about a break, when the minutes of looking that the user agreed with themselves are used up. It never blocks.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../api/client";
import type { Day } from "../api/types";
import { number, t } from "../i18n";
import { say } from "../parts/live";
import { write } from "../router";

const ASK_MS = 2 * 60_000;
const LATER_MS = 15 * 60_000;

const due = signal(false);
let quietUntil = 0;

/** Whole minutes, as the language writes them. */
export function minutes(milliseconds: number): string {
  return number(Math.round(milliseconds / 60_000));
}

export function PausePlace() {
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== "visible" || Date.now() < quietUntil) return;
      // A break is no reason to trouble anybody about a server that is away.
      const day = await call<Day>("/api/me/day").catch(() => undefined);
      if (day?.break_due && !due.value) say(t("The time you agreed with yourself is used up. A break is yours to take."));
      due.value = day?.break_due ?? false;
    };
    const timer = setInterval(() => void look(), ASK_MS);
    return () => clearInterval(timer);
  }, []);
  if (!due.value) return null;
  const later = () => {
    quietUntil = Date.now() + LATER_MS;
    due.value = false;
  };
  return (
    <p class="pause-word">
      {t("The time you agreed with yourself is used up. A break is yours to take.")} <a href={write("day")}>{t("My day")}</a>{" "}
      <button type="button" class="bare" onClick={later}>
        {t("In 15 minutes")}
      </button>
    </p>
  );
}
