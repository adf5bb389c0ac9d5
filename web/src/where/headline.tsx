// The answer in one line: a country and how sure, or plainly that the clues do not say enough.
import type { VoteShown } from "../api/types";
import { country, percent, t, tn } from "../i18n";
import { ranked } from "./map";
import type { Answer } from "./model";
import { inWords } from "./shade";

interface Props {
  readonly series: number;
  readonly answer: Answer;
  readonly whole: Answer;
  readonly vote: VoteShown | null;
  readonly off: number;
  readonly code: string;
  readonly onReset: () => void;
  readonly onLead: () => void;
}

const NAMED = 6;

export function Headline({ series, answer, vote, off, code, onReset, onLead }: Props) {
  const best = ranked(answer.probabilities)[0];
  const names = answer.likely.slice(0, NAMED).map((one) => country(one));
  const rest = answer.likely.length - names.length;
  return (
    <header>
      <h1>S{series}</h1>
      <div class="answer" role="status">
        {answer.abstains === null && best ? (
          <p>
            <strong>{country(best[0])}</strong>, {inWords(best[1])}
          </p>
        ) : (
          <p>
            <strong>{t("We do not know.")}</strong> {t("Not enough to name a country:")} <span translate={false}>{answer.abstains}</span>{"."}
          </p>
        )}
      </div>
      <p class="quiet">
        {t("{share} lies in {countries}", { share: percent(0.9), countries: names.join(", ") })}
        {rest > 0 && ` ${tn("and {n} more", "and {n} more", rest)}`}
        {vote && ` · ${vote.country ? t("you said {country}, {sure}", { country: country(vote.country), sure: percent(vote.confidence ?? 0) }) : t("you had no opinion")}`}
      </p>
      <p class="right">
        {off > 0 && (
          <button type="button" onClick={onReset}>
            {tn("{n} clue switched off: let it count again", "{n} clues switched off: let them count again", off)} <kbd>a</kbd>
          </button>
        )}
        <button type="button" class="primary" onClick={onLead}>
          {t("Draft a lead for {country}", { country: country(code) })} <kbd>l</kbd>
        </button>
      </p>
    </header>
  );
}
