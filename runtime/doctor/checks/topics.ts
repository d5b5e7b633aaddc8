import { ListSubscriptionsByTopicCommand, ListTopicsCommand, type Subscription } from '@aws-sdk/client-sns';
import { type AwsPatient, type Check, type Diagnosis, failed, ok } from '../check.ts';
import { readPages } from '../read-pages.ts';
import { checkFilters } from './filters.ts';

/** As CloudFormation names those of the stack Messages. */
const named = /:TourniquetMessages-(Urgent|Alerts|Approvals)[^:]*$/;

/** Somebody hears of alerts; and of questions each approver their own alone, for they carry codes. */
export const topics: Check = {
  name: 'topics',
  at: 'hub',
  async run(patient, _target, signal) {
    const arns = (await listTopics(patient, signal)).filter((arn) => named.test(arn));
    if (arns.length === 0) {
      return [failed('there are none of the stack TourniquetMessages', 'deploy it: npx cdk deploy --all')];
    }
    return (await Promise.all(arns.map((arn) => checkTopic(patient, arn, signal)))).flat();
  },
};

async function checkTopic(
  patient: AwsPatient,
  arn: string,
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const [, name = ''] = named.exec(arn) ?? [];
  const all = await listSubscriptions(patient, arn, signal);
  const pending = all.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
  const confirmed = all.filter((one) => !pending.includes(one));
  const waiting = pending.map(({ Endpoint }) =>
    failed(`${name}: ${Endpoint} has not confirmed`, 'let them follow the link in the e-mail that SNS sent'),
  );
  if (confirmed.length === 0) {
    return [...waiting, failed(`${name}: nobody is subscribed`, `aws sns subscribe --topic-arn ${arn} …`)];
  }
  const wrong = name === 'Approvals' ? await checkFilters(patient, confirmed, signal) : [];
  const bad = [...waiting, ...wrong];
  return bad.length === 0 ? [ok(`${name}: ${confirmed.length} subscribed`)] : bad;
}

const listTopics = async ({ aws }: AwsPatient, abortSignal: AbortSignal): Promise<readonly string[]> =>
  await readPages(async (NextToken) => {
    const page = await aws.own.sns.send(new ListTopicsCommand({ NextToken }), { abortSignal });
    return { items: (page.Topics ?? []).flatMap(({ TopicArn }) => TopicArn ?? []), next: page.NextToken };
  });

const listSubscriptions = async (
  { aws }: AwsPatient,
  TopicArn: string,
  abortSignal: AbortSignal,
): Promise<readonly Subscription[]> =>
  await readPages(async (NextToken) => {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn, NextToken });
    const page = await aws.own.sns.send(command, { abortSignal });
    return { items: page.Subscriptions ?? [], next: page.NextToken };
  });
