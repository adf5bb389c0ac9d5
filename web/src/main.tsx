import { render } from "preact";
import { App, enterPage } from "./app";
import { choose, preferred } from "./i18n/choose";
import { listenToKeys } from "./keys/listen";
import { followAddress, route } from "./router";
import { screenNamed } from "./screens";
import { theme, wear } from "./theme";
import "./tokens.css";
import "./base.css";
import "./parts/parts.css";

wear(theme.value);
followAddress();
listenToKeys();
await choose(preferred());
// The code of the screen that is asked for comes while the session is being looked up.
void screenNamed(route.value.screen)?.load();
void enterPage();
render(<App />, document.getElementById("page") as HTMLElement);
