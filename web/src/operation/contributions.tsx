// What came in from whom, under which terms, and what became of its files.
import { useState } from "preact/hooks";
import type { ContributionRow } from "../api/types";
import { country, number, t, when } from "../i18n/translate";
import { Name } from "../parts/name";
import { placed } from "../parts/placed";
import { write } from "../router";

/** How many deliveries are shown before one asks for all: the rest of the screen stays near. */
const FIRST = 15;

export function Contributions({ rows }: { rows: readonly ContributionRow[] }) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return <p class="quiet">{t("Nothing has come in yet.")}</p>;
  return (
    <section>
      <h2>{t("What came in")}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("From")}</th>
            <th scope="col">{t("Case")}</th>
            <th scope="col">{t("Handling")}</th>
            <th scope="col">{t("Review")}</th>
            <th scope="col" class="figure">{t("Files")}</th>
            <th scope="col">{t("Examined, waiting, refused")}</th>
          </tr>
        </thead>
        <tbody>
          {(all ? rows : rows.slice(0, FIRST)).map((row) => (
            <tr key={row.id}>
              <th scope="row" title={country(row.agency)}>
                <a translate={false} href={write("triage", [], { contribution: String(row.id), show: "judged" })}>{row.agency}</a>
              </th>
              <td>
                <Name text={row.case_reference} longest={26} />
              </td>
              <td translate={false} title={t("TLP {colour}", { colour: row.tlp })}>{row.handling}</td>
              <td>{when(row.review, "date")}</td>
              <td class="figure">{number(row.files)}</td>
              <td>
                <Share row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > FIRST && (
        <button type="button" class="bare more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("Show fewer") : t("Show all {n}", { n: number(rows.length) })}
        </button>
      )}
    </section>
  );
}

function Share({ row }: { row: ContributionRow }) {
  const part = (count: number) => placed({ "flex-grow": String(count) });
  return (
    <span class="share">
      <span class="share-bar" aria-hidden="true">
        <span class="share-good" ref={part(row.examined)} />
        <span class="share-wait" ref={part(row.waiting)} />
        <span class="share-bad" ref={part(row.refused)} />
      </span>
      <span class="share-words small quiet">
        {[number(row.examined), number(row.waiting), number(row.refused)].join(" · ")}
      </span>
    </span>
  );
}
