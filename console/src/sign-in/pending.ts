/** What is needed when the login leads back here. */
export interface Pending {
  /** Shows that whoever brings the code is who asked for it. */
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** The page that was asked for. */
  readonly back: string;
}

const pendingKey = 'tourniquet.sign-in';
const signedInKey = 'tourniquet.signed-in';

/** In this tab alone, until it is taken. */
export const keepPending = (pending: Pending): void =>
  sessionStorage.setItem(pendingKey, JSON.stringify(pending));

/** It is good once. */
export function takePending(): Pending | null {
  const kept = sessionStorage.getItem(pendingKey);
  sessionStorage.removeItem(pendingKey);
  return kept === null ? null : (JSON.parse(kept) as Pending);
}

/** That somebody was signed in here, so that loading the page anew asks the login again without a word. */
export const noteSignedIn = (): void => sessionStorage.setItem(signedInKey, 'yes');

/** Once: if the login does not know them any more, it is for them to say what they want. */
export function takeSignedIn(): boolean {
  const noted = sessionStorage.getItem(signedInKey) !== null;
  sessionStorage.removeItem(signedInKey);
  return noted;
}
