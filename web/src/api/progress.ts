// Live progress: the server tells by itself what the machine does and that something new came in.
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "./client";
import type { Jobs } from "./types";

/** However much comes in, a screen reads itself anew at most this often. */
const RENEW_MS = 3000;

interface Told {
  readonly jobs: Jobs;
  readonly new_media: number;
  readonly new_links: number;
}

/** The newest counts of jobs; `news` is called, not too often, when there is something to read anew. */
export function useProgress(operation: number, first: Jobs | undefined, news: () => void): Jobs | undefined {
  const [jobs, setJobs] = useState<Jobs | undefined>();
  const latest = useRef(news);
  latest.current = news;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource | undefined;
    let before: Jobs | undefined;
    const heard = (event: MessageEvent<string>) => {
      const told = JSON.parse(event.data) as Told;
      const moved = before !== undefined && (told.jobs.done !== before.done || told.new_media + told.new_links > 0);
      before = told.jobs;
      setJobs(told.jobs);
      if (moved) timer ??= setTimeout(() => ((timer = undefined), latest.current()), RENEW_MS);
    };
    const listen = () => {
      source?.close();
      source = new EventSource(`/api/operations/${operation}/events`);
      source.addEventListener("progress", heard);
      // The server ends a stream after a while; who is still signed in asks anew.
      source.addEventListener("end", () => call("/api/session").then(listen, () => source?.close()));
      // A stream that breaks is a server that went away: one question waits for it, and with it the banner.
      source.addEventListener("error", () => void call("/api/session").catch(() => source?.close()));
    };
    listen();
    return () => {
      source?.close();
      clearTimeout(timer);
    };
  }, [operation]);
  return jobs ?? first;
}
