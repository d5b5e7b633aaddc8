import * as z from 'zod';
import type { JsonObject } from '../../../core/json.ts';
import type { VerifyReply } from '../../../core/playbook/protocol.ts';
import type { ChangeContext, UndoReport } from '../action.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html */
const AccessBlock = z.object({
  BlockPublicAcls: z.boolean().default(false),
  IgnorePublicAcls: z.boolean().default(false),
  BlockPublicPolicy: z.boolean().default(false),
  RestrictPublicBuckets: z.boolean().default(false),
});
export type AccessBlock = z.infer<typeof AccessBlock>;

/** What the ledger keeps: the settings before us; `settings: null` where there were none. */
export const AccessBlockData = z.object({
  before: z.object({ settings: AccessBlock.nullable() }).nullable().default(null),
});
export type AccessBlockData = z.infer<typeof AccessBlockData>;

export const allBlocked: AccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** What has a public access block: a bucket, or the account. */
export interface Blockable {
  /** For people: `the bucket reports`. */
  readonly name: string;
  /** Null where it has none. */
  readonly read: () => Promise<AccessBlock | null>;
  /** Null takes it away. */
  readonly write: (settings: AccessBlock | null) => Promise<unknown>;
}

/** What AWS answered: what it leaves out is off. */
export const parseBlock = (answered: object | undefined): AccessBlock => AccessBlock.parse(answered ?? {});

const isAllBlocked = (settings: AccessBlock | null): boolean =>
  settings !== null && Object.values(settings).every(Boolean);

const sameBlock = (a: AccessBlock | null, b: AccessBlock | null): boolean =>
  JSON.stringify(a && AccessBlock.parse(a)) === JSON.stringify(b && AccessBlock.parse(b));

/** The part of the draft that buckets and accounts have in common. */
export function weighBlock(settings: AccessBlock | null, { before }: AccessBlockData) {
  const ours = isAllBlocked(settings) && before !== null;
  return {
    before: { settings: ours ? before.settings : settings },
    after: { settings: allBlocked },
    inPlace: ours,
  };
}

type Context = ChangeContext<AccessBlockData>;

export async function applyBlock(
  blockable: Blockable,
  { target, data, record }: Context,
): Promise<JsonObject> {
  const settings = await blockable.read();
  const blocked = isAllBlocked(settings);
  const known = data().before;
  await record({ before: blocked && known !== null ? known : { settings } });
  if (!blocked) await blockable.write(allBlocked);
  return { [target.kind === 's3-bucket' ? 'bucket' : 'account']: target.id };
}

export async function verifyBlock(blockable: Blockable): Promise<VerifyReply> {
  const settings = await blockable.read();
  if (isAllBlocked(settings)) return { verified: 'contained', reason: 'all four settings are on' };
  const off = Object.entries(settings ?? {}).flatMap(([name, on]) => (on ? [] : [name]));
  const partly = settings !== null && off.length < 4;
  return {
    verified: partly ? 'partial' : 'not',
    reason: partly ? `off: ${off.join(', ')}` : 'no setting is on',
  };
}

/** Gives the settings back, or their absence, where all four still stand as we put them. */
export async function undoBlock(
  { name, read, write }: Blockable,
  { target, data }: Context,
  note: string,
): Promise<UndoReport> {
  const recorded = data().before;
  // An attempt that recorded nothing changed nothing: what stands there is somebody else's.
  if (recorded === null) return { undone: [], left: [] };
  const before = recorded.settings;
  const settings = await read();
  if (sameBlock(settings, before)) return { undone: [], left: [] };
  if (!isAllBlocked(settings)) {
    const why = 'somebody changed its public access block since';
    return { undone: [], left: [{ what: target.id, why }] };
  }
  await write(before);
  const given = before === null ? 'no public access block, as before' : 'its settings back';
  return { undone: [`${name} has ${given}`], left: [], note };
}
