// Nobody is signed in: what to do, in one sentence, and a place to paste the link.
import { useState } from "preact/hooks";
import { t } from "./i18n/translate";

export function SignIn({ why, enter }: { why: string | undefined; enter: (secret: string) => void }) {
  const [typed, setTyped] = useState("");
  return (
    <section class="signin">
      <h1>{t("Sign in")}</h1>
      <p>{t("Open the link that `sightline serve` printed, or paste it here. It works once.")}</p>
      {why && (
        <p role="alert" class="signin-why">
          {why}
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter(typed.trim().split(/[=/#]/).at(-1) ?? "");
        }}
      >
        <input
          type="password"
          autocomplete="off"
          aria-label={t("One-time link")}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={!typed.trim()}>
          {t("Sign in")}
        </button>
      </form>
    </section>
  );
}
