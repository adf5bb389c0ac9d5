// Turning, flipping, and light and dark: on screen only, the original is never touched.

import { UPRIGHT, type View } from "./view";
import { t } from "../i18n";

/** In 0..1: what becomes black, what becomes white, and the curve between them. */
export interface Levels {
  readonly black: number;
  readonly white: number;
  readonly gamma: number;
}

export const PLAIN: Levels = { black: 0, white: 1, gamma: 1 };
export const FILTER = "levels";

export function isPlain(levels: Levels): boolean {
  return levels.black === PLAIN.black && levels.white === PLAIN.white && levels.gamma === PLAIN.gamma;
}

/** The same view, a quarter turn further; a negative number turns back. */
export function turned(view: View, quarters: number): View {
  return { ...view, turns: (((view.turns + quarters) % 4) + 4) % 4 };
}

export function LevelsFilter({ levels, id = FILTER }: { levels: Levels; id?: string }) {
  const slope = 1 / Math.max(0.02, levels.white - levels.black);
  const straight = { type: "linear", slope: String(slope), intercept: String(-levels.black * slope) } as const;
  const curve = { type: "gamma", amplitude: "1", exponent: String(1 / levels.gamma), offset: "0" } as const;
  return (
    <svg class="filters" width="0" height="0" aria-hidden="true">
      <filter id={id} color-interpolation-filters="sRGB">
        <feComponentTransfer>
          <feFuncR {...straight} />
          <feFuncG {...straight} />
          <feFuncB {...straight} />
        </feComponentTransfer>
        <feComponentTransfer>
          <feFuncR {...curve} />
          <feFuncG {...curve} />
          <feFuncB {...curve} />
        </feComponentTransfer>
      </filter>
    </svg>
  );
}

interface Props {
  readonly view: View;
  readonly levels: Levels;
  readonly onView: (view: View) => void;
  readonly onLevels: (levels: Levels) => void;
}

export function LookControls({ view, levels, onView, onLevels }: Props) {
  const untouched = isPlain(levels) && view.turns === 0 && !view.flipped;
  return (
    <fieldset class="look">
      <legend>{t("On screen only")}</legend>
      <div class="inline">
        <button type="button" onClick={() => onView(turned(view, -1))} title={t("Turn left")} aria-label={t("Turn left")}>
          ↺
        </button>
        <button type="button" onClick={() => onView(turned(view, 1))} title={t("Turn right")} aria-label={t("Turn right")}>
          ↻
        </button>
        <button
          type="button"
          aria-pressed={view.flipped}
          onClick={() => onView({ ...view, flipped: !view.flipped })}
          title={t("Mirror")}
          aria-label={t("Mirror")}
        >
          ⇋
        </button>
        <button
          type="button"
          class="quiet"
          disabled={untouched}
          onClick={() => {
            onView(UPRIGHT);
            onLevels(PLAIN);
          }}
        >
          {t("As it was")}
        </button>
      </div>
      <Slider label={t("Black")} value={levels.black} low={0} high={0.9} onValue={(black) => onLevels({ ...levels, black })} />
      <Slider label={t("White")} value={levels.white} low={0.1} high={1} onValue={(white) => onLevels({ ...levels, white })} />
      <Slider label={t("Middle")} value={levels.gamma} low={0.3} high={3} onValue={(gamma) => onLevels({ ...levels, gamma })} />
    </fieldset>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly onValue: (value: number) => void;
}

function Slider({ label, value, low, high, onValue }: SliderProps) {
  return (
    <label class="slider">
      <span>{label}</span>
      <input
        type="range"
        min={low}
        max={high}
        step={0.01}
        value={value}
        onInput={(event) => onValue(Number(event.currentTarget.value))}
      />
    </label>
  );
}
