// The clues of a media beside its picture: what machines propose and what people saw, each with its crop and reading.

import { useEffect, useRef } from "preact/hooks";

import { Crop } from "./crop";
import type { Region } from "./region";
import { t } from "../i18n";

export type State = "proposed" | "confirmed" | "rejected";

export interface Clue {
  readonly id: number;
  readonly kind: string;
  readonly label: string;
  readonly value: string;
  readonly valueLabel: string;
  readonly state: State;
  readonly seenBy: string;
  readonly region: Region | null;
  readonly span: { readonly start: number; readonly end: number } | null;
  readonly revision: number;
}

interface Props {
  readonly clues: readonly Clue[];
  readonly chosen: number | null;
  readonly picture: ImageBitmap | null;
  readonly onChosen: (id: number) => void;
  readonly onDecided: (clue: Clue, state: State) => void;
}

const MARKS: Readonly<Record<State, string>> = { proposed: "?", confirmed: "✓", rejected: "✕" };

export function stateWord(state: State): string {
  return { proposed: t("proposed"), confirmed: t("confirmed"), rejected: t("rejected") }[state];
}

type Judged = Pick<Clue, "id" | "state">;

/** Proposals first, then what stands, then what was rejected; by number within each. */
export function inOrder<T extends Judged>(clues: readonly T[]): T[] {
  const rank: Record<State, number> = { proposed: 0, confirmed: 1, rejected: 2 };
  return [...clues].sort((a, b) => rank[a.state] - rank[b.state] || a.id - b.id);
}

/** The clue to look at after this one was decided: the next proposal, or the one before. */
export function nextAfter(clues: readonly Judged[], id: number): number | null {
  const waiting = inOrder(clues).filter((clue) => clue.state === "proposed");
  const place = waiting.findIndex((clue) => clue.id === id);
  const next = place < 0 ? waiting[0] : (waiting[place + 1] ?? waiting[place - 1]);
  return next && next.id !== id ? next.id : null;
}

export function CluePanel({ clues, chosen, picture, onChosen, onDecided }: Props) {
  const ordered = inOrder(clues);
  const waiting = ordered.filter((clue) => clue.state === "proposed").length;
  return (
    <section class="clues" aria-label={t("Clues")}>
      <h2>
        {t("Clues")} <small>{waiting ? t("{count} to judge", { count: waiting }) : t("none to judge")}</small>
      </h2>
      {ordered.length === 0 && <p class="quiet">{t("No clue yet. Drag a box on the picture to add one.")}</p>}
      <ul>
        {ordered.map((clue) => (
          <Item
            key={clue.id}
            clue={clue}
            chosen={clue.id === chosen}
            picture={picture}
            onChosen={() => onChosen(clue.id)}
            onDecided={(state) => onDecided(clue, state)}
          />
        ))}
      </ul>
    </section>
  );
}

interface ItemProps {
  readonly clue: Clue;
  readonly chosen: boolean;
  readonly picture: ImageBitmap | null;
  readonly onChosen: () => void;
  readonly onDecided: (state: State) => void;
}

function Item({ clue, chosen, picture, onChosen, onDecided }: ItemProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <li ref={row} class={`clue state-${clue.state}${chosen ? " chosen" : ""}`}>
      <button type="button" class="plain" aria-pressed={chosen} onClick={onChosen}>
        {clue.region ? <Crop picture={picture} region={clue.region} side={56} /> : <span class="crop whole">{t("whole")}</span>}
        <span class="words">
          <span class="kind">
            <span class="mark" aria-hidden="true">
              {MARKS[clue.state]}
            </span>
            <span translate={false}>{clue.label}</span> <small>{stateWord(clue.state)}</small>
          </span>
          <span class="value" dir="auto" translate={false}>
            {clue.valueLabel || "–"}
          </span>
          <small class="quiet" translate={false}>
            C{clue.id} · {clue.seenBy}
          </small>
        </span>
      </button>
      <span class="verdicts">
        <button
          type="button"
          class="yes"
          disabled={clue.state === "confirmed"}
          title={t("Confirm")}
          aria-label={t("Confirm C{number}", { number: clue.id })}
          onClick={() => onDecided("confirmed")}
        >
          ✓
        </button>
        <button
          type="button"
          class="no"
          disabled={clue.state === "rejected"}
          title={t("Reject")}
          aria-label={t("Reject C{number}", { number: clue.id })}
          onClick={() => onDecided("rejected")}
        >
          ✕
        </button>
      </span>
    </li>
  );
}
