import { render } from "preact";
import { App, enterPage } from "./app";
import { choose, preferred } from "./i18n/choose";
import { listenToKeys } from "./keys/listen";
import { followAddress } from "./router";
import { theme, wear } from "./theme";
import "./tokens.css";
import "./base.css";
import "./parts/parts.css";

wear(theme.value);
followAddress();
listenToKeys();
await choose(preferred());
void enterPage();
render(<App />, document.getElementById("page") as HTMLElement);
