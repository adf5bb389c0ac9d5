// Everything that is known of the media, beside its picture.
import type { ClueShown } from "../api/types";
import { t } from "../i18n";
import { changed, clueName, decided, judgedMask, type Here } from "./acting";
import { toAnnotation } from "./annotation";
import { CluePanel, stateWord, type Clue } from "./clues";
import { began } from "./drawing";
import { Elsewhere, Identity } from "./elsewhere";
import { LookControls } from "./levels";
import { MaskPanel } from "./masks";
import { flat, Metadata } from "./metadata";
import { fromApi } from "./region";
import { Tools } from "./tools";
import type { Kind } from "./vocabulary";
import { labelled } from "./words";

interface Props {
  readonly here: Here;
  readonly kinds: readonly Kind[];
  readonly picture: ImageBitmap | null;
}

export function Side({ here, kinds, picture }: Props) {
  const { media, state } = here;
  const clues = media.clues.map((clue) => shown(clue, kinds));
  const chosen = clues.find((clue) => clueName(clue.id) === state.chosen.value)?.id ?? null;
  const original = (id: number) => media.clues.find((clue) => clue.id === id);
  return (
    <aside aria-label={t("What is known")}>
      <Clash here={here} kinds={kinds} />
      <section>
        <Tools drawing={state.drawing.value} onTool={(tool) => (state.drawing.value = began(tool))} />
        <LookControls
          view={state.view.value}
          levels={state.levels.value}
          onView={(view) => (state.view.value = view)}
          onLevels={(levels) => (state.levels.value = levels)}
        />
      </section>
      <CluePanel
        clues={clues}
        chosen={chosen}
        picture={picture}
        onChosen={(id) => (state.chosen.value = clueName(id))}
        onDecided={(clue, to) => {
          const full = original(clue.id);
          if (full) void decided(here, full, to);
        }}
      />
      <MaskPanel
        masks={media.masks.filter((mask) => mask.state !== "rejected")}
        chosen={state.chosen.value}
        onChosen={(id) => (state.chosen.value = id)}
        onConfirmed={(mask) => void judgedMask(here, mask, "confirmed", null)}
        onRemoved={(mask) => void judgedMask(here, mask, "rejected", null)}
        onDraw={() => (state.drawing.value = began("mask"))}
      />
      <Elsewhere media={media} />
      <details>
        <summary>
          {t("Metadata")} <small>{flat(media.metadata).length}</small>
        </summary>
        <Metadata metadata={media.metadata} />
      </details>
      {media.warnings.length > 0 && (
        <details>
          <summary>
            {t("Warnings")} <small>{media.warnings.length}</small>
          </summary>
          <ul>
            {media.warnings.map((warning) => (
              <li key={warning} translate={false}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
      <Identity media={media} />
      <section>
        <button type="button" class="bare" disabled={!media.clues.length} onClick={() => exported(here)}>
          {t("Save the clues as Web Annotations")}
        </button>
      </section>
    </aside>
  );
}

/** Somebody else changed the clue first. What they said stands; one's own can be said again, knowingly. */
function Clash({ here, kinds }: Omit<Props, "picture">) {
  const clash = here.state.clash.value;
  if (!clash) return null;
  const { now, wanted } = clash;
  const theirs = labelled(kinds, now.kind, now.value);
  const mine = labelled(kinds, wanted.kind ?? now.kind, wanted.value ?? now.value);
  return (
    <section class="conflict" role="alert">
      <h2>{t("C{number} was changed by somebody else meanwhile", { number: now.id })}</h2>
      <p>
        {t("It now says:")} <strong dir="auto" translate={false}>{`${theirs.label}: ${theirs.valueLabel}`}</strong> ({stateWord(now.state)}
        {now.decided_by ? `, ${now.decided_by}` : ""}).
      </p>
      <p>
        {t("You wanted:")} <strong dir="auto" translate={false}>{`${mine.label}: ${mine.valueLabel}`}</strong>
        {wanted.state ? ` (${stateWord(wanted.state)})` : ""}
        {wanted.region ? ` (${t("another place")})` : ""}. {t("Nothing was overwritten.")}
      </p>
      <p class="inline">
        <button type="button" onClick={() => (here.state.clash.value = null)}>
          {t("Leave it as it is now")}
        </button>
        <button type="button" onClick={() => void changed(here, now, wanted, t("Clue changed"))}>
          {t("Say mine after all")}
        </button>
      </p>
    </section>
  );
}

function shown(clue: ClueShown, kinds: readonly Kind[]): Clue {
  return {
    ...labelled(kinds, clue.kind, clue.value),
    id: clue.id,
    kind: clue.kind,
    value: clue.value,
    state: clue.state,
    seenBy: clue.seen_by,
    region: fromApi(clue.region),
    span: clue.span,
    revision: clue.revision,
  };
}

function exported({ media }: Here): void {
  const notes = media.clues.map((clue) =>
    toAnnotation({
      id: `urn:sightline:clue:${clue.id}`,
      source: `urn:sha256:${media.sha256}`,
      kind: clue.kind,
      value: clue.value,
      seenBy: clue.seen_by,
      region: fromApi(clue.region),
      span: clue.span,
    }),
  );
  const url = URL.createObjectURL(new Blob([JSON.stringify(notes, null, 2)], { type: "application/ld+json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `clues-${media.sha256.slice(0, 12)}.jsonld`;
  link.click();
  URL.revokeObjectURL(url);
}
