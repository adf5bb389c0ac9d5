// One question: the crop large, what is asked, and then what I can do with it: answer, let it out, close it, or read answers.
import { changed, complain } from "../acts";
import { act } from "../acts";
import { call } from "../api/client";
import type { QuestionRow } from "../api/types";
import { t, when } from "../i18n";
import { Name } from "../parts/name";
import { write } from "../router";
import { may } from "../session";
import { AnswerForm } from "./answer";
import { GivenAnswers } from "./given";
import { LetOut } from "./release";
import { questionState } from "./words";

/** Sends one act on this question; true when it was done. Every screen that shows questions looks again. */
export async function sendOn(question: number, path: string, body?: unknown): Promise<boolean> {
  try {
    await act(() => call(`/api/questions/${question}/${path}`, { method: "POST", body }));
    changed.value = { at: changed.value.at + 1, by: undefined, done: undefined };
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

export function OneQuestion({ one, total }: { one: QuestionRow; total: string }) {
  const state = questionState(one.state);
  return (
    <article class="question" aria-label={t("Question {n}", { n: one.id })}>
      <div class="question-picture">
        <img src={`/api/questions/${one.id}/picture`} alt={t("What is asked about: a part of a picture, people masked")} />
      </div>
      <div class="question-side">
        <h2>
          <Name text={one.words} longest={1000} />
        </h2>
        <p class="quiet">
          Q{one.id} {" · "}
          <span translate={false}>{one.from_elsewhere ?? one.agency}</span>
          {" · "}
          <span class={state.tone}>
            <span aria-hidden="true">{state.mark}</span> {state.word}
          </span>
          {" · "}
          {one.closed_at ? t("closed {when}", { when: when(one.closed_at) }) : t("until {when}", { when: when(one.expires) })}
          {one.series !== null && (
            <>
              {" · "}
              <a href={write("where", [String(one.series)])}>S{one.series}</a>
            </>
          )}
        </p>
        {one.to_answer && (
          <>
            <p class="small quiet">{t("Answers are given blind: you see the others' once yours is given and the question is closed.")}</p>
            <AnswerForm question={one.id} />
            <p class="small quiet">{total}</p>
          </>
        )}
        {one.mine && one.state === "asked" && <LetOut one={one} />}
        {!one.to_answer && one.state !== "asked" && <GivenAnswers one={one} />}
        {one.mine && !one.from_elsewhere && <Endings one={one} />}
      </div>
    </article>
  );
}

function Endings({ one }: { one: QuestionRow }) {
  const open = one.state === "asked" || one.state === "released";
  if (!open || !may("specialist", "coordinator", "releaser")) return null;
  return (
    <div class="exits">
      {one.state === "released" && (
        <details>
          <summary>{t("Close it and use the answers")}</summary>
          <p class="quiet">{t("The answers become clues of one group, each trusted as far as its expert was right before. Nobody can answer any more.")}</p>
          <button type="button" onClick={() => void sendOn(one.id, "close")}>
            {t("Close it")}
          </button>
        </details>
      )}
      <details>
        <summary>{t("Take it back")}</summary>
        <p class="quiet">{t("Answers that were given stay and become no clue.")}</p>
        <button type="button" class="no" onClick={() => void sendOn(one.id, "withdraw")}>
          {t("Withdraw it")}
        </button>
      </details>
    </div>
  );
}
