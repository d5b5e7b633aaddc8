import type { Action } from './action.ts';
import { ec2Actions } from './ec2/actions.ts';
import { generalActions } from './general/actions.ts';
import { guarddutyActions } from './guardduty/actions.ts';
import { iamActions } from './iam/actions.ts';
import { lambdaActions } from './lambda/actions.ts';
import { s3Actions } from './s3/actions.ts';
import { securityhubActions } from './securityhub/actions.ts';

/** Every action, by id. A new one is a folder, a line in its service's `actions.ts`, and one in the catalog. */
export const actions: ReadonlyMap<string, Action> = new Map(
  [
    ...ec2Actions,
    ...generalActions,
    ...guarddutyActions,
    ...iamActions,
    ...lambdaActions,
    ...s3Actions,
    ...securityhubActions,
  ].map((action) => [action.spec.id, action]),
);
