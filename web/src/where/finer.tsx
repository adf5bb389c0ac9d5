// Finer than a country, where a clue has geometry: hints, each with the clue it comes from.
import type { FinerShown } from "../api/types";
import { t } from "../i18n";

export function Finer({ found, onClue }: { found: readonly FinerShown[]; onClue: (clue: number) => void }) {
  if (!found.length) return null;
  return (
    <section class="finer" aria-label={t("Where inside the country")}>
      <h2>{t("Where inside the country")}</h2>
      <p class="small quiet">{t("Hints, not probabilities.")}</p>
      <ul>
        {found.map((one) => (
          <li key={`${one.clue}-${one.place}`}>
            <button type="button" class="bare small" onClick={() => onClue(one.clue)}>
              C{one.clue}
            </button>{" "}
            <span dir="auto" translate={false}>{one.place}</span> {one.cell && <small class="mono quiet">{one.cell}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}
