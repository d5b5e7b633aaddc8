import type { SignIn } from '../../../core/api/session.ts';
import { bringToken } from '../api/bearer.ts';
import { get } from '../api/client.ts';
import { endpoints } from '../api/endpoints.ts';
import type { Login } from './openid.ts';
import { noteSignedIn, takePending, takeSignedIn } from './pending.ts';

let login: Login | null = null;

/**
 * Signs in with what a login led back with, where it did; elsewhere this does nothing.
 * @throws Error that says what the login said.
 */
export async function comeBack(): Promise<void> {
  const url = new URL(window.location.href);
  if (!url.searchParams.has('state')) return;
  const pending = takePending();
  if (pending === null) return;
  // The code is good once, and stands in no history.
  window.history.replaceState(null, '', pending.back);
  const config = await get<SignIn>(endpoints.signIn);
  if (config.kind !== 'openid') return;
  try {
    const { takeCode } = await import('./openid.ts');
    login = await takeCode(config, pending, url);
  } catch (error) {
    throw new Error(`Signing in did not work: ${describe(error as Error)}`, { cause: error });
  }
  noteSignedIn();
  bringToken(login.readToken);
}

/** The login's own words, where it has any. */
const describe = (error: Error): string =>
  'error_description' in error && typeof error.error_description === 'string'
    ? error.error_description
    : error.message;

/** Whether this page was signed in by a login: then it has something to lose, and is not left by itself. */
export const cameBack = (): boolean => login !== null;

/** Ends what a login began, and leaves; where none did, there is nothing to end. */
export async function leaveLogin(): Promise<void> {
  if (login === null) return;
  takeSignedIn();
  bringToken(null);
  await login.leave();
}
