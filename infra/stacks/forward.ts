import { CfnParameter, DefaultStackSynthesizer, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { anyMessageWaits } from '../constructs/any-message-waits.ts';
import { toBus } from '../constructs/bus-target.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { tell } from '../constructs/tell.ts';
import { forwardPrefix } from '../forwarding.ts';
import { routes } from '../routes.ts';

export interface ForwardProps extends StackProps {
  /** The Region of the hub, in the same account. Null: the template is for other accounts, and asks for the hub's bus. */
  readonly hubRegion: string | null;
}

/**
 * Sends the findings of one Region, or of one Region of a member account, to the hub's bus. The template stands alone,
 * without assets and bootstrap, so that it can go out as a StackSet.
 */
export class ForwardStack extends Stack {
  constructor(scope: Construct, id: string, { hubRegion, ...props }: ForwardProps) {
    super(scope, id, {
      ...props,
      description: "Tourniquet: sends this Region's findings to the hub",
      analyticsReporting: false,
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    const bus = hubRegion === null ? this.askForBus() : this.busIn(hubRegion);
    const { queue: dead } = new DeadLetterQueue(this, 'DeadLetters');
    tell(this, { ForwardDeadLettersUrl: dead.queueUrl });
    const role = new Role(this, 'Role', {
      roleName: `${forwardPrefix}${this.region}`,
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
      description: 'Tourniquet: sends findings to the hub',
    });
    role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus] }));
    const alarmName = this.watch(dead);
    const told = {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      detail: { alarmName: [alarmName] },
    };
    for (const [name, eventPattern] of Object.entries({ ...routes, Lost: told })) {
      new Rule(this, name, {
        ruleName: `${forwardPrefix}${name}`,
        eventPattern,
        targets: [toBus(bus, role, dead)],
      });
    }
  }

  private busIn(region: string): string {
    return this.formatArn({ service: 'events', region, resource: 'event-bus', resourceName: 'default' });
  }

  private askForBus(): string {
    return new CfnParameter(this, 'HubBus', {
      description:
        "The hub's default event bus, such as arn:aws:events:eu-west-1:111122223333:event-bus/default",
      allowedPattern: '^arn:[\\w-]+:events:[\\w-]+:\\d{12}:event-bus/default$',
    }).valueAsString;
  }

  /** It has nobody to tell here: its change of state goes the way of findings, and the hub tells. */
  private watch(dead: IQueue): string {
    const alarmName = `${forwardPrefix}dead-letters`;
    new Alarm(this, 'LostAlarm', {
      alarmName,
      alarmDescription: 'Findings did not reach the hub: they wait in the dead-letter queue of this Region.',
      ...anyMessageWaits(dead),
    });
    return alarmName;
  }
}
