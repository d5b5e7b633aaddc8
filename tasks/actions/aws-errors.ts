import { messageOf } from './errors.ts';

/** True for an AWS error of one of these names: the SDK puts the service's code there. */
export const isAwsError = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

/** The value, or null where AWS says by one of these errors that there is none. */
export async function orNull<T>(call: Promise<T>, ...names: readonly string[]): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isAwsError(error, ...names)) return null;
    throw error;
  }
}

/** A part of an AWS response that is documented to be there. */
export function required<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new TypeError(`AWS answered without ${what}`);
  return value;
}

/** @returns null when the call was done, or why it could not be, where that is one of these errors. */
export async function whyNot(call: Promise<unknown>, ...names: readonly string[]): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (isAwsError(error, ...names)) return messageOf(error);
    throw error;
  }
}
