// This machine: what was looked at and what each lack costs, how well the cage holds, and every setting with its origin.
import { useSignal } from "@preact/signals";
import { call } from "../api/client";
import type { CheckRow, Machine as Found } from "../api/types";
import { t } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Shown } from "./shown";

export function Machine() {
  const cage = useSignal(false);
  const found = useLoaded((signal) => call<Found>("/api/admin/machine", { query: { cage: cage.value }, signal }), [cage.value]);
  return (
    <Shown of={found}>
      {({ version, checks, settings }) => (
        <>
          <section>
            <h2>
              {t("What was looked at")} <span class="quiet" translate={false}>Sightline {version}</span>
            </h2>
            <table>
              <tbody>
                {checks.map((one) => (
                  <Check key={one.name} one={one} />
                ))}
              </tbody>
            </table>
            {!cage.value && (
              <p class="acts">
                <button type="button" onClick={() => (cage.value = true)}>
                  {t("Try the cage too: how well decoding is shut in")}
                </button>
                <span class="quiet small">{t("Some seconds.")}</span>
              </p>
            )}
          </section>
          <section>
            <h2>{t("Settings, and where each comes from")}</h2>
            <div class="wide-table">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t("Setting")}</th>
                    <th scope="col">{t("Value")}</th>
                    <th scope="col">{t("From")}</th>
                    <th scope="col">{t("Variable")}</th>
                    <th scope="col">{t("Meaning")}</th>
                  </tr>
                </thead>
                <tbody>
                  {settings.map((one) => (
                    <tr key={one.name}>
                      <th scope="row" translate={false}>{one.name}</th>
                      <td class="mono">
                        <Name text={one.value} longest={48} />
                      </td>
                      <td translate={false} class={one.origin === "default" ? "quiet" : ""}>{one.origin}</td>
                      <td class="mono small quiet">{one.variable}</td>
                      <td class="small" translate={false} lang="en">{one.meaning}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        </>
      )}
    </Shown>
  );
}

function Check({ one }: { one: CheckRow }) {
  const [mark, tone, word] = one.good ? ["✓", "good", t("good")] : one.needed ? ["!", "bad", t("needed")] : ["–", "warn", t("lacking")];
  return (
    <tr>
      <td class={tone}>
        <span aria-hidden="true">{mark}</span> {word}
      </td>
      <th scope="row" translate={false}>{one.name}</th>
      <td translate={false} lang="en">
        {one.finding}
        {one.remedy && <p class="small quiet">{one.remedy}</p>}
      </td>
    </tr>
  );
}
