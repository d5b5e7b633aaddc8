import { orNull } from '../aws-errors.ts';

/** The answer, or null where IAM knows no such user, role, key or policy, or says that it cannot be a name. */
export const orMissing = <T>(call: Promise<T>): Promise<T | null> =>
  orNull(call, 'NoSuchEntityException', 'NoSuchEntity', 'ValidationError');
