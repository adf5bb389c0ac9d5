// Below a video: its key frames and the shape of its sound.
import { call } from "../api/client";
import type { Frames, Waveform } from "../api/types";
import { t } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Loading, Trouble } from "../parts/states";
import type { Here } from "./acting";
import { clock, Strip, Wave } from "./strip";

export function Under({ here: { media, state } }: { here: Here }) {
  const path = `/api/media/${media.id}`;
  const frames = useLoaded((signal) => call<Frames>(`${path}/frames`, { signal }), [media.id]);
  const wave = useLoaded((signal) => call<Waveform>(`${path}/waveform`, { signal }), [media.id]);
  const at = state.seconds.value;
  const span = state.span.value;
  const moment = at ?? 0;
  const begin = () => (state.span.value = { start: moment, end: Math.max(moment, span?.end ?? moment) });
  const end = () => (state.span.value = { start: Math.min(moment, span?.start ?? moment), end: moment });
  return (
    <>
      {frames.error ? <Trouble error={frames.error} again={frames.again} /> : null}
      {frames.value ? (
        <Strip
          frames={frames.value.seconds.map((seconds) => ({ seconds, url: `${path}/safe?seconds=${seconds}` }))}
          at={at}
          onAt={(seconds) => (state.seconds.value = seconds)}
        />
      ) : (
        !frames.error && <Loading what={t("Looking for key frames…")} />
      )}
      {wave.value && wave.value.loudness.length > 0 && (
        <Wave
          loudness={wave.value.loudness}
          perSecond={wave.value.rate}
          at={at}
          span={span}
          onAt={(seconds) => (state.seconds.value = Math.round(seconds * 10) / 10)}
        />
      )}
      <p class="tools">
        <button type="button" onClick={begin}>
          {t("Stretch begins here")}
        </button>
        <button type="button" onClick={end}>
          {t("Stretch ends here")}
        </button>
        {span && (
          <>
            <span class="quiet">
              {clock(span.start)}–{clock(span.end)}
            </span>
            <button type="button" onClick={() => (state.asked.value = { region: null, redo: null })}>
              {t("Clue on this stretch")}
            </button>
            <button type="button" class="bare" onClick={() => (state.span.value = null)}>
              {t("Forget the stretch")}
            </button>
          </>
        )}
      </p>
    </>
  );
}
