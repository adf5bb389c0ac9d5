// The two stages of a comparison. Where one looks the other looks too, unless they are taken apart.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

import type { LinkShown, LinkSide } from "../api/types";
import { t } from "../i18n";
import { began, type Drawing } from "../viewer/drawing";
import { LookControls, PLAIN, turned, type Levels } from "../viewer/levels";
import type { Shape } from "../viewer/overlay";
import { fromApi, type Point, type Region } from "../viewer/region";
import { useReveal, type Revealing } from "../viewer/reveal";
import { Stage } from "../viewer/stage";
import { clock } from "../viewer/strip";
import { UPRIGHT, type Look, type View } from "../viewer/view";
import { write } from "../router";
import { Like } from "./like";
import { ahead } from "./pairs";

type Place = Pick<LinkSide, "media" | "seconds" | "series">;
type Evidence = Pick<LinkShown, "points" | "left_box" | "right_box" | "mirrored">;

export interface TwoSides {
  readonly press: () => void;
  readonly release: () => void;
  readonly flip: () => void;
  readonly turn: () => void;
  readonly like: () => void;
  readonly drawn: Signal<boolean>;
  readonly together: Signal<boolean>;
  readonly view: Signal<View>;
  readonly levels: Signal<Levels>;
  readonly drawing: Signal<Drawing>;
  readonly reveals: readonly [Revealing, Revealing];
  readonly box: Signal<{ readonly media: number; readonly region: Region } | null>;
}

export function useSides(left: Place, right: Place): TwoSides {
  const reveals = [useReveal(left.media, left.seconds), useReveal(right.media, right.seconds)] as const;
  const view = useSignal(UPRIGHT);
  const drawing = useSignal(began("hand"));
  const box = useSignal<{ media: number; region: Region } | null>(null);
  return {
    reveals,
    view,
    drawing,
    box,
    drawn: useSignal(true),
    together: useSignal(true),
    levels: useSignal(PLAIN),
    press: () => reveals.forEach((one) => one.press()),
    release: () => reveals.forEach((one) => one.release()),
    flip: () => (view.value = { ...view.value, flipped: !view.value.flipped }),
    turn: () => (view.value = turned(view.value, 1)),
    like: () => (drawing.value = began(drawing.value.tool === "like" ? "hand" : "like")),
  };
}

interface Props {
  readonly sides: TwoSides;
  readonly left: Place;
  readonly right: Place;
  readonly evidence: Evidence | null;
}

export function Sides({ sides, left, right, evidence }: Props) {
  const look = useSignal<Look | null>(null);
  const lit = useSignal<number | null>(null);
  useEffect(() => {
    // A mirrored match is looked at mirrored, so that both read the same way.
    if (evidence?.mirrored) sides.view.value = { turns: 0, flipped: true };
  }, [evidence?.mirrored]);
  const shared = { lit, ...(sides.together.value ? { look } : {}) };
  const sharp = sides.reveals.some((one) => one.shown.value);
  return (
    <>
      <div class="sides">
        <One side="left" place={left} sides={sides} evidence={evidence} view={UPRIGHT} {...shared} />
        <One side="right" place={right} sides={sides} evidence={evidence} view={sides.view.value} {...shared} />
        <p class={`stage-note${sharp ? " sharp" : ""}`} role="status">
          {sharp ? t("Sharp while you hold the key. This is recorded.") : t("Grey and blurred. Hold Space to see both sharp.")}
        </p>
        {sides.box.value && (
          <Like media={sides.box.value.media} box={sides.box.value.region} onLeft={() => (sides.box.value = null)} />
        )}
      </div>
      <footer class="tools">
        <Toggle on={sides.drawn} label={t("Points and boxes")} />
        <Toggle on={sides.together} label={t("Move both together")} />
        <button type="button" aria-pressed={sides.drawing.value.tool === "like"} onClick={sides.like}>
          {t("Search with a box")} <kbd>f</kbd>
        </button>
        <details class="turning">
          <summary>{t("Turn and lighten the right one")}</summary>
          <LookControls
            view={sides.view.value}
            levels={sides.levels.value}
            onView={(view) => (sides.view.value = view)}
            onLevels={(levels) => (sides.levels.value = levels)}
          />
        </details>
      </footer>
    </>
  );
}

function Toggle({ on, label }: { on: Signal<boolean>; label: string }) {
  return (
    <button type="button" aria-pressed={on.value} onClick={() => (on.value = !on.value)}>
      {label}
    </button>
  );
}

interface OneProps {
  readonly side: "left" | "right";
  readonly place: Place;
  readonly sides: TwoSides;
  readonly evidence: Evidence | null;
  readonly view: View;
  readonly lit: Signal<number | null>;
  readonly look?: Signal<Look | null>;
}

function One({ side, place, sides, evidence, view, lit, look }: OneProps) {
  const safe = useSignal<{ url: string; aspect: number } | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    ahead(place, abort.signal).then((found) => (safe.value = found), () => undefined);
    return () => undefined;
  }, [place.media, place.seconds]);
  const points = useMemo(
    () => (evidence?.points ?? []).map(([ax, ay, bx, by]): Point => (side === "left" ? [ax, ay] : [bx, by])),
    [evidence, side],
  );
  const agreed = fromApi((side === "left" ? evidence?.left_box : evidence?.right_box) ?? null);
  const shapes: Shape[] = agreed ? [{ id: "agreed", region: agreed, look: "match", label: t("What agrees") }] : [];
  const name = `${place.series.map((one) => `S${one}`).join(", ") || "–"} · ${t("media {number}", { number: place.media })}`;
  const reveal = sides.reveals[side === "left" ? 0 : 1];
  return (
    <figure>
      <figcaption>
        <a href={write("media", [String(place.media)])}>{name}</a>
        {place.seconds !== null && <span class="quiet"> {clock(place.seconds)}</span>}
      </figcaption>
      <Stage
        name={side}
        label={name}
        safe={safe.value?.url ?? null}
        sharp={reveal.shown.value?.url ?? null}
        aspect={safe.value?.aspect ?? 0.75}
        view={view}
        levels={side === "right" ? sides.levels.value : PLAIN}
        shapes={sides.drawn.value ? shapes : []}
        {...(sides.drawn.value ? { points } : {})}
        lit={lit}
        {...(look ? { look } : {})}
        chosen={null}
        drawing={sides.drawing.value}
        onDrawing={(drawing) => (sides.drawing.value = drawing)}
        onDrawn={(region) => {
          sides.box.value = { media: place.media, region };
          sides.drawing.value = began("hand");
        }}
        onChosen={() => undefined}
      />
    </figure>
  );
}
