import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import type { ChangeContext, UndoReport } from '../../action.ts';
import { readResource, valueOf, type Tagged } from './resources.ts';
import type { TagData, TagEntry } from './tag-data.ts';

type Context = ChangeContext<TagData>;
type Restored = { readonly undone?: string; readonly left?: UndoReport['left'][number] };

/** Gives each tag that still has a value of ours the one back that it had, or takes it away. */
export async function undoTags(context: Context): Promise<UndoReport> {
  const { clients, target, data } = context;
  const { tags } = data();
  if (tags.length === 0) return { undone: [], left: [] };
  const resource = await readResource(clients.ec2, target);
  if (resource === null) return { undone: [], left: [{ what: target.id, why: 'it is gone' }] };
  const restored: Restored[] = [];
  for (const entry of tags) {
    // oxlint-disable-next-line no-await-in-loop
    restored.push(await restore(entry, resource, context));
  }
  return {
    undone: restored.flatMap(({ undone }) => undone ?? []),
    left: restored.flatMap(({ left }) => left ?? []),
  };
}

async function restore(
  { key, before, written }: TagEntry,
  resource: Tagged,
  { clients: { ec2 }, target: { id } }: Context,
): Promise<Restored> {
  const current = valueOf(resource, key);
  if (current === before) return {};
  if (current === null) return { left: { what: id, why: `somebody removed its tag ${key} since` } };
  if (!written.includes(current)) {
    return { left: { what: id, why: `somebody set its tag ${key} to ${current} since` } };
  }
  if (before === null) {
    // With the value: a tag that somebody changes at this moment stays.
    await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: key, Value: current }] }));
    return { undone: `${id} has no tag ${key}, as before` };
  }
  await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: key, Value: before }] }));
  return { undone: `${id} has its tag ${key}=${before} back` };
}
