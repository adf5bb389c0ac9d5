// The frame around every screen: where one is, who one is, what the server says, and the way to every key.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { reachable, waiting } from "./api/client";
import { t, tn } from "./i18n/translate";
import { useKeys } from "./keys/listen";
import { PAGE_KEYS } from "./keys/page";
import { LiveRegion, say } from "./parts/live";
import { Loading, Trouble } from "./parts/states";
import { ToastPlace } from "./parts/toast";
import { go, route, write } from "./router";
import { SCREENS, screenNamed, type Screen, type ScreenProps } from "./screens";
import { isDark, wear } from "./theme";

const opened = new Map<string, ComponentType<ScreenProps>>();
const arrived = signal(0);
const failed = signal<unknown>(undefined);

export function App() {
  useKeys(PAGE_KEYS, {
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
      <Content />
      <ToastPlace />
      <LiveRegion />
    </>
  );
}

function Masthead() {
  const here = route.value.screen;
  return (
    <header class="masthead">
      <a class="brand" href={write("operation")}>
        Sightline
      </a>
      <nav aria-label={t("Screens")}>
        {SCREENS.filter((one) => one.inMenu).map((one) => (
          <a key={one.name} href={write(one.name)} aria-current={one.name === here ? "page" : undefined}>
            {one.title()}
          </a>
        ))}
      </nav>
    </header>
  );
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
