import * as z from 'zod';

/** An identifier as AWS gives it: findings carry sample and foreign ids too, so only its size is checked. */
export const identifier = z.string().min(1).max(256);

const account = z
  .string()
  .regex(/^\d{12}$/, 'an AWS account id has 12 digits')
  .optional()
  .describe("The target's account. Default: the incident's.");

const region = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'an AWS region looks like eu-west-1')
  .optional()
  .describe("The target's region. Default: the incident's.");

/** Where the target of a regional action is, when it is not where the incident is (attack sequences). */
export const regionalPlace = { account, region };

/** As `regionalPlace`, for IAM: it is the same in all regions. */
export const globalPlace = { account };
