/** Which accounts may be looked into at all, whatever findings name. */
export interface AccountBounds {
  /** The account of the credentials. Null: accounts are simulated, so none is anybody else's. */
  readonly own: string | null;
  /** Those that the configuration names (`aws.accounts`). Null: none are named. */
  readonly named: readonly string[] | null;
}

export const noBounds: AccountBounds = { own: null, named: null };

/** Where something is about to be looked up. */
export interface Destination {
  readonly account: string;
  /** Whether AWS or a person says so. Whoever writes logs may write any account, and one of their own above all. */
  readonly trusted: boolean;
}

/**
 * Why nothing is to be called in that account, or null. Where accounts are named it is they and ours, whoever says so;
 * where none are, AWS's own findings lead anywhere, and what nobody vouched for into our own account alone.
 */
export function explainOutside(
  { account, trusted }: Destination,
  { own, named }: AccountBounds,
): string | null {
  if (account === own || named?.includes(account) === true) return null;
  if (named === null && (trusted || own === null)) return null;
  const why = trusted ? '' : ', and nobody but a log record says that it is concerned';
  const name = /^\d{12}$/.test(account) ? account : JSON.stringify(account.slice(0, 40));
  return `account ${name} is not one of aws.accounts${why}; nothing was called there: name it in the configuration if it is yours`;
}
