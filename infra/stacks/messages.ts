import { Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface MessagesProps extends StackProps {
  readonly key: IKey;
}

/**
 * Where people subscribe: whom it should wake to `urgent`, who follows along to `alerts`. Questions have a topic of their
 * own, for they carry codes: subscribe an approver there with the filter policy `{ "to": ["ana"] }`.
 */
export class MessagesStack extends Stack {
  /** Of incidents of severity HIGH and CRITICAL, and the alarms. */
  readonly urgent: Topic;
  /** Everything else that one is told. */
  readonly alerts: Topic;
  readonly approvals: Topic;

  constructor(scope: Construct, id: string, { key, ...props }: MessagesProps) {
    super(scope, id, props);
    const create = (name: string) => new Topic(this, name, { masterKey: key, enforceSSL: true });
    this.urgent = create('Urgent');
    this.alerts = create('Alerts');
    this.approvals = create('Approvals');
    this.urgent.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.urgent.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
  }
}
