// Something that is fetched: nothing yet, the thing, or why not. What is on its way is given up when it is no longer wanted.
import { useCallback, useEffect, useState } from "preact/hooks";
import { wasAborted } from "../api/client";

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly again: () => void;
  /** Puts a newer value in place, after an act that returned it. */
  readonly put: (value: T) => void;
}

/** Fetches again whenever one of `wanted` changes; the last value stays in view meanwhile. */
export function useLoaded<T>(fetcher: (signal: AbortSignal) => Promise<T>, wanted: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: unknown; loading: boolean }>({ loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setState((was) => ({ ...was, loading: true }));
    fetcher(abort.signal).then(
      (value) => setState({ value, loading: false }),
      (error: unknown) => {
        if (!wasAborted(error)) setState({ error, loading: false });
      },
    );
    return () => abort.abort();
  }, [turn, ...wanted]);
  const again = useCallback(() => setTurn((was) => was + 1), []);
  const put = useCallback((value: T) => setState({ value, loading: false }), []);
  return { value: state.value, error: state.error, loading: state.loading, again, put };
}
