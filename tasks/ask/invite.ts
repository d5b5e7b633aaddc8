import { toOneLine } from '../../core/one-line.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Approval } from '../../core/records/approvals.ts';
import { readAskedPlans } from '../../core/records/asked-plans.ts';
import type { Message } from '../../core/records/outbox.ts';
import type { Plans } from '../../core/records/plans.ts';
import type { Stores } from '../../core/records/stores.ts';
import { isSamePerson } from '../../core/same-person.ts';
import { hashOfCode, hashOfLink } from '../approval-links/hash.ts';

/** Where secrets come from: a cryptographic random source. */
export interface Secrets {
  /** 256 bits, as URL-safe text. */
  readonly newLink: () => string;
  /** What a person types: eight characters that cannot be mistaken for each other. */
  readonly newCode: () => string;
}

/** Of the message that asks an approver; null: of the one for whoever gets it. */
const messageOf = ({ id, asks }: Approval, approver: string | null): string =>
  approver === null ? `${id}-${asks}` : `${id}-${asks}-${approver}`;

const invitedTo = ({ approvers, answers }: Approval): readonly (string | null)[] =>
  approvers.length === 0
    ? [null]
    : approvers.filter((name) => !answers.some(({ by }) => isSamePerson(by, name)));

/** The latest messages that ask about it, to those who have not answered: for who delivers them. */
export async function readInvitations(
  { outbox }: Pick<Stores, 'outbox'>,
  approval: Approval,
): Promise<readonly Message[]> {
  const found = await Promise.all(
    invitedTo(approval).map((approver) => outbox.get(messageOf(approval, approver))),
  );
  return found.filter((message) => message !== null);
}

interface InvitePorts {
  readonly stores: Stores;
  readonly plans: Pick<Plans, 'get'>;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly secrets: Secrets;
}

/**
 * One message to each approver who has not answered, with a link and a code of their own; to whoever gets it where
 * nobody is named. The message is written first and keeps its secrets, so that a retry after a crash makes the
 * link of the message that goes out.
 */
export async function invite(ports: InvitePorts, approval: Approval, at: string): Promise<void> {
  const text = await describeQuestion(approval, ports.plans);
  const invited = invitedTo(approval);
  await Promise.all(invited.map((approver) => inviteOne(ports, approval, { at, approver, text })));
}

interface Invitation {
  readonly at: string;
  readonly approver: string | null;
  readonly text: { readonly subject: string; readonly body: string };
}

async function inviteOne(
  { stores: { outbox, links }, secrets, digest }: InvitePorts,
  approval: Approval,
  { at, approver, text }: Invitation,
): Promise<void> {
  const { id, run } = approval;
  const message = messageOf(approval, approver);
  const invitation = { link: secrets.newLink(), code: secrets.newCode() };
  const { incident } = run;
  const addressed = approver === null ? {} : { to: approver };
  await outbox.put({ id: message, at, kind: 'question', incident, ...text, ...addressed, invitation });
  const sent = (await outbox.get(message))?.invitation;
  if (sent === undefined) return;
  const hash = hashOfLink(sent.link, digest);
  const code = hashOfCode(sent, digest);
  await links.create(hash, { approval: id, incident, approver, code, misses: 0 });
}

/** The question as a message: what would be done to what, and until when one may answer. */
async function describeQuestion(approval: Approval, plans: Pick<Plans, 'get'>) {
  const { message, deadline, asks, run, quorum } = approval;
  const planned = await readAskedPlans(plans, approval);
  const first = planned[0]?.plan;
  const what = first === undefined ? run.playbook : `${first.action} on ${first.target.id}`;
  const more = planned.length > 1 ? ` and ${planned.length - 1} more` : '';
  return {
    subject: `${asks > 1 ? 'Reminder: a' : 'A'}pprove ${what}${more}?`,
    // The message is the playbook's, and has the lines that its author gave it.
    body: [
      message,
      ...planned.flatMap(({ plan: { action, target, blastRadius }, cautions }) => [
        `- ${action} on ${toOneLine(target.id)}: ${toOneLine(blastRadius.summary)}`,
        ...cautions.map(({ reason }) => `  Mind: ${toOneLine(reason)}`),
      ]),
      ...(quorum > 1 ? [`${quorum} people have to say yes.`] : []),
      `Without an answer by ${deadline} the answer is no.`,
    ].join('\n'),
  };
}
