// The frame around every screen: where one is, who one is, what the server says, and the way to every key.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { undo } from "./acts";
import { reachable, Refused, signedOut, waiting } from "./api/client";
import { PausePlace } from "./day/pause";
import { t, tn } from "./i18n/translate";
import { useKeys } from "./keys/listen";
import { KeysPlace, showKeys } from "./keys/overlay";
import { PAGE_KEYS } from "./keys/page";
import { ChooserPlace } from "./parts/chooser";
import { LiveRegion, say } from "./parts/live";
import { Name, visible } from "./parts/name";
import { Loading, Trouble } from "./parts/states";
import { ToastPlace } from "./parts/toast";
import { go, route, write } from "./router";
import { SCREENS, screenNamed, type Screen, type ScreenProps } from "./screens";
import { arrive, me, operation, operations } from "./session";
import { SignIn } from "./signin";
import { isDark, wear } from "./theme";
import { Who } from "./who";

const opened = new Map<string, ComponentType<ScreenProps>>();
const arrived = signal(0);
const failed = signal<unknown>(undefined);

export function App() {
  useKeys(PAGE_KEYS, {
    "page.help": showKeys,
    "page.undo": () => void undo(),
    "page.operation": () => go(write("operation")),
    "page.board": () => go(write("board")),
    "page.triage": () => go(write("triage")),
    "page.theme": () => wear(isDark() ? "light" : "dark"),
  });
  return (
    <>
      <a class="skip" href="#main" onClick={focusMain}>
        {t("Skip to the content")}
      </a>
      <Masthead />
      <ServerBanner />
      {me.value && !signedOut.value && <PausePlace />}
      {me.value && !signedOut.value ? <Content /> : <Door />}
      <ToastPlace />
      <ChooserPlace />
      <KeysPlace />
      <LiveRegion />
    </>
  );
}

function Masthead() {
  const here = route.value.screen;
  return (
    <header class="masthead">
      <a class="brand" translate={false} href={write("operation")}>
        Sightline
      </a>
      <nav aria-label={t("Screens")}>
        {SCREENS.filter((one) => one.inMenu).map((one) => (
          <a key={one.name} href={write(one.name)} aria-current={one.name === here ? "page" : undefined}>
            {one.title()}
          </a>
        ))}
      </nav>
      <OperationName />
      <Who />
    </header>
  );
}

function OperationName() {
  const shown = operation.value;
  const all = operations.value ?? [];
  if (!shown) return null;
  if (all.length === 1) {
    return (
      <span class="masthead-operation quiet">
        <Name text={shown.name} />
      </span>
    );
  }
  return (
    <select
      class="masthead-operation"
      aria-label={t("Operation")}
      value={String(shown.id)}
      onChange={(event) => go(write(route.value.screen, [], { op: event.currentTarget.value }))}
    >
      {all.map((one) => (
        <option key={one.id} value={String(one.id)}>
          {visible(one.name)}
        </option>
      ))}
    </select>
  );
}

const refused = signal<string | undefined>(undefined);

/** Nobody has come in yet: the secret in the address is used up, or asked for. */
function Door() {
  const entering = signedOut.value || refused.value !== undefined;
  const enter = (secret: string) => {
    location.hash = `#link=${secret}`;
    void enterPage();
  };
  return (
    <main id="main" tabIndex={-1} data-screen="signin">
      {entering ? <SignIn why={refused.value} enter={enter} /> : <Loading />}
    </main>
  );
}

export async function enterPage(): Promise<void> {
  try {
    refused.value = undefined;
    await arrive();
  } catch (error) {
    refused.value = error instanceof Refused && error.status !== 401 ? error.message : "";
    signedOut.value = true;
  }
}

function ServerBanner() {
  if (reachable.value) return null;
  const kept = waiting.value;
  return (
    <p class="banner" role="alert">
      {t("The server does not answer. The page goes on as soon as it is back.")}{" "}
      {kept > 0 && tn("{n} act is kept and will be sent.", "{n} acts are kept and will be sent.", kept)}
    </p>
  );
}

function Content() {
  const main = useRef<HTMLElement>(null);
  const screen = screenNamed(route.value.screen);
  const name = screen?.name ?? "";
  useEffect(() => {
    document.title = screen ? `${screen.title()} · Sightline` : "Sightline";
    if (screen) say(screen.title());
    main.current?.focus({ preventScroll: true });
  }, [name]);
  return (
    <main id="main" ref={main} tabIndex={-1} data-screen={name}>
      {screen ? <Shown key={name} screen={screen} /> : <Trouble error={new Error(t("There is no such page."))} />}
    </main>
  );
}

function Shown({ screen }: { screen: Screen }) {
  arrived.value;
  const Body = opened.get(screen.name);
  useEffect(() => {
    if (Body) return;
    screen.load().then(
      (module) => {
        opened.set(screen.name, module.default);
        arrived.value += 1;
      },
      (error: unknown) => {
        failed.value = error;
      },
    );
  }, [screen.name]);
  if (Body) return <Body route={route.value} />;
  return failed.value ? <Trouble error={failed.value} again={() => location.reload()} /> : <Loading />;
}

function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
