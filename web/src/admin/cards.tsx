// The key cards of partners: whose signatures count here, and to whom can be sealed.
import { call } from "../api/client";
import type { Keys } from "../api/types";
import { country, t, when } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Empty } from "../parts/states";
import { Shown } from "./shown";

export function KeyCards() {
  const found = useLoaded((signal) => call<Keys>("/api/admin/keys", { signal }), []);
  return (
    <Shown of={found}>
      {({ keys }) =>
        keys.length === 0 ? (
          <Empty title={t("No partner's keys are entered yet.")}>
            {t("One officer enters a card, a second one confirms its fingerprint over another channel: sightline partner add.")}
          </Empty>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">{t("Partner")}</th>
                <th scope="col">{t("Key")}</th>
                <th scope="col">{t("Entered by")}</th>
                <th scope="col">{t("Confirmed by")}</th>
                <th scope="col">{t("Good until")}</th>
              </tr>
            </thead>
            <tbody>
              {keys.map((one) => (
                <tr key={one.key}>
                  <th scope="row">
                    {country(one.country)}, <Name text={one.name} longest={40} /> <span class="mono quiet">{one.agency}</span>
                  </th>
                  <td class="mono" title={one.key}>
                    {one.key.slice(0, 16)}…
                  </td>
                  <td class="mono">{one.entered_by}</td>
                  <td>{one.confirmed_by ? <span class="mono">{one.confirmed_by}</span> : <span class="warn">{t("nobody yet")}</span>}</td>
                  <td>
                    {one.revoked_at ? (
                      <span class="bad">
                        {t("revoked {when}", { when: when(one.revoked_at, "date") })} <Name text={one.revoked_why} longest={60} />
                      </span>
                    ) : (
                      when(one.valid_until, "date")
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Shown>
  );
}
