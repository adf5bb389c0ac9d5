// Where else this very content came from, and which series it is in.

import type { MediaShown } from "../api/types";
import { t, tn, when } from "../i18n";
import { Name } from "../parts/name";
import { write } from "../router";

export function Elsewhere({ media }: { media: MediaShown }) {
  const { occurrences, series } = media;
  return (
    <details open={occurrences.length > 1}>
      <summary>
        {t("Where it appeared")} <small>{tn("{n} time", "{n} times", occurrences.length)}</small>
      </summary>
      <p class="inline">
        {series.map((number) => (
          <a key={number} href={write("where", [String(number)])}>
            S{number}
          </a>
        ))}
      </p>
      <ul>
        {occurrences.map((one) => (
          <li key={`${one.contribution}-${one.path}`}>
            <strong translate={false}>{one.agency}</strong> <Name text={one.path} longest={44} />{" "}
            <small class="quiet">{when(one.received_at)}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What is known of the content itself, for those who look it up elsewhere. */
export function Identity({ media }: { media: MediaShown }) {
  return (
    <details>
      <summary>{t("Identity")}</summary>
      <table translate={false}>
        <tbody>
          {(["sha256", "md5", "sha1"] as const).map((name) => (
            <tr key={name}>
              <th scope="row">{name.toUpperCase()}</th>
              <td class="mono">{media[name]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
