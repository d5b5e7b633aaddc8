import type { Context } from 'hono';

interface Sender {
  readonly address?: string;
  readonly agent?: string;
}

/** Where a request came from, as it is kept with the answer that it gave. */
export function describeSender(
  context: Context,
  addressOf: (context: Context) => string | undefined,
): Sender {
  const address = addressOf(context);
  const agent = context.req.header('user-agent')?.slice(0, 200);
  return { ...(address === undefined ? {} : { address }), ...(agent === undefined ? {} : { agent }) };
}
