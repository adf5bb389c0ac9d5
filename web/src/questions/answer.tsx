// A blind answer: a country and how sure, or that it is found everywhere, or that it is not from here; and why. Given once.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ReplyGiven } from "../api/types";
import { country, t } from "../i18n";
import { useKeys } from "../keys/listen";
import { toast } from "../parts/toast";
import { me } from "../session";
import { Choice } from "../viewer/choice";
import { TERRITORIES } from "../where/territories";
import { SURE, sureWord } from "../where/vote";
import { QUESTIONS_KEYS } from "./keys";
import { sendOn } from "./question";
import { answerSaid } from "./words";

type Said = ReplyGiven["said"];

export function AnswerForm({ question }: { question: number }) {
  const said = useSignal<Said | null>(null);
  const code = useSignal<string | null>(null);
  const sure = useSignal<number | null>(null);
  const home = me.value?.country ?? null;
  const back = () => {
    said.value = null;
    code.value = null;
    sure.value = null;
  };
  useKeys(QUESTIONS_KEYS, {
    "questions.country": () => (said.value = "country"),
    "questions.common": () => (said.value = "too common"),
    "questions.elsewhere": () => home && (said.value = "not from here"),
  });
  if (said.value === null) {
    return (
      <div class="acts" role="group" aria-label={t("Your answer")}>
        <button type="button" class="primary" onClick={() => (said.value = "country")}>
          {t("I know a country")} <kbd>c</kbd>
        </button>
        <button type="button" onClick={() => (said.value = "too common")}>
          {t("Found in too many countries")} <kbd>m</kbd>
        </button>
        {home && (
          <button type="button" onClick={() => (said.value = "not from here")}>
            {t("Not from {country}", { country: country(home) })} <kbd>n</kbd>
          </button>
        )}
      </div>
    );
  }
  if (said.value === "country" && code.value === null) {
    return (
      <Choice
        label={t("Country")}
        values={TERRITORIES.map((one) => ({ name: one, label: country(one) }))}
        free={false}
        hint={t("two or three letters, then Enter")}
        onTaken={(one) => (code.value = one)}
        onLeft={back}
      />
    );
  }
  if (said.value === "country" && sure.value === null && code.value) {
    return <HowSure code={code.value} taken={(one) => (sure.value = one)} back={back} />;
  }
  return <Why question={question} said={said.value} code={code.value} sure={sure.value} home={home} back={back} />;
}

function HowSure({ code, taken, back }: { code: string; taken: (sure: number) => void; back: () => void }) {
  const middle = useRef<HTMLButtonElement>(null);
  useEffect(() => middle.current?.focus(), []);
  const pressed = (event: KeyboardEvent) => {
    const sure = SURE[Number(event.key) - 1];
    if (event.key === "Escape" || event.key === "Backspace") back();
    else if (sure !== undefined) taken(sure);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="group" aria-label={t("How sure are you of {country}?", { country: country(code) })} onKeyDown={pressed}>
      <p>{t("How sure are you of {country}?", { country: country(code) })}</p>
      <div class="inline">
        {SURE.map((one, place) => (
          <button key={one} {...(place === 2 ? { ref: middle } : {})} type="button" onClick={() => taken(one)}>
            <kbd>{place + 1}</kbd> {sureWord(place)}
          </button>
        ))}
      </div>
    </div>
  );
}

interface WhyProps {
  readonly question: number;
  readonly said: Said;
  readonly code: string | null;
  readonly sure: number | null;
  readonly home: string | null;
  readonly back: () => void;
}

function Why({ question, said, code, sure, home, back }: WhyProps) {
  const why = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const give = async (event: Event) => {
    event.preventDefault();
    const reply: ReplyGiven = { said, why: why.value.trim(), country: code, confidence: sure };
    if (await sendOn(question, "answers", reply)) toast({ text: t("Your answer is given. Thank you.") });
  };
  return (
    <form onSubmit={(event) => void give(event)} onKeyDown={(event) => event.key === "Escape" && back()}>
      <p>
        <strong>{answerSaid(said, said === "not from here" ? home : code, sure)}</strong>
      </p>
      <label class="field">
        <span>{t("Why? What gives it away (may stay empty)")}</span>
        <input ref={field} type="text" maxLength={1000} value={why.value} onInput={(event) => (why.value = event.currentTarget.value)} />
      </label>
      <p class="acts">
        <button type="submit" class="primary">
          {t("Give this answer")} <kbd>↵</kbd>
        </button>
        <button type="button" onClick={back}>
          {t("Another answer")}
        </button>
      </p>
      <p class="small quiet">{t("An answer is given once and cannot be changed.")}</p>
    </form>
  );
}
