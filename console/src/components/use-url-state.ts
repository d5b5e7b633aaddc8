import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/**
 * A value in the address (`?status=open`), empty where it is not there. It replaces the entry in the browser's
 * history: "back" leads to the page before, not through every letter of a search.
 */
export function useUrlState(name: string): readonly [value: string, set: (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: string) => {
      setSearch((now) => writeParameter(now, name, value), { replace: true });
    },
    [name, setSearch],
  );
  return [search.get(name) ?? '', set];
}

/** The query with the parameter set, or without it where the value is empty. */
export function writeParameter(search: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  if (value === '') next.delete(name);
  else next.set(name, value);
  return next;
}
