import type { BrowserContext } from 'playwright-core';

/** What must not happen on any page, as it is noticed. */
export interface Watch {
  /** What was noticed and nobody expected. */
  readonly troubles: readonly string[];
  /** From now on, trouble that reads like this is part of the test. */
  expect(trouble: RegExp): void;
}

/**
 * Watches all pages of a browser context: errors and warnings on the console (with them what the CSP refuses), errors
 * that no script caught, faults of the server, and requests that leave this machine.
 */
export function watchPages(context: BrowserContext): Watch {
  const troubles: string[] = [];
  const expected: RegExp[] = [];
  const notice = (trouble: string): void => {
    if (!expected.some((pattern) => pattern.test(trouble))) troubles.push(trouble);
  };
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      notice(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => notice(`uncaught: ${error.error().message}`));
  context.on('request', (request) => {
    if (!staysHere(new URL(request.url()))) notice(`left this machine: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) notice(`${response.status()} from ${response.url()}`);
  });
  return { troubles, expect: (trouble) => void expected.push(trouble) };
}

const staysHere = ({ protocol, hostname }: URL): boolean =>
  ['data:', 'blob:', 'about:'].includes(protocol) || hostname === '127.0.0.1';
