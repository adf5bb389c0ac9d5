// The same answer as a list: the likeliest first, the set that holds 90 %, and who is ruled out.

import { useSignal } from "@preact/signals";

import { ranked } from "./map";
import type { Answer } from "./model";
import { inWords } from "./shade";
import { country, percent, t, tn } from "../i18n";
import { placed } from "../parts/placed";

interface Props {
  readonly answer: Answer;
  /** The answer with everything switched on, to show what moved. */
  readonly whole: Answer;
  readonly chosen: string | null;
  readonly onChosen: (code: string) => void;
}

const FIRST = 10;

export function RankedList({ answer, whole, chosen, onChosen }: Props) {
  const all = useSignal(false);
  const list = ranked(answer.probabilities).filter(([code]) => !answer.ruledOut.has(code));
  const shown = all.value ? list : list.slice(0, FIRST);
  return (
    <section class="ranked" aria-label={t("Countries, likeliest first")}>
      <h2>{t("Likeliest")}</h2>
      <ol>
        {shown.map(([code, probability]) => (
          <li key={code}>
            <button type="button" class="plain" aria-pressed={code === chosen} onClick={() => onChosen(code)}>
              <span class="code" translate={false}>{code}</span>
              <span class="name">
                {country(code)}
                {answer.likely.includes(code) && <small class="in-set">{t("in the {share} set", { share: percent(0.9) })}</small>}
              </span>
              <span class="figure">
                {inWords(probability)} <Change from={whole.probabilities.get(code) ?? 0} to={probability} />
              </span>
              <span class={probability < 0.01 ? "share none" : "share"} ref={placed({ "--share": `${(probability * 100).toFixed(1)}%` })} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ol>
      {list.length > FIRST && (
        <button type="button" class="bare" onClick={() => (all.value = !all.value)}>
          {all.value ? t("Fewer") : t("All {count}", { count: list.length })}
        </button>
      )}
      <RuledOut codes={[...answer.ruledOut]} onChosen={onChosen} />
    </section>
  );
}

function Change({ from, to }: { from: number; to: number }) {
  const points = Math.round((to - from) * 100);
  if (!points) return null;
  const said = points > 0 ? t("{points} points more", { points }) : t("{points} points less", { points: -points });
  return (
    <small class={points > 0 ? "more" : "less"} title={said} aria-label={said}>
      {points > 0 ? "▲" : "▼"}
      {Math.abs(points)}
    </small>
  );
}

function RuledOut({ codes, onChosen }: { codes: readonly string[]; onChosen: (code: string) => void }) {
  if (!codes.length) return <p class="quiet">{t("No country is ruled out.")}</p>;
  const named = codes.map((code) => ({ code, name: country(code) })).sort((a, b) => a.name.localeCompare(b.name));
  return (
    <details class="ruled-out">
      <summary>{tn("{n} country is ruled out", "{n} countries are ruled out", codes.length)}</summary>
      <p class="small quiet">{t("The clues speak against them by a factor of 30 or more. That is a result too.")}</p>
      <ul>
        {named.map(({ code, name }) => (
          <li key={code}>
            <button type="button" class="bare small" onClick={() => onChosen(code)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
