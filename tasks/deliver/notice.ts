import type { Incident } from '../../core/incident.ts';
import type { Notice } from '../../core/ports/publisher.ts';
import type { Message } from '../../core/records/outbox.ts';

/** A message as it goes out, with the link and the code where it asks. @param incident null where it is gone, or the message is about none. */
export function noticeOf(message: Message, incident: Incident | null, url: string): Notice {
  const { id, subject, body, kind, to, invitation } = message;
  return {
    id,
    subject,
    body: invitation === undefined ? body : `${body}\n\n${howToAnswer(invitation, url)}`,
    attributes: {
      kind,
      ...(message.incident === undefined ? {} : { incident: message.incident }),
      ...(incident === null ? {} : { severity: incident.severity.label, account: incident.account }),
      ...(to === undefined || to === '' ? {} : { to }),
    },
    secret: invitation !== undefined,
  };
}

function howToAnswer({ link, code }: NonNullable<Message['invitation']>, url: string): string {
  return [
    `Answer at ${url}/approve/${link}`,
    `with the code ${code.slice(0, 4)}-${code.slice(4)}`,
    'Link and code are for you alone: whoever has both can answer in your name.',
  ].join('\n');
}
