// Where a series was made: one's own opinion first, then what the clues say, and plainly when they do not say enough.
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

import { changed, complain, doing } from "../acts";
import { call } from "../api/client";
import type { Where } from "../api/types";
import { t } from "../i18n";
import { useKeys } from "../keys/listen";
import { useLoaded } from "../parts/loaded";
import { Empty, Loading, Trouble } from "../parts/states";
import { go, write } from "../router";
import type { ScreenProps } from "../screens";
import type { Kind } from "../viewer/vocabulary";
import { kinds } from "../viewer/words";
import { Bars } from "./bars";
import { drafted } from "./draft";
import { Finer } from "./finer";
import { Headline } from "./headline";
import { WHERE_KEYS } from "./keys";
import { ranked, WorldMap } from "./map";
import { byWeight, type Answer } from "./model";
import { Pictures } from "./pictures";
import { RankedList } from "./ranked";
import { answerOf, periodOf, sunOf } from "./read";
import { Vote } from "./vote";
import { When } from "./when";
import "../viewer/shared.css";
import "./where.css";

export default function WhereScreen({ route }: ScreenProps) {
  const series = Number(route.parts[0]) || null;
  if (series === null) return <Empty title={t("No series chosen")}>{t("Open one from the series.")}</Empty>;
  return <Located key={series} series={series} />;
}

function Located({ series }: { series: number }) {
  const path = `/api/series/${series}/where`;
  const off = useSignal<ReadonlySet<number>>(new Set());
  const problem = useSignal<string | null>(null);
  const whole = useLoaded((signal) => call<Where>(path, { signal }), [series, changed.value.at]);
  const without = [...off.value].sort((a, b) => a - b).join(",");
  const part = useLoaded(
    async (signal) => (without ? call<Where>(path, { query: { without }, signal }) : null),
    [series, without, changed.value.at],
  );
  if (whole.error) return <Trouble error={whole.error} again={whole.again} />;
  if (!whole.value) return <Loading what={t("Weighing the clues…")} />;
  const voted = async (country: string | null, confidence: number | null) => {
    try {
      await call(`/api/series/${series}/vote`, { body: { country, confidence } });
      whole.again();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  if (!whole.value.answer) {
    return (
      <div class="where voting">
        <header>
          <h1>S{series}</h1>
        </header>
        <Pictures series={series} />
        <Vote problem={problem.value} onVoted={(code, sure) => void voted(code, sure)} onSkipped={() => void voted(null, null)} />
      </div>
    );
  }
  return <Answered series={series} whole={whole.value} part={without ? (part.value ?? null) : null} off={off} />;
}

const NO_WORDS: readonly Kind[] = [];

interface AnsweredProps {
  readonly series: number;
  readonly whole: Where;
  /** The answer with some clues switched off. */
  readonly part: Where | null;
  readonly off: { value: ReadonlySet<number> };
}

function Answered({ series, whole, part, off }: AnsweredProps) {
  const words = useLoaded(kinds, []).value ?? NO_WORDS;
  const all = useMemo(() => answerOf(whole, words), [whole, words]);
  const now = useMemo(() => (part ? answerOf(part, words) : all), [part, all, words]);
  const chosen = useSignal<string | null>(null);
  const first = ranked(now.probabilities)[0]?.[0] ?? "BE";
  const code = chosen.value ?? first;
  const step = (by: number) => {
    const codes = ranked(now.probabilities).map(([one]) => one);
    chosen.value = codes[Math.max(0, Math.min(codes.length - 1, codes.indexOf(code) + by))] ?? code;
  };
  const openClue = (clue: number) => void seen(series, clue);
  const switchOff = (clues: readonly number[], gone: boolean) => {
    const next = new Set(off.value);
    for (const clue of clues) {
      if (gone) next.add(clue);
      else next.delete(clue);
    }
    off.value = next;
  };
  const lead = () => void drafted(series, code);
  useKeys(WHERE_KEYS, {
    "where.lead": lead,
    "where.reset": () => (off.value = new Set()),
    "where.next": () => step(1),
    "where.previous": () => step(-1),
    "where.links": () => go(write("links", [String(series)])),
  });
  useEffect(() => {
    // Nothing stays chosen when the series changes under it.
    chosen.value = null;
  }, [series]);
  return (
    <div class="where">
      <Headline series={series} answer={now} whole={all} vote={whole.vote} off={off.value.size} onReset={() => (off.value = new Set())} onLead={lead} code={code} />
      <div class="left">
        <WorldMap
          probabilities={now.probabilities}
          ruledOut={now.ruledOut}
          named={now.abstains === null ? first : null}
          chosen={chosen.value}
          onChosen={(next) => (chosen.value = next)}
          sun={sunOf(part ?? whole)}
        />
        <div class="answer-lists">
          <RankedList answer={now} whole={all} chosen={code} onChosen={(next) => (chosen.value = next)} />
          <div>
            <When period={periodOf(part ?? whole, words)} onClue={openClue} />
            <Finer found={(part ?? whole).finer} onClue={openClue} />
          </div>
        </div>
      </div>
      <aside aria-label={t("What the clues say")}>
        <Bars
          answer={withSwitchedOff(now, all, code)}
          code={code}
          off={off.value}
          onOff={switchOff}
          onGroup={(clue, group) => void doing(`/api/series/${series}/groups`, { clues: [clue], group })}
          onClue={openClue}
        />
      </aside>
    </div>
  );
}

/** Every group in the order of the whole answer, so that no row moves under the hand: as it counts now, or as it would. */
function withSwitchedOff(now: Answer, all: Answer, code: string): Answer {
  const counting = new Map(now.groups.map((group) => [group.key, group]));
  const groups = byWeight(all.groups, code).map((group) => ({ ...(counting.get(group.key) ?? group), voices: group.voices }));
  return { ...now, groups };
}

/** To the picture in which a clue was seen. */
async function seen(series: number, clue: number): Promise<void> {
  try {
    const { clues } = await call<{ clues: { id: number; media: number | null }[] }>(`/api/series/${series}/clues`);
    const media = clues.find((one) => one.id === clue)?.media;
    if (media) go(write("media", [String(media)], { series: String(series), clue: String(clue) }));
  } catch (error) {
    complain(error);
  }
}
