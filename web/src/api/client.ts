// The only way to the server. Everything the page can do goes through here, so it can do what the API can and no more.
import { signal } from "@preact/signals";
import { t } from "../i18n/translate";

/** An answer that was not a success: the server's own plain sentence, and what kind of trouble it is. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly kind: "permission" | "session" | "missing" | "conflict" | "input" | "server",
    readonly body: unknown,
  ) {
    super(message);
    this.name = "Refused";
  }
}

/** False while the server does not answer: the page says so, keeps every act and goes on when it is back. */
export const reachable = signal(true);
/** True when the session has ended and somebody has to sign in again. */
export const signedOut = signal(false);
/** Acts that wait for the server to come back. */
export const waiting = signal(0);

export interface Options {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly signal?: AbortSignal;
}

const RETRY_MS = [250, 500, 1000, 2000, 4000];

export async function call<T>(path: string, options: Options = {}): Promise<T> {
  const answer = await send(path, options);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export async function bytes(path: string, options: Options = {}): Promise<ArrayBuffer> {
  return (await send(path, options)).arrayBuffer();
}

/** Sends until the server answers. An act carries one name through all its tries, so that it is done once. */
export async function send(path: string, options: Options = {}): Promise<Response> {
  const { url, init } = request(path, options);
  const acts = init.method !== "GET";
  let counted = false;
  try {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await tryOnce(url, init);
      if (answer) {
        reachable.value = true;
        if (answer.ok) return answer;
        throw await refusal(answer);
      }
      options.signal?.throwIfAborted();
      reachable.value = false;
      if (acts && !counted) {
        counted = true;
        waiting.value += 1;
      }
      await pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] as number, options.signal);
    }
  } finally {
    if (counted) waiting.value -= 1;
  }
}

function request(path: string, options: Options): { url: string; init: RequestInit & { method: string } } {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (Array.isArray(value)) value.forEach((one: string) => query.append(name, one));
    else if (value !== undefined && value !== "") query.append(name, String(value));
  }
  const method = options.method ?? (options.body === undefined ? "GET" : "POST");
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-Sightline"] = "1";
    headers["X-Act"] = crypto.randomUUID();
  }
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  const init: RequestInit & { method: string } = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.signal) init.signal = options.signal;
  return { url: query.size ? `${path}?${query}` : path, init };
}

/** Nothing when the server did not answer, or a proxy before it said that it is away. */
async function tryOnce(url: string, init: RequestInit): Promise<Response | undefined> {
  try {
    const answer = await fetch(url, init);
    return [502, 503, 504].includes(answer.status) ? undefined : answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    return undefined;
  }
}

async function refusal(answer: Response): Promise<Refused> {
  const body: unknown = await answer.json().catch(() => undefined);
  const kind = KINDS[answer.status] ?? (answer.status >= 500 ? "server" : "input");
  if (kind === "session") signedOut.value = true;
  return new Refused(sentence(body) ?? t("The server could not do this (code {code}).", { code: answer.status }), answer.status, kind, body);
}

const KINDS: Readonly<Record<number, Refused["kind"]>> = {
  401: "session",
  403: "permission",
  404: "missing",
  409: "conflict",
  412: "conflict",
};

/** The plain sentence in an error's body, whatever its shape. */
export function sentence(body: unknown): string | undefined {
  if (typeof body === "string") return body || undefined;
  if (Array.isArray(body)) return body.map(sentence).filter(Boolean).join(" ") || undefined;
  if (typeof body !== "object" || body === null) return undefined;
  const fields = body as Record<string, unknown>;
  for (const name of ["what", "error", "detail", "message", "msg"]) {
    const found = sentence(fields[name]);
    if (found) return found;
  }
  return undefined;
}

export function wasAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function pause(ms: number, abort?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      abort?.removeEventListener("abort", stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(abort?.reason as Error);
    }
    abort?.addEventListener("abort", stop, { once: true });
  });
}
