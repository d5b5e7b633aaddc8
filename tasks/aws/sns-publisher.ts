import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { NotFound } from '../../core/errors.ts';
import type { SeverityLabel } from '../../core/finding.ts';
import type { Notice, Publisher } from '../../core/ports/publisher.ts';
import { isAwsError } from '../actions/aws-errors.ts';
import { callOwn } from './own-errors.ts';

export interface SnsPublisherConfig {
  readonly client: Pick<SNSClient, 'send'>;
  readonly topics: Topics;
}

/** By ARN. Questions have a topic of their own, so that nobody gets a code who follows the others. */
interface Topics {
  /** What is worth waking somebody for. */
  readonly urgent: string;
  readonly alerts: string;
  readonly approvals: string;
}

const urgent: ReadonlySet<string> = new Set(['HIGH', 'CRITICAL'] satisfies SeverityLabel[]);

function topicOf({ secret, attributes }: Notice, topics: Topics): string {
  if (secret) return topics.approvals;
  return urgent.has(attributes['severity'] ?? '') ? topics.urgent : topics.alerts;
}

/** Of 256 KiB that a message may have; a character has four bytes at most. */
const mostCharacters = 60_000;

/**
 * The Publisher port on SNS. Attributes are what filter policies choose by: an approver's subscription has
 * `{ "to": ["ana"] }`.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function createSnsPublisher({ client, topics }: SnsPublisherConfig): Publisher {
  return {
    async publish(notice) {
      const { id, subject, body, attributes } = notice;
      const TopicArn = topicOf(notice, topics);
      const command = new PublishCommand({
        TopicArn,
        Subject: fitSubject(subject),
        Message: fitBody(body),
        MessageAttributes: Object.fromEntries(
          Object.entries({ ...attributes, id }).map(([name, StringValue]) => [
            name,
            { DataType: 'String', StringValue },
          ]),
        ),
      });
      await callOwn(`the topic ${TopicArn}`, () => client.send(command)).catch((error: unknown) => {
        throw isAwsError(error, 'NotFound', 'NotFoundException') ? missing(TopicArn, error) : error;
      });
    },
  };
}

/** The outbox has taken out what SNS refuses; it also wants a letter, a digit or a punctuation mark at the beginning. */
const fitSubject = (subject: string): string => subject.replace(/^[^\p{L}\p{N}\p{P}]+/u, '') || 'Tourniquet';

const fitBody = (body: string): string =>
  body.length <= mostCharacters ? body : `${body.slice(0, mostCharacters - 1).toWellFormed()}…`;

const missing = (topic: string, cause: unknown): NotFound =>
  new NotFound(`there is no topic ${topic}; deploy the stack Messages, or correct the ARN`, { cause });
