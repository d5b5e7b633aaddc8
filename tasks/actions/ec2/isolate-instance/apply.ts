import type { JsonObject } from '../../../../core/json.ts';
import type { ChangeContext } from '../../action.ts';
import { deleteOpenGroups, ensureIsolationGroup, ensureOpenGroup } from './groups.ts';
import {
  groupsBefore,
  hasOnly,
  listInterfaces,
  lookUp,
  setGroups,
  vpcsOf,
  type Interface,
  type IsolationData,
} from './interfaces.ts';

type Context = ChangeContext<IsolationData>;
type OwnGroups = IsolationData['groups'];

export async function applyIsolation(instanceId: string, context: Context): Promise<JsonObject> {
  const { ec2 } = context.clients;
  const interfaces = await listInterfaces(ec2, instanceId);
  const groups = await prepareGroups(instanceId, interfaces, context);
  const open = interfaces.filter((item) => !hasOnly(item, lookUp(groups, item.vpcId)?.isolation));
  await recordBefore(open, groups, context);
  await isolateAll(open, groups, context);
  await deleteOpenGroups(ec2, instanceId);
  return { interfaces: interfaces.map(({ id }) => id), isolated: open.map(({ id }) => id) };
}

/** The open group is needed, and made, only where an interface is still to be moved. */
async function prepareGroups(instanceId: string, interfaces: readonly Interface[], context: Context) {
  const { ec2 } = context.clients;
  const known = context.data().groups;
  const groups: OwnGroups = {};
  for (const vpcId of vpcsOf(interfaces)) {
    // oxlint-disable-next-line no-await-in-loop
    const isolation = await ensureIsolationGroup(ec2, vpcId);
    const done = interfaces.every((item) => item.vpcId !== vpcId || hasOnly(item, isolation));
    // oxlint-disable-next-line no-await-in-loop
    const open = done ? (lookUp(known, vpcId)?.open ?? null) : await ensureOpenGroup(ec2, instanceId, vpcId);
    groups[vpcId] = { isolation, open };
  }
  return groups;
}

/**
 * What an interface had is recorded once, before it is first moved: where an earlier attempt moved it
 * already, its groups of now are our own. What a person gave it meanwhile counts as new.
 */
async function recordBefore(open: readonly Interface[], groups: OwnGroups, context: Context): Promise<void> {
  const data = { ...context.data(), groups };
  const before = open.map((item): [string, string[]] => [item.id, [...groupsBefore(item, data)]]);
  await context.record({
    interfaces: { ...data.interfaces, ...Object.fromEntries(before) },
    groups,
    exposed: open.map(({ id }) => id),
  });
}

/** One interface that fails does not keep the others open. */
async function isolateAll(open: readonly Interface[], groups: OwnGroups, context: Context): Promise<void> {
  const exposed: string[] = [];
  const failures: unknown[] = [];
  for (const item of open) {
    const own = lookUp(groups, item.vpcId);
    if (!own?.open) continue;
    const through = { isolation: own.isolation, open: own.open };
    // One after the other: the account's limit on changes of interfaces is low.
    // oxlint-disable-next-line no-await-in-loop
    const outcome = await swapThrough(item, through, context);
    if (outcome.exposed) exposed.push(item.id);
    if (outcome.failure !== null) failures.push(outcome.failure);
  }
  if (open.length > 0) await context.record({ exposed });
  if (failures.length > 0) throw failures[0];
}

/** Never stops between its steps: the second is made even where the first failed. */
async function swapThrough(
  item: Interface,
  { isolation, open }: { isolation: string; open: string },
  { clients: { ec2 }, unstoppable }: Context,
): Promise<{ exposed: boolean; failure: unknown }> {
  let exposed = false;
  try {
    await unstoppable(async () => {
      try {
        exposed = true;
        await setGroups(ec2, item, [open]);
      } finally {
        await setGroups(ec2, item, [isolation]);
        exposed = false;
      }
    });
    return { exposed, failure: null };
  } catch (failure) {
    return { exposed, failure };
  }
}
