// The picture itself: deep zoom below, regions above, and the keys that move it.

import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { advanced, beganByKeys, isUnderWay, type Drawing, type Tool } from "./drawing";
import { FILTER, isPlain, LevelsFilter, type Levels } from "./levels";
import type { Matrix } from "./matrix";
import { Overlay, type Shape } from "./overlay";
import type { Point, Region } from "./region";
import type { Look, View } from "./view";
import { Zoom } from "./zoom";

export interface StageProps {
  readonly label: string;
  /** Address of the safe rendition, null while it loads. */
  readonly safe: string | null;
  /** Address of the sharp one, only while it may be seen. */
  readonly sharp: string | null;
  /** Height over width. */
  readonly aspect: number;
  readonly view: View;
  readonly levels: Levels;
  readonly shapes: readonly Shape[];
  readonly chosen: string | null;
  readonly drawing: Drawing;
  readonly onDrawing: (drawing: Drawing) => void;
  readonly onDrawn: (region: Region, tool: Tool) => void;
  readonly onChosen: (id: string | null) => void;
  readonly onEdited?: (id: string, region: Region) => void;
  readonly points?: readonly Point[];
  readonly lit?: Signal<number | null>;
  /** Where this stage looks; set it to lead another one. */
  readonly look?: Signal<Look | null>;
  readonly name?: string;
}

const PAN = 60;

export function Stage(props: StageProps) {
  const box = useRef<HTMLDivElement>(null);
  const zoom = useRef<Zoom | null>(null);
  const matrix = useSignal<Matrix | null>(null);
  const leads = useRef(false);
  const filter = `${FILTER}-${props.name ?? "one"}`;

  useEffect(() => {
    if (!box.current) return;
    const tell = (look: Look) => {
      if (leads.current && props.look) props.look.value = look;
    };
    const made = new Zoom(box.current, (now) => (matrix.value = now), tell);
    zoom.current = made;
    return () => made.close();
  }, []);
  useEffect(() => {
    if (props.safe) zoom.current?.open(props.safe, props.aspect, props.view);
  }, [props.safe, props.aspect]);
  useEffect(() => zoom.current?.reveal(props.sharp), [props.sharp, props.safe]);
  useEffect(() => zoom.current?.turn(props.view), [props.view]);
  useEffect(() => {
    zoom.current?.filter(isPlain(props.levels) ? null : `#${filter}`);
  }, [props.levels, props.safe]);
  useEffect(
    () =>
      props.look?.subscribe((look) => {
        if (look && !leads.current) zoom.current?.follow(look);
      }),
    [props.look],
  );

  const keyed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    leads.current = true;
    if (isUnderWay(props.drawing)) {
      const { drawing, region } = advanced(props.drawing, { act: "key", key: event.key, wide: event.shiftKey });
      if (drawing === props.drawing) return;
      props.onDrawing(drawing);
      if (region) props.onDrawn(region, drawing.tool);
    } else if (event.key === "Enter") props.onDrawing(beganByKeys(props.drawing.tool));
    else if (!moved(zoom.current, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      class={`stage${props.drawing.tool === "hand" ? " hand" : ""}`}
      tabIndex={0}
      role="group"
       translate={false}
      aria-label={props.label}
      onKeyDown={keyed}
      onPointerEnter={() => (leads.current = true)}
      onPointerLeave={() => (leads.current = false)}
      onBlur={() => (leads.current = false)}
    >
      <div ref={box} class="pixels" />
      {!isPlain(props.levels) && <LevelsFilter levels={props.levels} id={filter} />}
      <Overlay
        matrix={matrix}
        shapes={props.shapes}
        chosen={props.chosen}
        drawing={props.drawing}
        onDrawing={props.onDrawing}
        onDrawn={props.onDrawn}
        onChosen={props.onChosen}
        {...(props.points ? { points: props.points } : {})}
        {...(props.lit ? { lit: props.lit } : {})}
        {...(props.onEdited ? { onEdited: props.onEdited } : {})}
        onPan={(dx, dy) => zoom.current?.pan(dx, dy)}
        onWheel={(factor, at) => zoom.current?.by(factor, at)}
      />
    </div>
  );
}

function moved(zoom: Zoom | null, key: string): boolean {
  const moves: Record<string, () => void> = {
    "+": () => zoom?.by(1.5),
    "=": () => zoom?.by(1.5),
    "-": () => zoom?.by(1 / 1.5),
    "0": () => zoom?.fit(),
    ArrowLeft: () => zoom?.pan(PAN, 0),
    ArrowRight: () => zoom?.pan(-PAN, 0),
    ArrowUp: () => zoom?.pan(0, PAN),
    ArrowDown: () => zoom?.pan(0, -PAN),
  };
  const move = moves[key];
  move?.();
  return move !== undefined;
}
