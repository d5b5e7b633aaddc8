import * as z from 'zod';

const LambdaCause = z.object({ errorMessage: z.string() });

/**
 * What a failed function said, out of the cause that Step Functions hands on; other causes are given back as they are.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
export function messageInCause(cause: string): string {
  try {
    const parsed = LambdaCause.safeParse(JSON.parse(cause));
    return parsed.success ? parsed.data.errorMessage : cause;
  } catch {
    return cause;
  }
}
