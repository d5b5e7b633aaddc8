import type { ReactNode } from 'react';
import { ApiError } from '../api/api-error.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './states.css';

interface EmptyProps {
  readonly title: string;
  /** What to do about it, or why it may be right so. */
  readonly children?: ReactNode;
}

/** Says that there is nothing, and what that means. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** Grey lines in place of what is on its way: the page does not jump when it comes. */
export function Skeleton({ lines = 6 }: { readonly lines?: number }) {
  return (
    <output aria-busy="true" className="skeleton">
      <span className="visually-hidden">Loading…</span>
      {Array.from({ length: lines }, (_, line) => (
        <div className="skeleton-line" key={line} />
      ))}
    </output>
  );
}

interface ErrorBoxProps {
  readonly error: Error;
  readonly onRetry?: (() => void) | undefined;
}

/** One line of what went wrong, in the server's words, and a way to try again. */
export function ErrorBox({ error, onRetry }: ErrorBoxProps) {
  return (
    <div className="error-box" role="alert">
      <Icon name="incidents" />
      <div className="error-text">
        <p>{error.message}</p>
        {error instanceof ApiError && error.errors.length > 0 && (
          <ul>
            {error.errors.map(({ pointer, detail }) => (
              <li key={`${pointer} ${detail}`}>
                <code>{pointer}</code> {detail}
              </li>
            ))}
          </ul>
        )}
      </div>
      {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

interface LoadedProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/**
 * What a query brought; until then a skeleton, and an error where it failed. What was there before stays when
 * asking again fails: old figures with a warning are better than none.
 */
export function Loaded<Data>({ query: { data, error, refetch }, lines, children }: LoadedProps<Data>) {
  return (
    <>
      {error !== null && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {data !== undefined && children(data)}
      {data === undefined && error === null && <Skeleton {...(lines === undefined ? {} : { lines })} />}
    </>
  );
}
