// What this browser keeps for its user: theme, language, keys. Never anything about the operation's material.
const PREFIX = "sightline.";

export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // A browser that keeps nothing (private window, policy) still works: it only forgets.
  }
}
