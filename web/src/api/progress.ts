// Live progress: the server tells by itself what the machine does and that something new came in.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Jobs } from "./types";

const EVENTS = "/api/events";
/** However much comes in, a screen reads itself anew at most this often. */
const RENEW_MS = 3000;

/** The newest counts of jobs; `news` is called, not too often, when there is something to read anew. */
export function useProgress(first: Jobs | undefined, news: () => void): Jobs | undefined {
  const [jobs, setJobs] = useState<Jobs | undefined>();
  const latest = useRef(news);
  latest.current = news;
  useEffect(() => {
    const source = new EventSource(EVENTS);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current();
      }, RENEW_MS);
    };
    const heard = (event: MessageEvent<string>) => {
      const told = read(event.data);
      if (!told) return;
      if (told.jobs) setJobs(told.jobs);
      soon();
    };
    source.addEventListener("message", heard);
    source.addEventListener("progress", heard as EventListener);
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, []);
  return jobs ?? first;
}

function read(text: string): { jobs?: Jobs } | undefined {
  try {
    return JSON.parse(text) as { jobs?: Jobs };
  } catch {
    return undefined;
  }
}
