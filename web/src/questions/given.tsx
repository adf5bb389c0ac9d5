// The answers that may be seen by now. Whose they are is told only by their agency.
import { changed } from "../acts";
import { call } from "../api/client";
import type { Answers, QuestionRow } from "../api/types";
import { t, when } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Loading, Trouble } from "../parts/states";
import { answerSaid } from "./words";

export function GivenAnswers({ one }: { one: QuestionRow }) {
  const found = useLoaded((signal) => call<Answers>(`/api/questions/${one.id}/answers`, { signal }), [one.id, changed.value.at]);
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  if (!found.value) return <Loading />;
  const { answers } = found.value;
  return (
    <section>
      <h3>{t("Answers")}</h3>
      {answers.length === 0 && (
        <p class="quiet">{one.state === "released" ? t("Answers stay hidden until the question is closed.") : t("Nobody answered.")}</p>
      )}
      <ul class="answers">
        {answers.map((answer) => (
          <li key={answer.id}>
            <p>
              <strong>{answerSaid(answer.said, answer.country, answer.confidence)}</strong>{" "}
              <span class="small quiet">
                {answer.mine ? t("you") : <span translate={false}>{answer.agency}</span>}, {when(answer.answered_at)}
              </span>
            </p>
            {answer.why && (
              <p class="quiet">
                <Name text={answer.why} longest={400} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {one.mine && one.offered.length > 0 && (
        <p class="small quiet">
          {t("Asked:")} <span translate={false}>{one.offered.join(", ")}</span>
        </p>
      )}
    </section>
  );
}
