// What came home: the receipt and the outcomes. Probable, positive and safeguarded stay three figures.
import type { AnswerShown, LeadState } from "../api/types";
import { number, t, when } from "../i18n";
import { Name } from "../parts/name";
import { answerWord, outcomeWord } from "./words";

export function Homecoming({ answers, state }: { answers: readonly AnswerShown[]; state: LeadState }) {
  if (!answers.length && state !== "sent") return null;
  return (
    <section>
      <h2>{t("What came home")}</h2>
      {answers.length === 0 && <p class="quiet">{t("No receipt yet.")}</p>}
      <ol class="home">
        {answers.map((one, index) => (
          <li key={index}>
            <p>
              <strong>{answerWord(one.kind, one.outcome)}</strong>{" "}
              <span class="quiet">
                {one.sender}, {when(one.at)}
              </span>
            </p>
            {Object.entries(one.counts).some(([, count]) => count > 0) && (
              <p>
                {Object.entries(one.counts)
                  .filter(([, count]) => count > 0)
                  .map(([name, count]) => `${outcomeWord(name)} ${number(count)}`)
                  .join(" · ")}
              </p>
            )}
            {one.note && (
              <p class="quiet">
                <Name text={one.note} longest={300} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
