// The answer on a map. One stop for the Tab key; inside it the arrow keys go to the country in that direction.

import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";

import { inWords, legend, shade, type Step } from "./shade";
import { HEIGHT, loaded, towards, WIDTH, type Box, type Land, type World } from "./world";
import { country, t } from "../i18n";

export interface MapProps {
  readonly probabilities: ReadonlyMap<string, number>;
  readonly ruledOut: ReadonlySet<string>;
  /** The likeliest, only when a country may be named. */
  readonly named: string | null;
  readonly chosen: string | null;
  readonly onChosen: (code: string) => void;
  /** Where the sun could have stood as it does in the picture. */
  readonly sun: readonly Box[];
}

const ANGLES: Readonly<Record<string, number>> = {
  ArrowRight: 0,
  ArrowDown: Math.PI / 2,
  ArrowLeft: Math.PI,
  ArrowUp: -Math.PI / 2,
};
const LABELLED = 5;

export function WorldMap(props: MapProps) {
  const world = useSignal<World | null>(null);
  useEffect(() => {
    void loaded().then((found) => (world.value = found));
  }, []);
  if (!world.value) return <div class="map waiting" role="status" aria-label={t("Drawing the map…")} />;
  return <Drawn {...props} world={world.value} />;
}

function Drawn({ world, probabilities, ruledOut, named, chosen, onChosen, sun }: MapProps & { world: World }) {
  const group = useRef<SVGGElement>(null);
  const most = useMemo(() => ranked(probabilities), [probabilities]);
  const at = chosen ?? most[0]?.[0] ?? "BE";
  const near = (event: KeyboardEvent) => {
    const angle = ANGLES[event.key];
    const from = world.lands.find((land) => land.code === at);
    if (angle === undefined || !from) return;
    event.preventDefault();
    event.stopPropagation();
    const next = towards(world.lands, from, angle).code;
    onChosen(next);
    requestAnimationFrame(() => group.current?.querySelector<SVGElement>(`[data-code="${next}"]`)?.focus());
  };
  const sunny = useMemo(() => (sun.length ? world.cells(sun) : ""), [sun, world]);
  return (
    <figure class="map">
      <div translate={false}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-label={t("World map of probabilities")} role="group">
        <Patterns />
        <path class="sea" d={world.sphere} />
        {sunny && <path class="sun-region" d={sunny} />}
        <g ref={group} class="lands" role="listbox" aria-label={t("Countries")} onKeyDown={near}>
          {world.lands.map((land) => {
            const probability = probabilities.get(land.code) ?? 0;
            const out = ruledOut.has(land.code);
            return (
              <LandShape
                key={land.code}
                land={land}
                look={shade(probability, out)}
                label={`${country(land.code)}: ${inWords(probability)}${out ? `, ${t("ruled out")}` : ""}`}
                stop={land.code === at}
                chosen={land.code === chosen}
                onChosen={onChosen}
              />
            );
          })}
        </g>
        {sunny && <path class="sun-region over" d={sunny} />}
        <Marks world={world} most={most} named={named} chosen={chosen} />
      </svg>
      </div>
      <Legend sun={sun.length > 0} />
    </figure>
  );
}

interface LandProps {
  readonly land: Land;
  readonly look: string;
  readonly label: string;
  readonly stop: boolean;
  readonly chosen: boolean;
  readonly onChosen: (code: string) => void;
}

function LandShape({ land, look, label, stop, chosen, onChosen }: LandProps) {
  return (
    <path
      d={land.d}
      class={`${look}${land.small ? " small" : ""}${chosen ? " chosen" : ""}`}
      data-code={land.code}
      role="option"
      aria-selected={chosen}
      aria-label={label}
      tabindex={stop ? 0 : -1}
      onClick={() => onChosen(land.code)}
    >
      <title>{label}</title>
    </path>
  );
}

function Marks({ world, most, named, chosen }: Pick<MapProps, "named" | "chosen"> & { world: World; most: Ranked }) {
  const place = (code: string) => world.lands.find((land) => land.code === code)?.middle;
  const ring = place(named ?? "");
  const shown = most.slice(0, LABELLED).filter(([, probability]) => probability >= 0.01);
  const extra = chosen && !shown.some(([code]) => code === chosen) ? [[chosen, -1] as const] : [];
  return (
    <g class="marks" aria-hidden="true">
      {ring && <circle class="ring" cx={ring[0]} cy={ring[1]} r={13} />}
      {[...shown, ...extra].map(([code, probability]) => {
        const at = place(code);
        if (!at) return null;
        const left = at[0] > WIDTH - 110;
        return (
          <text key={code} x={at[0] + (left ? -15 : 15)} y={at[1] + 4} text-anchor={left ? "end" : "start"}>
            {code} {probability < 0 ? "" : inWords(probability)}
          </text>
        );
      })}
    </g>
  );
}

function Patterns() {
  return (
    <defs>
      <pattern id="ruled-out" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-ground" width="5" height="5" />
        <path class="hatch-line" d="M0 0V5" />
      </pattern>
      <pattern id="sun-dots" width="6" height="6" patternUnits="userSpaceOnUse">
        <circle class="sun-dot" cx="3" cy="3" r="1" />
      </pattern>
    </defs>
  );
}

function Legend({ sun }: { sun: boolean }) {
  const swatch = (look: string) => (
    <svg viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">
      <rect class={look} width="16" height="12" />
    </svg>
  );
  return (
    <figcaption>
      <ul class="legend">
        {([0, 1, 2, 3, 4] as const).map((place: Step) => (
          <li key={place}>
            {swatch(`land p${place}`)} {legend(place)}
          </li>
        ))}
        <li>
          {swatch("land out")} {t("ruled out: 30 to 1 against")}
        </li>
        {sun && (
          <li>
            {swatch("sun-region over")} {t("the sun fits")}
          </li>
        )}
      </ul>
    </figcaption>
  );
}

type Ranked = readonly (readonly [string, number])[];

export function ranked(probabilities: ReadonlyMap<string, number>): Ranked {
  return [...probabilities].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
