// The links to judge, strongest first: each with both pictures, the reason in words, and the way to compare them.
import { changed } from "../acts";
import { call } from "../api/client";
import type { LinkRow, Links } from "../api/types";
import { address } from "../compare/address";
import { StrengthBadge } from "../compare/strength";
import { kindWord, strengthWord, verdictWord, type Strength } from "../compare/words";
import { number, t, tn } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Empty, Loading, Trouble } from "../parts/states";
import { adjust, write } from "../router";
import type { ScreenProps } from "../screens";

const KINDS = ["same file", "near copy", "same scene", "same object", "same texture", "same camera", "same text"];
const STRENGTHS: readonly Strength[] = ["verified", "possible", "similar look only"];
const PAGE = 50;

export function Queue({ route }: ScreenProps) {
  const asked = Object.fromEntries(route.params);
  const offset = Number(asked["from"]) || 0;
  const query = {
    series: asked["series"],
    kind: asked["kind"],
    strength: asked["strength"],
    undecided: asked["judged"] !== "all",
    offset,
    limit: PAGE,
  };
  const found = useLoaded((signal) => call<Links>("/api/links", { query, signal }), [JSON.stringify(query), changed.value.at]);
  const list = found.value;
  const first = list?.links[0];
  return (
    <div class="queue">
      <header>
        <h1>{asked["judged"] === "all" ? t("All links") : t("Links to judge")}</h1>
        {list && <p class="quiet">{tn("{n} link", "{n} links", list.total)}</p>}
        <Filters asked={asked} />
        {first && (
          <a class="go" href={address(first.id, Number(asked["series"]) || null)}>
            {t("Judge one after the other")}
          </a>
        )}
      </header>
      {found.error ? <Trouble error={found.error} again={found.again} /> : null}
      {!list && !found.error && <Loading />}
      {list && !list.links.length && (
        <Empty title={t("No link waits for a verdict")}>{t("Machines propose links while they work. What was judged is under “All”.")}</Empty>
      )}
      <ol>
        {list?.links.map((link) => (
          <Row key={link.id} link={link} />
        ))}
      </ol>
      {list && list.total > PAGE && <Pages offset={offset} total={list.total} />}
    </div>
  );
}

function Filters({ asked }: { asked: Record<string, string> }) {
  const set = (name: string) => (event: { currentTarget: HTMLSelectElement }) =>
    adjust({ [name]: event.currentTarget.value, from: "" });
  return (
    <p class="filters">
      <label>
        <span class="unseen">{t("Kind")}</span>
        <select value={asked["kind"] ?? ""} onChange={set("kind")}>
          <option value="">{t("every kind")}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {kindWord(kind)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="unseen">{t("Strength")}</span>
        <select value={asked["strength"] ?? ""} onChange={set("strength")}>
          <option value="">{t("every strength")}</option>
          {STRENGTHS.map((strength) => (
            <option key={strength} value={strength}>
              {strengthWord(strength)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="unseen">{t("Judged or not")}</span>
        <select value={asked["judged"] ?? ""} onChange={set("judged")}>
          <option value="">{t("not judged yet")}</option>
          <option value="all">{t("all")}</option>
        </select>
      </label>
    </p>
  );
}

export function Row({ link }: { link: LinkRow }) {
  return (
    <li class="link">
      <a href={address(link.id, null)} aria-label={t("Compare L{number}", { number: link.id })}>
        <Thumb media={link.left.media} seconds={link.left.seconds} />
        <Thumb media={link.right.media} seconds={link.right.seconds} />
      </a>
      <div>
        <p>
          <StrengthBadge strength={link.strength} /> <a href={address(link.id, null)}>L{link.id}</a>{" "}
          <span translate={false}>{link.why}</span>
        </p>
        <p class="quiet">
          <Where side={link.left} /> ↔ <Where side={link.right} />
          {link.verdict && ` · ${verdictWord(link.verdict)}${link.decided_by ? `, ${link.decided_by}` : ""}`}
        </p>
      </div>
    </li>
  );
}

function Where({ side }: { side: LinkRow["left"] }) {
  const series = side.series[0];
  return (
    <>
      {series !== undefined && <a href={write("links", [String(series)])}>S{series}</a>}{" "}
      <a href={write("media", [String(side.media)])}>{t("media {number}", { number: side.media })}</a>
    </>
  );
}

export function Thumb({ media, seconds }: { media: number; seconds: number | null }) {
  const at = seconds === null ? "" : `?seconds=${seconds}`;
  return <img src={`/api/media/${media}/safe${at}`} alt="" width={80} height={60} loading="lazy" />;
}

function Pages({ offset, total }: { offset: number; total: number }) {
  const last = Math.min(offset + PAGE, total);
  return (
    <p class="pages">
      <button type="button" disabled={offset === 0} onClick={() => adjust({ from: String(Math.max(0, offset - PAGE) || "") })}>
        {t("Before")}
      </button>
      {t("{from} to {to} of {total}", { from: number(offset + 1), to: number(last), total: number(total) })}
      <button type="button" disabled={last >= total} onClick={() => adjust({ from: String(offset + PAGE) })}>
        {t("After")}
      </button>
    </p>
  );
}
