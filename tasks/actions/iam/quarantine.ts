import * as z from 'zod';
import type { JsonObject } from '../../../core/json.ts';
import type { VerifyReply } from '../../../core/playbook/protocol.ts';
import { NotFound } from '../../../core/errors.ts';
import type { ChangeContext, UndoReport } from '../action.ts';

/** What the ledger keeps of a quarantine: whether the policy hung there before us; null: not looked yet. */
export const QuarantineData = z.object({ attachedBefore: z.boolean().nullable().default(null) });
export type QuarantineData = z.infer<typeof QuarantineData>;

/** A user or a role, as far as policies can be attached to it. */
export interface Principal {
  readonly name: string;
  /** ARNs of the attached managed policies; null where there is no such principal. */
  readonly listAttached: () => Promise<readonly string[] | null>;
  /** The principal's own ARN; null where there is none. */
  readonly findArn: () => Promise<string | null>;
  /** Attaching what is attached is no error. */
  readonly attach: (policyArn: string) => Promise<unknown>;
  /** Detaching what is not attached is no error. */
  readonly detach: (policyArn: string) => Promise<unknown>;
}

/**
 * AWS's own policy, in the principal's partition: nobody in the account can water it down, and a responder
 * that may attach this ARN alone cannot grant itself anything.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html
 */
export const denyAllFor = (principalArn: string): string =>
  `arn:${principalArn.split(':')[1] ?? 'aws'}:iam::aws:policy/AWSDenyAll`;

/** The attached policy that denies everything, if one is. */
const findDenyAll = (attached: readonly string[]): string | undefined =>
  attached.find((arn) => /^arn:[^:]+:iam::aws:policy\/AWSDenyAll$/.test(arn));

/** The part of the draft that users and roles have in common. */
export function weighQuarantine(attached: readonly string[], { attachedBefore }: QuarantineData) {
  const stands = findDenyAll(attached) !== undefined;
  const ours = stands && attachedBefore !== null;
  return { before: { attached: ours ? attachedBefore : stands }, after: { attached: true }, inPlace: ours };
}

type Context = ChangeContext<QuarantineData>;

/** @throws NotFound when the principal was deleted since it was planned. */
export async function applyQuarantine(principal: Principal, { data, record }: Context): Promise<JsonObject> {
  const arn = await principal.findArn();
  const attached = await principal.listAttached();
  if (arn === null || attached === null) {
    throw new NotFound(`${principal.name} was deleted since it was planned; plan again`);
  }
  const policyArn = denyAllFor(arn);
  const stands = findDenyAll(attached) !== undefined;
  await record({ attachedBefore: stands ? (data().attachedBefore ?? true) : false });
  if (!stands) await principal.attach(policyArn);
  return { policyArn };
}

export async function verifyQuarantine(principal: Principal): Promise<VerifyReply> {
  const { name } = principal;
  const attached = await principal.listAttached();
  if (attached === null) return { verified: 'contained', reason: `${name} does not exist any more` };
  return findDenyAll(attached) === undefined
    ? { verified: 'not', reason: `AWSDenyAll is not attached to ${name}` }
    : { verified: 'contained', reason: `AWSDenyAll is attached to ${name}` };
}

/** Takes the policy away where it is there by us; one that hung there before stays. */
export async function undoQuarantine(
  principal: Principal,
  { data }: Context,
  note: string,
): Promise<UndoReport> {
  const { name } = principal;
  if (data().attachedBefore !== false) return { undone: [], left: [] };
  const attached = await principal.listAttached();
  if (attached === null) return { undone: [], left: [{ what: name, why: 'somebody deleted it since' }] };
  const policyArn = findDenyAll(attached);
  if (policyArn === undefined) return { undone: [], left: [] };
  await principal.detach(policyArn);
  return { undone: [`AWSDenyAll is no longer attached to ${name}`], left: [], note };
}
