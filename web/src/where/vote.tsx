// One's own opinion before the machine's: a few letters of a country, Enter, one key for how sure. Nothing is shown first.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

import { TERRITORIES } from "./territories";
import { country, t } from "../i18n";
import { Choice } from "../viewer/choice";

export const SURE: readonly number[] = [0.2, 0.4, 0.6, 0.8, 0.95];

export function sureWord(place: number): string {
  return [t("a guess"), t("perhaps"), t("likely"), t("very likely"), t("almost certain")][place] ?? "";
}

interface Props {
  readonly onVoted: (code: string, confidence: number) => void;
  readonly onSkipped: () => void;
  readonly problem: string | null;
}

export function Vote({ onVoted, onSkipped, problem }: Props) {
  const chosen = useSignal<string | null>(null);
  const values = TERRITORIES.map((code) => ({ name: code, label: country(code) }));
  return (
    <section class="vote" aria-label={t("Your own opinion first")}>
      <h2>{t("Where do you think this is?")}</h2>
      <p class="quiet">{t("Say it before you see what the clues say: an opinion formed alone is worth more.")}</p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {chosen.value === null ? (
        <Choice
          label={t("Country")}
          values={values}
          free={false}
          hint={t("two or three letters, then Enter")}
          onTaken={(code) => (chosen.value = code)}
          onLeft={onSkipped}
        />
      ) : (
        <Sure code={chosen.value} onSure={(confidence) => chosen.value && onVoted(chosen.value, confidence)} onBack={() => (chosen.value = null)} />
      )}
      <button type="button" class="bare" onClick={onSkipped}>
        {t("I have no opinion: show me")}
      </button>
    </section>
  );
}

function Sure({ code, onSure, onBack }: { code: string; onSure: (confidence: number) => void; onBack: () => void }) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const pressed = (event: KeyboardEvent) => {
    const confidence = SURE[Number(event.key) - 1];
    if (event.key === "Escape" || event.key === "Backspace") onBack();
    else if (confidence !== undefined) onSure(confidence);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="sure" role="group" aria-label={t("How sure are you of {country}?", { country: country(code) })} onKeyDown={pressed}>
      <p>{t("How sure are you of {country}?", { country: country(code) })}</p>
      <div class="inline">
        {SURE.map((confidence, place) => (
          <button key={confidence} {...(place === 2 ? { ref: first } : {})} type="button" onClick={() => onSure(confidence)}>
            <kbd>{place + 1}</kbd> {sureWord(place)}
          </button>
        ))}
      </div>
    </div>
  );
}
