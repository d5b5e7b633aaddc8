import type { IResolvable } from 'aws-cdk-lib';

/** What CloudFormation knows when it deploys. */
export type Later = string | IResolvable;

type OneOrMore = Later | readonly Later[];

/** A statement of an IAM policy as the template has it: some of it is known, or left out, only when it is deployed. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, Later>>;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export const toPolicy = (statements: readonly (Statement | IResolvable)[]) => ({
  Version: '2012-10-17',
  Statement: statements,
});
