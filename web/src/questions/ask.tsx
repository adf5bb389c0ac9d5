// Asking: pick one of a series' clues that has a region. What goes out is its crop, nothing else; a second officer lets it out.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { act, changed, complain } from "../acts";
import { call } from "../api/client";
import type { ClueShown, Clues, QuestionRow } from "../api/types";
import { t } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Empty, Loading, Trouble } from "../parts/states";
import { go, write } from "../router";
import type { Kind } from "../viewer/vocabulary";
import { kinds, labelled } from "../viewer/words";

const NO_KINDS: readonly Kind[] = [];

export function Ask({ series, clue }: { series: number | null; clue: number | null }) {
  return (
    <div class="desk">
      <header class="desk-head">
        <h1>{series === null ? t("Ask a question") : t("Ask about S{n}", { n: series })}</h1>
        <span class="end">
          <a href={write("questions", [], { side: "asked" })}>{t("Asked by us")}</a>
        </span>
      </header>
      {series === null ? <WhichSeries /> : <OfSeries series={series} clue={clue} />}
    </div>
  );
}

function WhichSeries() {
  const typed = useSignal("");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const on = (event: Event) => {
    event.preventDefault();
    const number = typed.value.replace(/\D/g, "");
    if (number) go(write("questions", ["ask"], { series: number }));
  };
  return (
    <form onSubmit={on}>
      <label class="field">
        <span>{t("On which series?")}</span>
        <input type="text" placeholder="S33" ref={first} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
      </label>
      <button type="submit" class="primary">
        {t("Go on")}
      </button>
    </form>
  );
}

function OfSeries({ series, clue }: { series: number; clue: number | null }) {
  const found = useLoaded((signal) => call<Clues>(`/api/series/${series}/clues`, { signal }), [series]);
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  if (!found.value) return <Loading />;
  const askable = found.value.clues.filter((one) => one.state !== "rejected" && one.region !== null && one.media !== null);
  if (!askable.length) {
    return (
      <Empty title={t("No clue of this series has a region.")}>
        {t("Draw one on a picture of the series first: one drag and one key.")} <a href={write("board")}>{t("Series")}</a>
      </Empty>
    );
  }
  return <Form series={series} clues={askable} first={clue} />;
}

function Form({ series, clues, first }: { series: number; clues: readonly ClueShown[]; first: number | null }) {
  const known = useLoaded(kinds, []).value ?? NO_KINDS;
  const chosen = useSignal(first ?? clues[0]?.id ?? 0);
  const words = useSignal("");
  const until = useSignal("");
  const busy = useSignal(false);
  const ask = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    const expires = until.value ? new Date(`${until.value}T23:59:59`).toISOString() : undefined;
    try {
      const made = await act(() =>
        call<QuestionRow>("/api/questions", { body: { series, clue: chosen.value, words: words.value.trim(), expires } }),
      );
      changed.value = { at: changed.value.at + 1, by: undefined, done: undefined };
      go(write("questions", [String(made.id)], { side: "asked" }), { replace: true });
    } catch (error) {
      complain(error);
      busy.value = false;
    }
  };
  return (
    <form onSubmit={(event) => void ask(event)}>
      <fieldset class="askable">
        <legend>{t("About which clue?")}</legend>
        {clues.map((one) => {
          const { label, valueLabel } = labelled(known, one.kind, one.value);
          return (
            <label class="tick" key={one.id}>
              <input type="radio" name="clue" checked={one.id === chosen.value} onChange={() => (chosen.value = one.id)} />
              <span>
                <bdi>{label}</bdi>: <Name text={valueLabel} longest={60} /> <span class="quiet small">C{one.id}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
      <label class="field">
        <span>{t("In your words")}</span>
        <input
          type="text"
          maxLength={1000}
          placeholder={t("Where is this found?")}
          value={words.value}
          onInput={(event) => (words.value = event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{t("Until (five days when empty)")}</span>
        <input type="date" value={until.value} onInput={(event) => (until.value = event.currentTarget.value)} />
      </label>
      <p class="small quiet">{t("Experts see the crop and your words: not the series, not the case, not what the machine believes.")}</p>
      <button type="submit" class="primary" disabled={busy.value}>
        {busy.value ? t("Cutting the crop…") : t("Cut the crop and ask")}
      </button>
    </form>
  );
}
