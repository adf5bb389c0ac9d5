// Help: the way of a series in six lines, the keys, and what the program never does.
import { t } from "../i18n";
import { showKeys } from "../keys/overlay";

export function Help() {
  return (
    <div class="help">
      <section>
        <h2>{t("Keys")}</h2>
        <p>
          {t("Every screen can be worked by keys. One key shows them, and there each can be changed:")} <kbd>?</kbd>{" "}
          <button type="button" onClick={showKeys}>
            {t("Show the keys")}
          </button>
        </p>
        <p>{t("What can be undone never asks first. The last hundred acts can be taken back, also after a reload:")} <kbd>U</kbd></p>
      </section>
      <section>
        <h2>{t("The way of a series")}</h2>
        <ol>
          <li>{t("Triage: look at what came in, one key for each verdict. Pictures stay small, grey and blurred until you hold the key.")}</li>
          <li>{t("Media: mark what gives the place away, and confirm or reject what the machine proposes.")}</li>
          <li>{t("Links: say which pictures show the same place.")}</li>
          <li>{t("Where: say what you think first, then see what the clues say.")}</li>
          <li>{t("Questions: ask those who may recognise a detail; only its crop is shown.")}</li>
          <li>{t("Leads: send what was found to the country, with a second officer.")}</li>
        </ol>
      </section>
      <section>
        <h2>{t("What the program never does")}</h2>
        <ul>
          <li>{t("It recognises no person. People are masked before anything is indexed or shared.")}</li>
          <li>{t("It changes no state by itself: the machine proposes, a person decides, a second one lets out.")}</li>
          <li>{t("It makes no connection to anywhere.")}</li>
          <li>{t("It does not claim that blurring protects you: the studies disagree.")}</li>
        </ul>
      </section>
    </div>
  );
}
