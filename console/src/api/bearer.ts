/** The token of now, fresh where that takes a moment; null where there is none any more. */
export type ReadToken = () => Promise<string | null>;

let readToken: ReadToken | null = null;

/** From now on every request brings this token. It is kept here, in the page's memory, and nowhere else. */
export const bringToken = (read: ReadToken | null): void => void (readToken = read);

/** Whether requests need more than the browser sends by itself, so that a plain link leads nowhere. */
export const bringsToken = (): boolean => readToken !== null;

/** What a request says of who sends it, besides the browser's cookie. */
export async function authorization(): Promise<Readonly<Record<string, string>>> {
  const token = (await readToken?.()) ?? null;
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
