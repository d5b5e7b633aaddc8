import type { Clock } from '../../core/ports/clock.ts';
import type { Stores } from '../../core/records/stores.ts';
import { NotFound } from '../../core/errors.ts';
import {
  DescribeMessageCommand,
  DescribePostCommand,
  DescribeWebhookCommand,
  PostWebhookCommand,
  SendMessageCommand,
} from './commands.ts';
import type { Webhooks } from './webhooks.ts';

/** What actions send to people and to systems outside AWS. */
export interface Messenger {
  /** `Sent` is false where a message with the id was sent before. */
  send(command: SendMessageCommand): Promise<{ readonly Sent: boolean }>;
  /** @throws Busy where it may work later; WebhookRefused where it will not. */
  send(command: PostWebhookCommand): Promise<{ readonly Status: number }>;
  /** `Status` is null where no webhook took it. */
  send(command: DescribePostCommand): Promise<{ readonly Status: number | null }>;
  send(command: DescribeMessageCommand): Promise<{ readonly IsSent: boolean }>;
  /** `Host` is null where no such webhook is configured. */
  send(
    command: DescribeWebhookCommand,
  ): Promise<{ readonly Host: string | null; readonly Known: readonly string[] }>;
}

export interface MessengerPorts {
  readonly stores: Pick<Stores, 'incidents' | 'outbox' | 'webhookPosts'>;
  readonly clock: Clock;
  readonly webhooks: Webhooks;
}

export function createMessenger(ports: MessengerPorts): Messenger {
  const { stores, webhooks } = ports;
  const send = async (command: object): Promise<object> => {
    if (command instanceof SendMessageCommand) return await sendMessage(command.input, ports);
    if (command instanceof PostWebhookCommand) return await postWebhook(command.input, ports);
    if (command instanceof DescribeMessageCommand) {
      return { IsSent: (await stores.outbox.get(command.input.Id)) !== null };
    }
    if (command instanceof DescribePostCommand) {
      return { Status: (await stores.webhookPosts.get(command.input.IdempotencyKey))?.status ?? null };
    }
    if (command instanceof DescribeWebhookCommand) {
      return { Host: webhooks.findHost(command.input.Webhook), Known: webhooks.names };
    }
    throw new TypeError('the messenger knows no such command');
  };
  return { send: send as Messenger['send'] };
}

async function sendMessage(
  { Id, Incident, Channel, Subject, Body }: SendMessageCommand['input'],
  { stores, clock }: MessengerPorts,
) {
  const Sent = await stores.outbox.put({
    id: Id,
    at: new Date(clock.now()).toISOString(),
    kind: 'note',
    incident: Incident,
    to: Channel,
    subject: Subject,
    body: Body,
  });
  return { Sent };
}

/** What a webhook gets to know: no more of the finding than its type, its severity and where it is. */
async function postWebhook(input: PostWebhookCommand['input'], { stores, clock, webhooks }: MessengerPorts) {
  const { Webhook, IdempotencyKey, Incident, Revision, Playbook, Text } = input;
  const incident = await stores.incidents.get(Incident);
  if (incident === null) throw new NotFound(`there is no incident ${Incident}`);
  const { type, title, severity, risk, account, region, status } = incident;
  const body = JSON.stringify({
    incident: Incident,
    revision: Revision,
    playbook: Playbook,
    text: Text,
    finding: { type, title, severity: severity.label, account, region },
    risk: risk.score,
    status: status.state,
  });
  const Status = await webhooks.post(Webhook, { key: IdempotencyKey, body });
  const at = new Date(clock.now()).toISOString();
  await stores.webhookPosts.create(IdempotencyKey, {
    key: IdempotencyKey,
    webhook: Webhook,
    at,
    status: Status,
  });
  return { Status };
}
