// Who is here, in which language, light or dark: a small menu at the end of the masthead.
import type { Role } from "./api/types";
import { choose } from "./i18n/choose";
import { LANGUAGES, language, t, type Language } from "./i18n/translate";
import { showKeys } from "./keys/overlay";
import { Name } from "./parts/name";
import { prefer } from "./preferences";
import { leave, me } from "./session";
import { isDark, theme, wear } from "./theme";

const OWN_NAMES: Readonly<Record<string, string>> = {
  en: "English",
  fr: "Français",
  nl: "Nederlands",
  de: "Deutsch",
  es: "Español",
};

const ROLES: Readonly<Record<Role, () => string>> = {
  contributor: () => t("contributor"),
  specialist: () => t("specialist"),
  coordinator: () => t("coordinator"),
  releaser: () => t("releaser"),
  auditor: () => t("auditor"),
  administrator: () => t("administrator"),
};

export function Who() {
  const officer = me.value;
  theme.value;
  return (
    <div class="who">
      <button type="button" class="bare who-keys" onClick={showKeys} aria-label={t("Show the keys")}>
        <kbd>?</kbd>
      </button>
      <select aria-label={t("Language")} value={language.value} onChange={(event) => pick(event.currentTarget.value as Language)}>
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {OWN_NAMES[one]}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="bare"
        aria-label={t("Light or dark")}
        title={t("Light or dark")}
        onClick={() => wear(isDark() ? "light" : "dark")}
      >
        <span aria-hidden="true">◐</span>
      </button>
      {officer && (
        <details class="who-menu">
          <summary>
            <Name text={officer.name} longest={28} /> <span class="quiet" translate={false}>{officer.agency}</span>
          </summary>
          <div class="who-card">
            <p>
              <Name text={officer.agency_name} />
            </p>
            <p class="quiet small">{officer.roles.map((role) => ROLES[role]()).join(", ")}</p>
            <p class="quiet small">{t("Purpose: {purpose}", { purpose: officer.purpose })}</p>
            <button type="button" onClick={() => void leave()}>
              {t("Sign out")}
            </button>
          </div>
        </details>
      )}
    </div>
  );
}

function pick(next: Language): void {
  void choose(next);
  prefer({ locale: next }).catch(() => undefined);
}
