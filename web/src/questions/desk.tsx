// The list of questions beside the chosen one.
import { changed } from "../acts";
import { call } from "../api/client";
import type { QuestionRow, Questions } from "../api/types";
import { t, tn, when } from "../i18n";
import { useKeys } from "../keys/listen";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Empty, Loading, Trouble } from "../parts/states";
import { go, write } from "../router";
import { QUESTIONS_KEYS } from "./keys";
import { OneQuestion } from "./question";
import { OwnRecord } from "./record";
import { questionState } from "./words";

export function Desk({ chosen, asked }: { chosen: number | null; asked: boolean }) {
  const found = useLoaded((signal) => call<Questions>("/api/questions", { signal }), [changed.value.at]);
  const all = found.value?.questions ?? [];
  const mine = all.filter((one) => one.mine && !one.from_elsewhere);
  const offered = all.filter((one) => one.to_answer || one.answered || (!one.mine && one.state === "released"));
  // What was opened by its address decides the side, so that a link leads to what it names.
  const named = chosen === null ? undefined : all.find((one) => one.id === chosen);
  const askedSide = asked || (named !== undefined && !offered.includes(named));
  const shown = askedSide ? mine : [...offered].sort((a, b) => Number(b.to_answer) - Number(a.to_answer));
  const here = named && shown.includes(named) ? named : shown[0];
  const at = here ? shown.indexOf(here) : -1;
  const open = (one: QuestionRow | undefined) =>
    one && go(write("questions", [String(one.id)], { side: askedSide ? "asked" : "" }), { replace: true });
  const side = (to: "asked" | "") => go(write("questions", [], { side: to }));
  useKeys(QUESTIONS_KEYS, {
    "questions.next": () => open(shown[at + 1]),
    "questions.previous": () => open(shown[at - 1]),
    "questions.side": () => side(askedSide ? "" : "asked"),
  });
  return (
    <div class="desk">
      <header class="desk-head">
        <h1>{t("Questions")}</h1>
        <nav class="sides" aria-label={t("Which questions")}>
          <a href={write("questions")} aria-current={askedSide ? undefined : "true"}>
            {t("To answer")} <span class="quiet">{found.value?.to_answer ?? ""}</span>
          </a>
          <a href={write("questions", [], { side: "asked" })} aria-current={askedSide ? "true" : undefined}>
            {t("Asked by us")} <span class="quiet">{found.value ? mine.length : ""}</span>
          </a>
        </nav>
        <span class="end">
          <a href={write("questions", ["ask"])}>{t("Ask a question")}</a>
        </span>
      </header>
      {found.error ? <Trouble error={found.error} again={found.again} /> : null}
      {!found.value && !found.error && <Loading />}
      {found.value && (
        <div class="expert">
          <div>
            {shown.length === 0 && <Nothing asked={askedSide} />}
            <ol class="question-list">
              {shown.map((one) => (
                <Line key={one.id} one={one} current={one === here} asked={askedSide} />
              ))}
            </ol>
            <OwnRecord />
          </div>
          {here && <OneQuestion key={here.id} one={here} total={tn("{n} waits for an answer", "{n} wait for an answer", found.value.to_answer)} />}
        </div>
      )}
    </div>
  );
}

function Nothing({ asked }: { asked: boolean }) {
  return asked ? (
    <Empty title={t("We have asked nothing yet.")}>{t("Any clue with a region can be asked about: only the crop is shown, with people masked.")}</Empty>
  ) : (
    <Empty title={t("Nothing waits for your answer.")}>{t("Questions come here when your country may know the answer.")}</Empty>
  );
}

function Line({ one, current, asked }: { one: QuestionRow; current: boolean; asked: boolean }) {
  const state = questionState(one.state);
  return (
    <li>
      <a href={write("questions", [String(one.id)], { side: asked ? "asked" : "" })} aria-current={current ? "true" : undefined}>
        <span class="question-words">
          Q{one.id} <Name text={one.words} longest={70} />
        </span>
        <span class="small quiet">
          {asked ? (
            <span class={state.tone}>
              <span aria-hidden="true">{state.mark}</span> {state.word}
            </span>
          ) : one.answered ? (
            t("answered")
          ) : one.to_answer ? (
            t("until {when}", { when: when(one.expires) })
          ) : (
            state.word
          )}
        </span>
      </a>
    </li>
  );
}
