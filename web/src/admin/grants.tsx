// What one agency lets another see of its material, until when, and taking it back.
import { complain } from "../acts";
import { call } from "../api/client";
import type { GrantRow, Grants as Found } from "../api/types";
import { t, when } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Empty } from "../parts/states";
import { toast } from "../parts/toast";
import { me } from "../session";
import { Shown } from "./shown";

const LEVELS: readonly (() => string)[] = [
  () => t("nothing"),
  () => t("that it matches"),
  () => t("blurred"),
  () => t("preview"),
  () => t("original"),
];

export function Grants() {
  const found = useLoaded((signal) => call<Found>("/api/admin/grants", { signal }), []);
  const revoke = async (one: GrantRow) => {
    try {
      await call(`/api/admin/grants/${one.id}`, { method: "DELETE" });
      toast({ text: t("The grant is revoked from now on.") });
      found.again();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <Shown of={found}>
      {({ grants }) =>
        grants.length === 0 ? (
          <Empty title={t("Nobody has granted anything yet.")}>{t("A contribution's terms make its first grant when it is taken in.")}</Empty>
        ) : (
          <div class="wide-table">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("Contribution")}</th>
                  <th scope="col">{t("From")}</th>
                  <th scope="col">{t("To")}</th>
                  <th scope="col">{t("Lets see")}</th>
                  <th scope="col">{t("Onward")}</th>
                  <th scope="col">{t("Purpose")}</th>
                  <th scope="col">{t("Until")}</th>
                  <th scope="col">{t("Revoke")}</th>
                </tr>
              </thead>
              <tbody>
                {grants.map((one) => (
                  <tr key={one.id}>
                    <th scope="row">{one.contribution}</th>
                    <td class="mono">{one.owner}</td>
                    <td>{one.to_agency ? <span class="mono">{one.to_agency}</span> : t("the whole operation")}</td>
                    <td>{LEVELS[one.level]?.()}</td>
                    <td>{one.onward ? t("yes") : t("no")}</td>
                    <td>
                      <Name text={one.purpose} longest={40} />
                    </td>
                    <td>{when(one.until, "date")}</td>
                    <td>
                      {one.owner === me.value?.agency && !one.revoked_at && (
                        <button type="button" class="bare" onClick={() => void revoke(one)} aria-label={t("Revoke grant {n}", { n: one.id })}>
                          {t("Revoke")}
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Shown>
  );
}
