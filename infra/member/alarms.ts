import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm as CloudWatchAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type EventPattern, Rule, RuleTargetInput, EventField } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { anyMessageWaits } from '../constructs/any-message-waits.ts';
import { acknowledge } from '../nag.ts';
import { policyName as revocation } from '../../tasks/actions/iam/revoke-role-sessions/spec.ts';
import type { Optional } from './parameters.ts';

export interface AlarmsProps {
  readonly roleArn: string;
  readonly roleName: string;
  readonly hubAccount: string;
  readonly email: Optional;
}

/** Calls of IAM that change who may be the responder, or what it may do. */
const changes = [
  'AttachRolePolicy',
  'CreatePolicyVersion',
  'DeleteRole',
  'DeleteRolePermissionsBoundary',
  'DeleteRolePolicy',
  'DetachRolePolicy',
  'PutRolePermissionsBoundary',
  'PutRolePolicy',
  'SetDefaultPolicyVersion',
  'UpdateAssumeRolePolicy',
];

/**
 * Tells people when anything but the hub uses the responder, when the responder writes anything but a denial, and when
 * somebody changes it (its own deployment too).
 *
 * CloudTrail has to record management events there, or EventBridge hears nothing. It records entrances in the Region of
 * STS that was asked, which the trust policy fixes, and calls of IAM in us-east-1 (in other partitions elsewhere): so the
 * stack goes there as well. Of another account's entrances it says the account and not the role; and entrances that were
 * refused it tells the account that they came from. EventBridge wants no conditions in a topic's policy: whoever knows the
 * topic could write there by a rule of their own, which makes noise and hides nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export class MemberAlarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const deadLetterQueue = createDeadLetters(this);
    const topic = new Topic(this, 'Topic', { enforceSSL: true, displayName: 'Tourniquet: responder role' });
    acknowledge(
      topic,
      'AwsSolutions-SNS2',
      'a key for each account costs more than all else here, and what is told is in CloudTrail as well',
    );
    const subscription = new CfnSubscription(this, 'Email', {
      topicArn: topic.topicArn,
      protocol: 'email',
      endpoint: props.email.value,
    });
    subscription.cfnOptions.condition = props.email.isGiven;
    watch(this, deadLetterQueue, topic);
    for (const [name, { says, pattern }] of Object.entries(patternsFor(props))) {
      const message = RuleTargetInput.fromText(`${says}: ${details}`);
      new Rule(this, name, {
        eventPattern: pattern,
        targets: [new SnsTopic(topic, { message, deadLetterQueue, maxEventAge: Duration.hours(24) })],
      });
    }
  }
}

/** Where alarms wait that SNS did not take. */
function createDeadLetters(scope: Construct): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, 'AwsSolutions-SQS3', 'it is the dead-letter queue');
  return queue;
}

/** By another way than EventBridge's, which failed: CloudWatch asks the topic itself. */
function watch(scope: Construct, dead: Queue, topic: Topic): void {
  const alarm = new CloudWatchAlarm(scope, 'Untold', {
    alarmName: 'tourniquet-responder-untold',
    alarmDescription:
      'Alarms about the responder role did not reach their topic within a day: they wait in its dead-letter queue. Read them there.',
    ...anyMessageWaits(dead),
  });
  alarm.addAlarmAction(new SnsAction(topic));
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
}

const details = [
  EventField.fromPath('$.detail.eventName'),
  `in ${EventField.account} (${EventField.region})`,
  `at ${EventField.fromPath('$.detail.eventTime')}`,
  `from ${EventField.fromPath('$.detail.sourceIPAddress')}`,
  `event ${EventField.fromPath('$.detail.eventID')}; look it up in CloudTrail`,
].join(', ');

interface Alarm {
  readonly says: string;
  readonly pattern: EventPattern;
}

function patternsFor({ roleArn, roleName, hubAccount }: AlarmsProps): Readonly<Record<string, Alarm>> {
  const call = (service: string, detail: Record<string, unknown>): EventPattern => ({
    source: [`aws.${service}`],
    detailType: ['AWS API Call via CloudTrail'],
    detail: { eventSource: [`${service}.amazonaws.com`], ...detail },
  });
  return {
    UsedByOthers: {
      says: 'Something else than Tourniquet entered the account by its responder role',
      pattern: call('sts', {
        eventName: ['AssumeRole'],
        requestParameters: { roleArn: [roleArn] },
        $or: [
          { userIdentity: { accountId: [{ 'anything-but': [hubAccount] }] } },
          { userIdentity: { type: ['IAMUser', 'Root'] } },
          {
            userIdentity: {
              sessionContext: {
                sessionIssuer: { userName: [{ 'anything-but': { prefix: 'tourniquet-' } }] },
              },
            },
          },
        ],
      }),
    },
    WroteMoreThanDenials: {
      says: 'The responder wrote a policy that does not only deny',
      pattern: call('iam', {
        eventName: ['PutRolePolicy'],
        userIdentity: { sessionContext: { sessionIssuer: { arn: [roleArn] } } },
        $or: [
          { requestParameters: { policyName: [{ 'anything-but': [revocation] }] } },
          { requestParameters: { policyDocument: [{ wildcard: '*Allow*' }] } },
        ],
      }),
    },
    Changed: {
      says: 'Somebody changed the responder role or its boundary',
      pattern: call('iam', {
        eventName: changes,
        $or: [
          { requestParameters: { roleName: [roleName] } },
          { requestParameters: { policyArn: [{ suffix: `/${roleName}Boundary` }] } },
        ],
      }),
    },
  };
}
