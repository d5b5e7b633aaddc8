import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { inject, it, expect } from 'vitest';
import { createSnsClient } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import { createSnsPublisher } from '../../tasks/aws/sns-publisher.ts';

const settings = {
  region: 'us-east-1',
  endpoint: inject('moto'),
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  requestHandler: createRequestHandler({ connectMs: 5_000, requestMs: 10_000 }),
};
const sns = createSnsClient(settings);
const sqs = new SQSClient(settings);

/** Somebody who follows a topic. @returns what they got. */
async function subscribe(TopicArn: string, name: string, filter: object): Promise<() => Promise<string[]>> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const Endpoint = `arn:aws:sqs:us-east-1:123456789012:${name}`;
  const Attributes = { FilterPolicy: JSON.stringify(filter), RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  return async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body = '' }) => Body).toSorted();
  };
}

it('reaches on SNS those whom it is for, and an invitation nobody else', async () => {
  const topic = async (Name: string) => (await sns.send(new CreateTopicCommand({ Name }))).TopicArn ?? '';
  const topics = {
    urgent: await topic('urgent'),
    alerts: await topic('alerts'),
    approvals: await topic('approvals'),
  };
  const ana = await subscribe(topics.approvals, 'ana', { to: ['ana'] });
  const bo = await subscribe(topics.approvals, 'bo', { to: ['bo'] });
  const onCall = await subscribe(topics.urgent, 'on-call', {});
  const follower = await subscribe(topics.alerts, 'follower', { severity: ['LOW'] });
  const publisher = createSnsPublisher({ client: sns, topics });
  const send = (id: string, secret: boolean, attributes: Record<string, string>) =>
    publisher.publish({ id, subject: id, body: id, secret, attributes });

  await send('for ana', true, { kind: 'question', to: 'ana', severity: 'HIGH' });
  await send('for bo', true, { kind: 'question', to: 'bo', severity: 'HIGH' });
  await send('high', false, { kind: 'alert', severity: 'HIGH' });
  await send('low', false, { kind: 'alert', severity: 'LOW' });
  await send('medium', false, { kind: 'alert', severity: 'MEDIUM' });

  expect(await ana()).toEqual(['for ana']);
  expect(await bo()).toEqual(['for bo']);
  expect(await onCall()).toEqual(['high']);
  expect(await follower()).toEqual(['low']);
});
