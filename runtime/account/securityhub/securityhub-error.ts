import { InvalidInputException, ValidationException } from '@aws-sdk/client-securityhub';

const badRequest = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };

/** What Security Hub CSPM's calls answer to input that they cannot use. */
export const invalidInput = (message: string) =>
  new InvalidInputException({ message, Code: 'InvalidInput', Message: message, $metadata: badRequest });

/** What the new Security Hub's calls answer. */
export const invalidInputV2 = (message: string) =>
  new ValidationException({ message, Code: 'ValidationException', Message: message, $metadata: badRequest });
