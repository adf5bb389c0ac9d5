// When the series can have been made: the bounds that clues set, on one line of time, and what they leave together.

import type { ComponentChildren } from "preact";

import { t, when as written } from "../i18n";
import { placed } from "../parts/placed";

export interface Bound {
  readonly clue: number;
  readonly kind: string;
  readonly value: string;
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly reason: string;
}

export interface Period {
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly conflict: string | null;
  readonly bounds: readonly Bound[];
}

export function periodInWords({ notBefore, notAfter }: Pick<Period, "notBefore" | "notAfter">): string {
  const [from, to] = [notBefore && written(notBefore, "date"), notAfter && written(notAfter, "date")];
  if (from && to) return from === to ? from : t("{from} to {to}", { from, to });
  if (from) return t("not before {date}", { date: from });
  return to ? t("not after {date}", { date: to }) : t("No clue says when.");
}

/** The stretch of time that a drawing of these bounds covers, with a little room at both ends. */
export function extent(bounds: readonly Bound[], today: Date): readonly [number, number] {
  const dates = bounds.flatMap((bound) => [bound.notBefore, bound.notAfter]).filter((one) => one !== null);
  const moments = [...dates.map((one) => Date.parse(one)), today.valueOf()];
  const [low, high] = [Math.min(...moments), Math.max(...moments)];
  const room = Math.max((high - low) * 0.05, 30 * 86_400_000);
  return [low - room, high];
}

export function When({ period, onClue, today = new Date() }: { period: Period; onClue: (clue: number) => void; today?: Date }) {
  if (!period.bounds.length) return <Frame>{<p class="quiet">{t("No clue says when.")}</p>}</Frame>;
  const [low, high] = extent(period.bounds, today);
  const share = (moment: number) => Math.max(0, Math.min(100, ((moment - low) / (high - low)) * 100));
  return (
    <Frame>
      <p class={period.conflict ? "problem" : "period"} translate={period.conflict ? false : undefined}>{period.conflict ?? periodInWords(period)}</p>
      <ol>
        {period.bounds.map((bound, place) => {
          const from = bound.notBefore ? share(Date.parse(bound.notBefore)) : 0;
          const to = bound.notAfter ? share(Date.parse(bound.notAfter)) : 100;
          const open = `${bound.notBefore ? "" : " open-start"}${bound.notAfter ? "" : " open-end"}`;
          return (
            <li key={`${bound.clue}-${place}`}>
              <button type="button" class="bare small" onClick={() => onClue(bound.clue)}>
                C{bound.clue}
              </button>
              <span class="small" dir="auto" translate={false}>
                {bound.kind}: {bound.value}
              </span>
              <div class="track" role="img" aria-label={periodInWords(bound)}>
                <span
                  class={`ratio${open}`}
                  ref={placed({ "inset-inline-start": `${from}%`, width: `${Math.max(0.6, to - from)}%` })}
                />
              </div>
              <p class="small quiet">
                {periodInWords(bound)}: <span translate={false}>{bound.reason}</span>
              </p>
            </li>
          );
        })}
      </ol>
    </Frame>
  );
}

function Frame({ children }: { children: ComponentChildren }) {
  return (
    <section class="when" aria-label={t("When")}>
      <h2>{t("When")}</h2>
      {children}
    </section>
  );
}
