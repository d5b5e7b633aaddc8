import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface MessagesProps extends StackProps {
  readonly key: IKey;
}

/**
 * Where people subscribe. Questions have a topic of their own, for they carry codes: subscribe an approver there with
 * the filter policy `{ "to": ["ana"] }`.
 */
export class MessagesStack extends Stack {
  readonly alerts: Topic;
  readonly approvals: Topic;

  constructor(scope: Construct, id: string, { key, ...props }: MessagesProps) {
    super(scope, id, props);
    const create = (name: string) => new Topic(this, name, { masterKey: key, enforceSSL: true });
    this.alerts = create('Alerts');
    this.approvals = create('Approvals');
  }
}
