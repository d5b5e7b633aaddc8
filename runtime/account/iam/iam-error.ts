import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  IAMServiceException,
  LimitExceededException,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
  UnmodifiableEntityException,
} from '@aws-sdk/client-iam';

const answered = (httpStatusCode: number) => ({ httpStatusCode, attempts: 1, totalRetryDelay: 0 });

/** IAM's errors as the SDK throws them, with IAM's status codes and wording. */
export const noSuchEntity = (message: string) =>
  new NoSuchEntityException({ message, $metadata: answered(404) });

export const entityAlreadyExists = (message: string) =>
  new EntityAlreadyExistsException({ message, $metadata: answered(409) });

export const limitExceeded = (message: string) =>
  new LimitExceededException({ message, $metadata: answered(409) });

export const deleteConflict = (message: string) =>
  new DeleteConflictException({ message, $metadata: answered(409) });

export const malformedPolicy = (message: string) =>
  new MalformedPolicyDocumentException({ message, $metadata: answered(400) });

export const unmodifiable = (message: string) =>
  new UnmodifiableEntityException({ message, $metadata: answered(400) });

export const validationError = (message: string) =>
  new IAMServiceException({ name: 'ValidationError', message, $fault: 'client', $metadata: answered(400) });

/** The value of a parameter that IAM requires. */
export function need<T>(value: T | undefined, name: string): T {
  if (value === undefined) {
    throw validationError(
      `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
}
