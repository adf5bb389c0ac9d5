// One's own record, for oneself alone: how often one's answers held, and whether one was as sure as one should have been.
import { call } from "../api/client";
import type { RecordShown } from "../api/types";
import { number, percent, t } from "../i18n";
import { useLoaded } from "../parts/loaded";

export function OwnRecord() {
  const found = useLoaded((signal) => call<RecordShown>("/api/me/record", { signal }), []);
  const mine = found.value;
  if (!mine) return null;
  return (
    <section class="own-record">
      <h2>{t("Your own answers so far")}</h2>
      {mine.settled === 0 || mine.stated === null ? (
        <p class="quiet">{t("None is settled yet: this fills when countries report outcomes.")}</p>
      ) : (
        <dl class="pairs">
          <dt>{t("Held")}</dt>
          <dd>{t("{right} of {all}", { right: number(mine.right), all: number(mine.settled) })}</dd>
          <dt>{t("How sure you said you were")}</dt>
          <dd>{percent(mine.stated)}</dd>
          <dt>{t("How often it held")}</dt>
          <dd>{percent(mine.right / mine.settled)}</dd>
          <dt>{t("Brier score (0 is perfect)")}</dt>
          <dd>{number(mine.brier ?? 0, { maximumFractionDigits: 2 })}</dd>
        </dl>
      )}
      <p class="small quiet">{t("Only you can see this.")}</p>
    </section>
  );
}
