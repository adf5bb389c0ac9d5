// Keys as they look on a keyboard.
import { t } from "../i18n/translate";

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Enter: "↵",
};

export function KeyCaps({ keys }: { keys: readonly string[] }) {
  return (
    <span class="caps">
      {keys.map((key) => (
        <kbd key={key}>{keyName(key)}</kbd>
      ))}
    </span>
  );
}

export function keyName(key: string): string {
  return key
    .split("+")
    .map((part) => (part === "Space" ? t("Space") : (SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part))))
    .join(" ");
}
