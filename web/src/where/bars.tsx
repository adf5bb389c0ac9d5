// What each group of clues says about one country, as a bar from "against" to "for". A group or a clue can be switched
// off to see what changes; nothing is stored by that.

import { useSignal } from "@preact/signals";

import { bar, type Answer, type Group } from "./model";
import { factor, signed } from "./shade";
import { country, number, t, tn } from "../i18n";
import { placed } from "../parts/placed";

export interface BarsProps {
  /** Its groups in the order in which they are to stand. */
  readonly answer: Answer;
  readonly code: string;
  /** Clues that are switched off. */
  readonly off: ReadonlySet<number>;
  readonly onOff: (clues: readonly number[], off: boolean) => void;
  readonly onGroup: (clue: number, source: string | null) => void;
  readonly onClue: (clue: number) => void;
}

export function Bars(props: BarsProps) {
  const { groups } = props.answer;
  return (
    <section class="bars" aria-label={t("What the clues say")}>
      <h2>{t("What the clues say about {country}", { country: country(props.code) })}</h2>
      <p class="scale" aria-hidden="true">
        <span>{t("against")}</span>
        <span>{t("log10 ratio")}</span>
        <span>{t("for")}</span>
      </p>
      <ol>
        {groups.map((group) => (
          <GroupRow key={group.key} group={group} {...props} />
        ))}
      </ol>
      {groups.length === 0 && <p class="quiet">{t("No clue says anything about the country.")}</p>}
      <SetAside answer={props.answer} onClue={props.onClue} />
    </section>
  );
}

function GroupRow({ group, code, off, onOff, onGroup, onClue }: BarsProps & { group: Group }) {
  const open = useSignal(false);
  const ids = group.voices.map((voice) => voice.clue);
  const gone = ids.every((id) => off.has(id));
  const log10 = group.log10.get(code) ?? 0;
  const said = gone ? t("switched off") : `${signed(log10)}, ${factor(log10)}`;
  const { left, width, over } = bar(gone ? 0 : log10);
  const first = group.voices[0];
  return (
    <li class={`group${gone ? " gone" : ""}`}>
      <div class="head">
        <input
          type="checkbox"
          checked={!gone}
          aria-label={t("Let {group} count", { group: group.key })}
          onChange={(event) => onOff(ids, !event.currentTarget.checked)}
        />
        <button type="button" class="bare name" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
          <span dir="auto" translate={false}>{first ? `${first.kind}: ${first.value}` : group.key}</span>
          {ids.length > 1 && <small class="quiet"> +{ids.length - 1}</small>}
        </button>
        <span class="figure">{gone ? "–" : signed(log10)}</span>
      </div>
      <div class="track" role="img" aria-label={said}>
        <span
          class={`ratio ${log10 < 0 ? "against" : "for"}${over ? " over" : ""}`}
          ref={placed({ "inset-inline-start": `${left}%`, width: `${width}%` })}
        />
      </div>
      {open.value && (
        <div class="detail">
          <p class="quiet">
            {said}; <span translate={false}>{group.verbal}</span>.{" "}
            {ids.length > 1 &&
              t("{count} clues from one source ({source}), counted as {counted}.", {
                count: ids.length,
                source: group.source,
                counted: number(group.countedAs, { maximumFractionDigits: 1 }),
              })}
          </p>
          {group.voices.map((voice) => (
            <VoiceRow
              key={voice.clue}
              voice={voice}
              source={group.source}
              off={off.has(voice.clue)}
              onOff={(gone) => onOff([voice.clue], gone)}
              onGroup={(source) => onGroup(voice.clue, source)}
              onClue={() => onClue(voice.clue)}
            />
          ))}
        </div>
      )}
    </li>
  );
}

interface VoiceProps {
  readonly voice: Group["voices"][number];
  readonly source: string;
  readonly off: boolean;
  readonly onOff: (off: boolean) => void;
  readonly onGroup: (source: string | null) => void;
  readonly onClue: () => void;
}

function VoiceRow({ voice, source, off, onOff, onGroup, onClue }: VoiceProps) {
  return (
    <div class="voice">
      <label>
        <input type="checkbox" checked={!off} onChange={(event) => onOff(!event.currentTarget.checked)} />
        <span dir="auto" translate={false}>{voice.value}</span>
      </label>
      <button type="button" class="bare small" onClick={onClue}>
        C{voice.clue}
      </button>
      <p class="small quiet">
        <span translate={false}>{voice.note}</span>; {t("believed {share}", { share: number(voice.reliability) })}
        {voice.flag && <strong class="doubt"> {t("Doubt: {why}", { why: voice.flag })}</strong>}
      </p>
      <form
        class="source"
        onSubmit={(event) => {
          event.preventDefault();
          const written = new FormData(event.currentTarget).get("source");
          onGroup(String(written ?? "").trim() || null);
        }}
      >
        <label class="small">
          <span>{t("Shares its source with")}</span>
          <input type="text" name="source" defaultValue={source} maxLength={100} />
        </label>
        <button type="submit" class="small">
          {t("Regroup")}
        </button>
      </form>
    </div>
  );
}

function SetAside({ answer, onClue }: Pick<BarsProps, "answer" | "onClue">) {
  if (!answer.aside.length) return null;
  return (
    <details class="aside">
      <summary>{tn("{n} clue has no say", "{n} clues have no say", answer.aside.length)}</summary>
      <ul>
        {answer.aside.map((one) => (
          <li key={one.clue}>
            <button type="button" class="bare small" onClick={() => onClue(one.clue)}>
              C{one.clue}
            </button>{" "}
            <span dir="auto" translate={false}>
              {one.kind}: {one.value}
            </span>
            <p class="small quiet" translate={false}>{one.reason}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
