import * as z from 'zod';

/** What Lambda hands over of the table's stream. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
const StreamEvent = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }) }) }) })),
});

const prefix = 'MESSAGE#';

/** Which messages were written, for `createDeliver`. Null for what is no event of a stream: the schedule. */
export function readStream(event: unknown): { readonly messages: readonly string[] } | null {
  const parsed = StreamEvent.safeParse(event);
  if (!parsed.success) return null;
  const keys = parsed.data.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S);
  const messages = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  return { messages: [...new Set(messages)] };
}
