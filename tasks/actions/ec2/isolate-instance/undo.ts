import type { ChangeContext, UndoReport } from '../../action.ts';
import { whyNot } from '../../aws-errors.ts';
import { deleteOpenGroups } from './groups.ts';
import {
  findInterfaces,
  isMoved,
  lookUp,
  setGroups,
  type Interface,
  type IsolationData,
} from './interfaces.ts';

type Context = ChangeContext<IsolationData>;

interface Restored {
  readonly undone?: string;
  readonly left?: UndoReport['left'][number];
}

/** Gives each interface its groups back, unless somebody moved it since. */
export async function undoIsolation(instanceId: string, context: Context): Promise<UndoReport> {
  const { ec2 } = context.clients;
  const data = context.data();
  const ids = Object.keys(data.interfaces);
  const found = new Map((await findInterfaces(ec2, ids)).map((item) => [item.id, item]));
  const restored: Restored[] = [];
  for (const id of ids) {
    // oxlint-disable-next-line no-await-in-loop
    restored.push(await restore(id, found.get(id), context));
  }
  await deleteOpenGroups(ec2, instanceId);
  return {
    undone: restored.flatMap(({ undone }) => undone ?? []),
    left: restored.flatMap(({ left }) => left ?? []),
  };
}

async function restore(id: string, item: Interface | undefined, context: Context): Promise<Restored> {
  const data = context.data();
  const before = lookUp(data.interfaces, id) ?? [];
  if (item === undefined) return { left: { what: id, why: 'the interface is gone' } };
  if (sameGroups(item.groups, before)) return {};
  if (!isMoved(item, data)) {
    const why = `somebody gave it the groups ${item.groups.join(', ')} since; it had ${before.join(', ')}`;
    return { left: { what: id, why } };
  }
  const failed = await whyNot(
    setGroups(context.clients.ec2, item, before),
    'InvalidGroup.NotFound',
    'InvalidGroupId.Malformed',
    'InvalidSecurityGroupID.NotFound',
  );
  return failed === null
    ? { undone: `${id} has its groups ${before.join(', ')} back` }
    : {
        left: { what: id, why: `it stays isolated, for it cannot have ${before.join(', ')} back: ${failed}` },
      };
}

const sameGroups = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((group) => b.includes(group));
