// One media: its picture with what was seen in it, and everything the file and the machines say beside it.
import { useEffect, useMemo } from "preact/hooks";

import { changed as acted } from "../acts";
import { call } from "../api/client";
import type { MediaShown } from "../api/types";
import { t } from "../i18n";
import { useKeys } from "../keys/listen";
import { useLoaded } from "../parts/loaded";
import { Empty, Loading, Trouble } from "../parts/states";
import { go, write } from "../router";
import type { ScreenProps } from "../screens";
import { clueName, judged, type Here } from "./acting";
import { inOrder } from "./clues";
import { began, type Tool } from "./drawing";
import { Head } from "./head";
import { MEDIA_KEYS } from "./keys";
import { turned } from "./levels";
import { useReveal, useSafe } from "./reveal";
import { useMediaState } from "./state";
import { Side } from "./side";
import { useTurning } from "./turning";
import { Under } from "./under";
import { Well } from "./well";
import { kinds } from "./words";
import "./viewer.css";

const BY = Symbol("media screen");

export default function MediaScreen({ route }: ScreenProps) {
  const key = route.parts[0] ?? "";
  const found = useLoaded(
    async (signal) => (key ? call<MediaShown>(`/api/media/${encodeURIComponent(key)}`, { signal }) : undefined),
    [key],
  );
  useEffect(() => {
    // Somebody took an act back, here or by the page's own key: look again.
    if (acted.value.at && acted.value.by !== BY) found.again();
  }, [acted.value.at]);
  if (!key) return <Empty title={t("No media chosen")}>{t("Open one from a series, with Enter.")}</Empty>;
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  if (!found.value || (String(found.value.id) !== key && found.value.sha256 !== key)) return <Loading />;
  return <Open media={found.value} put={found.put} asked={Number(route.params.get("series")) || null} clue={route.params.get("clue")} />;
}

interface OpenProps {
  readonly media: MediaShown;
  readonly put: (media: MediaShown) => void;
  readonly asked: number | null;
  readonly clue: string | null | undefined;
}

function Open({ media, put, asked, clue }: OpenProps) {
  const state = useMediaState(media.sha256);
  const series = asked && media.series.includes(asked) ? asked : (media.series[0] ?? null);
  const video = media.kind === "video";
  const seconds = state.seconds.value;
  const refused = media.state === "refused";
  const safe = useSafe(refused ? null : media.id, video ? (seconds ?? 0) : null);
  const reveal = useReveal(media.id, video ? (seconds ?? 0) : null);
  const words = useLoaded(kinds, []);
  const turning = useTurning(media.id, series);
  const here: Here = { media, series, state, put, by: BY };
  useEffect(() => {
    if (clue) state.chosen.value = clueName(Number(clue));
  }, [clue, media.sha256]);

  const ordered = useMemo(() => inOrder(media.clues).map((one) => clueName(one.id)), [media.clues]);
  const step = (by: number) => {
    const place = ordered.indexOf(state.chosen.value ?? "");
    state.chosen.value = ordered[place < 0 ? 0 : Math.max(0, Math.min(ordered.length - 1, place + by))] ?? null;
  };
  const tool = (next: Tool) => () => (state.drawing.value = began(next));
  useKeys(MEDIA_KEYS, {
    "media.reveal": { press: reveal.press, release: reveal.release },
    "media.next": () => turning.go(1),
    "media.previous": () => turning.go(-1),
    "media.nextClue": () => step(1),
    "media.previousClue": () => step(-1),
    "media.confirm": () => judged(here, "confirmed"),
    "media.reject": () => judged(here, "rejected"),
    "media.edit": () => {
      const clue = media.clues.find((one) => clueName(one.id) === state.chosen.value);
      if (clue) state.asked.value = { region: null, redo: clue.id };
    },
    "media.rectangle": tool("mark"),
    "media.polygon": tool("polygon"),
    "media.mask": tool("mask"),
    "media.like": tool("like"),
    "media.hand": tool("hand"),
    "media.left": () => (state.view.value = turned(state.view.value, -1)),
    "media.right": () => (state.view.value = turned(state.view.value, 1)),
    "media.flip": () => (state.view.value = { ...state.view.value, flipped: !state.view.value.flipped }),
    "media.where": () => series !== null && go(write("where", [String(series)])),
  });

  const known = words.value ?? [];
  const picture = reveal.shown.value?.picture ?? safe.value?.picture ?? null;
  return (
    <div class="media">
      <Head media={media} series={series} turning={turning} />
      <div class="well">
        {refused ? (
          <Empty title={t("This file was refused")}>{media.refusal}</Empty>
        ) : (
          <Well here={here} kinds={known} safe={safe.value} sharp={reveal.shown.value} />
        )}
      </div>
      <div class="under">{video && !refused && <Under here={here} />}</div>
      <Side here={here} kinds={known} picture={picture} />
    </div>
  );
}
