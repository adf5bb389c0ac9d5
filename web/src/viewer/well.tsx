// The stage with its regions, and what is asked over it: what a new box is, or what is like it.
import type { MediaShown } from "../api/types";
import { Like } from "../compare/like";
import { t } from "../i18n";
import { keysOf } from "../keys/model";
import { changed, clueName, clueOf, drawn, judgedMask, maskOf, saved, type Here } from "./acting";
import { began } from "./drawing";
import { MEDIA_KEYS } from "./keys";
import { maskName } from "./masks";
import { NewClue } from "./newclue";
import type { Shape } from "./overlay";
import { fromApi, type Region } from "./region";
import type { Shown } from "./reveal";
import { Stage } from "./stage";
import { remembered, usedKinds } from "./used";
import type { Kind } from "./vocabulary";
import { labelled } from "./words";

interface Props {
  readonly here: Here;
  readonly kinds: readonly Kind[];
  readonly safe: Shown | null;
  readonly sharp: Shown | null;
}

export function Well({ here, kinds, safe, sharp }: Props) {
  const { media, state } = here;
  const picture = safe?.picture;
  const aspect = media.width && media.height ? media.height / media.width : picture ? picture.height / picture.width : 0.75;
  const asked = state.asked.value;
  const shapes = withDraft(shapesOf(media, kinds, state.seconds.value), asked?.region ?? state.like.value);
  const moved = state.edited.value;
  const edit = (id: string, region: Region) => {
    state.edited.value = { id, region };
    settle(() => sent(here, id, region));
  };
  return (
    <>
      <Stage
        label={t("Picture {number}", { number: media.id })}
        safe={safe?.url ?? null}
        sharp={sharp?.url ?? null}
        aspect={aspect}
        view={state.view.value}
        levels={state.levels.value}
        shapes={shapes.map((shape) => (shape.id === moved?.id ? { ...shape, region: moved.region } : shape))}
        chosen={state.chosen.value}
        drawing={state.drawing.value}
        onDrawing={(drawing) => (state.drawing.value = drawing)}
        onDrawn={(region, tool) => drawn(here, region, tool)}
        onChosen={(id) => (state.chosen.value = id)}
        onEdited={edit}
      />
      {asked && (
        <NewClue
          key={asked.redo ?? "new"}
          kinds={kinds}
          used={usedKinds.value}
          problem={state.problem.value}
          onSaved={(kind, value) => {
            remembered(kind);
            void saved(here, kind, value);
          }}
          onLeft={() => (state.asked.value = null)}
        />
      )}
      {state.like.value && (
        <Like
          media={media.id}
          box={state.like.value}
          onLeft={() => {
            state.like.value = null;
            state.drawing.value = began("mark");
          }}
        />
      )}
      <p class={`stage-note${sharp ? " sharp" : ""}`} role="status">
        {sharp ? (
          t("Sharp while you hold the key. This is recorded.")
        ) : (
          <>
            {t("Grey and blurred.")} <kbd>{revealKey()}</kbd> {t("held shows it sharp.")} {hint(state.drawing.value.tool)}
          </>
        )}
      </p>
    </>
  );
}

/** The key that shows it sharp, as the user has set it. */
function revealKey(): string {
  const action = MEDIA_KEYS.actions.find((one) => one.id === "media.reveal");
  return action ? (keysOf(action)[0] ?? "") : "";
}

function hint(tool: string): string {
  const hints: Record<string, string> = {
    mark: t("Drag to mark a clue; Enter draws by keys."),
    polygon: t("Click each corner, twice at the last."),
    mask: t("Drag over a person to cover them."),
    like: t("Drag a box to search with."),
    hand: t("Drag to move the picture."),
  };
  return hints[tool] ?? "";
}

function shapesOf(media: MediaShown, kinds: readonly Kind[], seconds: number | null): Shape[] {
  const clues = media.clues.flatMap((clue): Shape[] => {
    const region = fromApi(clue.region);
    if (!region || !holdsAt(clue.span, seconds)) return [];
    const { label, valueLabel } = labelled(kinds, clue.kind, clue.value);
    return [{ id: clueName(clue.id), region, look: clue.state, label: `${label}: ${valueLabel}` }];
  });
  const masks = media.masks
    .filter((mask) => mask.state !== "rejected" && holdsAt(mask.begins === null || mask.ends === null ? null : { start: mask.begins, end: mask.ends }, seconds))
    .flatMap((mask): Shape[] => {
      const region = fromApi(mask.region);
      const waits = mask.state === "proposed";
      const label = waits ? t("Proposed mask") : t("Mask");
      return region ? [{ id: maskName(mask.id), region, look: waits ? "mask-proposed" : "mask", label }] : [];
    });
  return [...masks, ...clues];
}

function withDraft(shapes: Shape[], region: Region | null): Shape[] {
  return region ? [...shapes, { id: "new", region, look: "match", label: t("New") }] : shapes;
}

function holdsAt(span: { start: number; end: number } | null | undefined, seconds: number | null): boolean {
  return !span || seconds === null || (seconds >= span.start - 0.5 && seconds <= span.end + 0.5);
}

const SETTLED_MS = 600;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** A region is sent when the hand has come to rest, not at every step of a drag. */
function settle(send: () => void): void {
  clearTimeout(waiting);
  waiting = setTimeout(send, SETTLED_MS);
}

function sent(here: Here, id: string, region: Region): void {
  const clue = clueOf(here, id);
  const mask = maskOf(here, id);
  if (clue) void changed(here, clue, { region }, t("C{number} moved", { number: clue.id }));
  else if (mask) void judgedMask(here, mask, "confirmed", region);
}
