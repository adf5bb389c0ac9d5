// A video as its key frames, and its sound as a drawing. Nothing plays: where something is seen or said is found by
// looking, and a stretch is marked with two keys.

import { useEffect, useRef } from "preact/hooks";

import { t } from "../i18n";

export interface Frame {
  readonly seconds: number;
  /** Address of the safe rendition. */
  readonly url: string;
}

interface StripProps {
  readonly frames: readonly Frame[];
  readonly at: number | null;
  readonly onAt: (seconds: number) => void;
}

export function Strip({ frames, at, onAt }: StripProps) {
  const now = Math.max(0, frames.findIndex((frame) => frame.seconds === at));
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [now]);
  const go = (place: number) => {
    const frame = frames[Math.max(0, Math.min(frames.length - 1, place))];
    if (frame) onAt(frame.seconds);
  };
  return (
    <div
      ref={list}
      class="strip"
      role="listbox"
      aria-label={t("Key frames")}
      aria-orientation="horizontal"
      tabIndex={0}
      aria-activedescendant={`frame-${now}`}
      onKeyDown={(event) => {
        const places: Record<string, number> = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: frames.length - 1 };
        const place = places[event.key];
        if (place === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        go(place);
      }}
    >
      {frames.map((frame, index) => (
        <div
          key={frame.seconds}
          id={`frame-${index}`}
          class="frame"
          role="option"
          aria-selected={index === now}
          onClick={() => go(index)}
        >
          <img src={frame.url} alt="" loading="lazy" width={96} height={64} />
          <span>{clock(frame.seconds)}</span>
        </div>
      ))}
    </div>
  );
}

interface WaveProps {
  /** 0..255, `perSecond` values a second. */
  readonly loudness: readonly number[];
  readonly perSecond: number;
  readonly at: number | null;
  readonly span: { readonly start: number; readonly end: number } | null;
  readonly onAt: (seconds: number) => void;
}

const WIDTH = 1000;
const HEIGHT = 60;

/** Sound as a waveform: silent, always. */
export function Wave({ loudness, perSecond, at, span, onAt }: WaveProps) {
  const seconds = loudness.length / perSecond;
  const x = (moment: number) => (moment / Math.max(seconds, 0.001)) * WIDTH;
  const said = t("Sound, {seconds} seconds; it is drawn and never played", { seconds: Math.round(seconds) });
  return (
    <figure class="wave">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={said}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          onAt(((event.clientX - box.left) / box.width) * seconds);
        }}
      >
        {span && <rect class="span" x={x(span.start)} width={Math.max(2, x(span.end) - x(span.start))} y={0} height={HEIGHT} />}
        <path d={outline(loudness)} />
        {at !== null && <line class="now" x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT} vector-effect="non-scaling-stroke" />}
      </svg>
      <figcaption class="quiet">{said}</figcaption>
    </figure>
  );
}

/** The loudest value of each column, mirrored about the middle. */
export function outline(loudness: readonly number[], columns = 500): string {
  const size = Math.max(1, Math.ceil(loudness.length / columns));
  const peaks: number[] = [];
  for (let start = 0; start < loudness.length; start += size) peaks.push(Math.max(...loudness.slice(start, start + size)));
  const step = WIDTH / Math.max(1, peaks.length);
  const half = HEIGHT / 2;
  const top = peaks.map((peak, place) => `${(place * step).toFixed(1)} ${(half - (peak / 255) * half).toFixed(1)}`);
  const bottom = peaks.map((peak, place) => `${(place * step).toFixed(1)} ${(half + (peak / 255) * half).toFixed(1)}`);
  return top.length ? `M${top.join("L")}L${bottom.reverse().join("L")}Z` : "";
}

/** 75.5 as 1:15.5. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds / 60);
  const rest = (seconds - whole * 60).toFixed(1).padStart(4, "0");
  return `${whole}:${rest}`;
}
