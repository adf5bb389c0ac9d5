// Views kept under a name: an address, nothing else. They belong to the user and follow them to every browser.
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { complain } from "../acts";
import { t } from "../i18n/translate";
import { preferences, prefer } from "../preferences";
import { go } from "../router";

const naming = signal(false);

export function SavedViews({ screen }: { screen: string }) {
  const views = Object.entries(preferences.value?.views ?? {}).filter(([, address]) => address.startsWith(`#/${screen}`));
  const [name, setName] = useState("");
  useEffect(() => () => void (naming.value = false), []);
  const save = async (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    naming.value = false;
    setName("");
    await prefer({ views: { ...preferences.value?.views, [name.trim()]: location.hash } }).catch(complain);
  };
  return (
    <span class="views">
      {views.length > 0 && (
        <label class="choice">
          <span>{t("Views")}</span>
          <select value="" onChange={(event) => go(event.currentTarget.value)}>
            <option value="">{t("choose…")}</option>
            {views.map(([title, address]) => (
              <option key={title} value={address}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      {naming.value ? (
        <form class="views-name" onSubmit={save}>
          <input
            type="text"
            maxLength={60}
            value={name}
            aria-label={t("Name of this view")}
            placeholder={t("Name of this view")}
            ref={(field) => field?.focus()}
            onInput={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => event.key === "Escape" && (naming.value = false)}
          />
          <button type="submit">{t("Keep")}</button>
        </form>
      ) : (
        <button type="button" class="bare" onClick={() => (naming.value = true)}>
          {t("Keep this view")}
        </button>
      )}
    </span>
  );
}
