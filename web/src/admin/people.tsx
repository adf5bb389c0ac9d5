// Who takes part: agencies, their officers and what each may do. Sessions can be ended at once.
import { complain } from "../acts";
import { call } from "../api/client";
import type { OfficerRow, People as Found, Role, SessionsEnded } from "../api/types";
import { country, t, tn } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { toast } from "../parts/toast";
import { may, me } from "../session";
import { Shown } from "./shown";

const ROLES: Readonly<Record<Role, () => string>> = {
  administrator: () => t("administrator"),
  auditor: () => t("auditor"),
  contributor: () => t("contributor"),
  coordinator: () => t("coordinator"),
  releaser: () => t("releaser"),
  specialist: () => t("specialist"),
};

export function People() {
  const found = useLoaded((signal) => call<Found>("/api/admin/people", { signal }), []);
  return (
    <Shown of={found}>
      {({ agencies, officers }) => (
        <div class="desk-columns">
          <section>
            <h2>{tn("{n} officer", "{n} officers", officers.length)}</h2>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("Officer")}</th>
                  <th scope="col">{t("Agency")}</th>
                  <th scope="col">{t("May act as")}</th>
                  <th scope="col">{t("Sessions")}</th>
                </tr>
              </thead>
              <tbody>
                {officers.map((one) => (
                  <Line key={one.id} one={one} />
                ))}
              </tbody>
            </table>
          </section>
          <section>
            <h2>{tn("{n} agency", "{n} agencies", agencies.length)}</h2>
            <dl class="pairs">
              {agencies.map((one) => (
                <>
                  <dt class="mono">{one.code}</dt>
                  <dd>
                    {one.country ? country(one.country) : t("of no country")}
                    <p class="small quiet">
                      <Name text={one.name} />
                    </p>
                  </dd>
                </>
              ))}
            </dl>
          </section>
        </div>
      )}
    </Shown>
  );
}

function Line({ one }: { one: OfficerRow }) {
  const mine = one.handle === me.value?.handle;
  const administers = may("administrator") && one.agency === me.value?.agency;
  const end = async () => {
    try {
      const { ended } = await call<SessionsEnded>(`/api/admin/officers/${encodeURIComponent(one.handle)}/sessions`, { method: "DELETE" });
      toast({ text: tn("{n} session ended.", "{n} sessions ended.", ended) });
    } catch (error) {
      complain(error);
    }
  };
  return (
    <tr>
      <th scope="row">
        <Name text={one.name} longest={34} /> <span class="mono quiet">{one.handle}</span>
      </th>
      <td class="mono">{one.agency}</td>
      <td class="small">{one.roles.map((role) => ROLES[role]()).join(", ")}</td>
      <td>
        {(mine || administers) && (
          <button type="button" class="bare" onClick={() => void end()} aria-label={t("End every session of {who}", { who: one.handle })}>
            {t("End all")}
          </button>
        )}
      </td>
    </tr>
  );
}
