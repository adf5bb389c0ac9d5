// Beside the grid: what is known of the current media before any pixel, and the keys that judge it.
import { locale, number, t, tn } from "../i18n/translate";
import { keysOf } from "../keys/model";
import { KeyCaps } from "../keys/caps";
import { write } from "../router";
import { duration } from "./cell";
import type { Desk } from "./desk";
import { TRIAGE_KEYS } from "./keys";
import { VERDICTS, verdictWord } from "./verdicts";

const SHOWN = ["triage.useful", "triage.nothing", "triage.known", "triage.later"];

export function Inspector({ desk }: { desk: Desk }) {
  desk.version.value;
  const id = desk.currentId;
  return (
    <aside class="inspector" aria-label={t("The current media file")}>
      {id === undefined ? <p class="quiet">{t("No media file is chosen.")}</p> : <Facts desk={desk} id={id} />}
      <Verbs desk={desk} />
      <p class="small quiet inspector-foot">
        {t("Hold {key} to see it sharp. Each look is recorded in the log; how long you looked is shown to you alone.", {
          key: keyName("triage.reveal"),
        })}
      </p>
    </aside>
  );
}

function Facts({ desk, id }: { desk: Desk; id: number }) {
  const { rows, current } = desk;
  const verdict = rows.legend.verdict[(rows.verdict[current] as number) - 1];
  const kind = rows.legend.kind[(rows.kind[current] as number) - 1];
  const state = rows.legend.state[(rows.state[current] as number) - 1];
  const category = rows.category[current] as number;
  const seconds = rows.seconds[current] as number;
  return (
    <>
      <p class="inspector-place small quiet">
        {t("{n} of {total}", { n: number(current + 1), total: number(rows.total) })}
      </p>
      <h1 class="inspector-title">
        <a href={write("media", [String(id)])}>{t("Media {n}", { n: id })}</a>
      </h1>
      <dl class="facts">
        <Fact name={t("Verdict")}>
          {verdict ? `${VERDICTS[verdict].mark} ${verdictWord(verdict)}` : t("none yet")}
        </Fact>
        <Fact name={t("VICS category")}>{category >= 0 ? String(category) : t("none yet")}</Fact>
        <Fact name={t("Kind")}>{kind ? KINDS[kind]?.() ?? kind : "–"}</Fact>
        {seconds > 0 && <Fact name={t("Length")}>{duration(seconds)}</Fact>}
        <Fact name={t("State")}>{STATES[state ?? ""]?.() ?? state ?? "–"}</Fact>
        <Fact name={t("Clues")}>{number(rows.clues[current] as number)}</Fact>
        <Fact name={t("Links")}>{number(rows.links[current] as number)}</Fact>
      </dl>
    </>
  );
}

const KINDS: Readonly<Record<string, () => string>> = {
  image: () => t("picture"),
  video: () => t("video"),
};

const STATES: Readonly<Record<string, () => string>> = {
  received: () => t("waits to be examined"),
  examined: () => t("examined"),
  refused: () => t("refused"),
};

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Verbs({ desk }: { desk: Desk }) {
  const count = desk.selected.size;
  return (
    <div class="verbs">
      <h2>
        {count > 0
          ? tn("Judge the {n} selected", "Judge the {n} selected", count)
          : t("Judge")}
      </h2>
      {TRIAGE_KEYS.actions.filter((one) => SHOWN.includes(one.id)).map((one) => {
        const [verdict, about] = Object.entries(VERDICTS).find(([, each]) => each.action === one.id) ?? [];
        return (
          <button key={one.id} type="button" class="verb" title={one.label()} onClick={() => desk.judge(verdict as never)}>
            <span class="verb-mark" data-verdict={verdict}>{about?.mark}</span>
            <span>{about?.word().replace(/^./, (first) => first.toLocaleUpperCase(locale()))}</span>
            <KeyCaps keys={keysOf(one).slice(0, 1)} />
          </button>
        );
      })}
      <p class="small quiet">
        {t("VICS category:")} <KeyCaps keys={["1", "…", "5"]} />
      </p>
    </div>
  );
}

function keyName(id: string): string {
  const action = TRIAGE_KEYS.actions.find((one) => one.id === id);
  return (action && keysOf(action)[0]) ?? "";
}
