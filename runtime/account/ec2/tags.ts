import type {
  CreateTagsCommandInput,
  CreateTagsCommandOutput,
  DeleteTagsCommandInput,
  DeleteTagsCommandOutput,
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
  Filter,
  TagDescription,
} from '@aws-sdk/client-ec2';
import type { CommandTable, ReadContext, WriteContext } from '../command.ts';
import { NotSimulated, reads, writes } from '../command.ts';
import type { Kind, RecordKinds, Tag } from '../records.ts';
import { idOf } from '../records.ts';
import type { Description } from './describe.ts';
import { getOne, matcherOf, paginate } from './describe.ts';
import { taggable } from './descriptions.ts';
import { ec2Error, need } from './ec2-error.ts';
import { mergeTags, readTags } from './tag-specifications.ts';

type TaggableKind = (typeof taggable)[keyof typeof taggable]['type'];

function createTags(input: CreateTagsCommandInput, context: WriteContext) {
  const tags = readTags(need(input.Tags, 'Tag'));
  changeTags(need(input.Resources, 'ResourceId'), (old) => mergeTags(old, tags), context);
  return {};
}

function deleteTags(input: DeleteTagsCommandInput, context: WriteContext) {
  const resources = need(input.Resources, 'ResourceId');
  const { Tags } = input;
  const isGone = ({ Key, Value }: Tag) =>
    Tags
      ? Tags.some((tag) => tag.Key === Key && (tag.Value === undefined || tag.Value === Value))
      : !Key.startsWith('aws:');
  changeTags(resources, (old) => old.filter((tag) => !isGone(tag)), context);
  return {};
}

/** All or none: an id that does not exist fails the call. */
function changeTags(
  ids: readonly string[],
  change: (tags: readonly Tag[]) => readonly Tag[],
  context: WriteContext,
): void {
  for (const id of ids) {
    const { type, description } = typeOf(id);
    const record = getOne(description as Description<TaggableKind>, id, context);
    context.put<Kind>(type, { ...record, tags: change(record.tags) } as RecordKinds[Kind]);
  }
}

function typeOf(id: string) {
  const prefix = id.slice(0, id.indexOf('-'));
  if (!Object.hasOwn(taggable, prefix)) throw ec2Error('InvalidID', `The ID '${id}' is not valid`);
  return taggable[prefix as keyof typeof taggable];
}

const filterFields: Readonly<Record<string, (tag: TagDescription) => string>> = {
  'resource-id': (tag) => tag.ResourceId ?? '',
  'resource-type': (tag) => tag.ResourceType ?? '',
  key: (tag) => tag.Key ?? '',
  value: (tag) => tag.Value ?? '',
};

function describeTags(input: DescribeTagsCommandInput, context: ReadContext) {
  const tests = (input.Filters ?? []).map(compileTagFilter);
  const all = candidates(input.Filters ?? [], context);
  const { items, NextToken } = paginate(
    all.filter((tag) => tests.every((test) => test(tag))),
    input,
  );
  return { Tags: items, NextToken };
}

function compileTagFilter({ Name, Values }: Filter): (tag: TagDescription) => boolean {
  const field = Name !== undefined && Object.hasOwn(filterFields, Name) ? filterFields[Name] : undefined;
  if (!field) {
    const known = Object.keys(filterFields).join(', ');
    throw new NotSimulated(`the simulated account knows no filter '${Name}' of tags; it knows: ${known}`);
  }
  const matches = (Values ?? []).map(matcherOf);
  return (tag) => matches.some((match) => match(field(tag)));
}

/** Tags of the resources that are named, or else of all. */
function candidates(filters: readonly Filter[], context: ReadContext): TagDescription[] {
  const ids = filters.find(({ Name }) => Name === 'resource-id')?.Values;
  if (ids?.every((id) => !/[*?\\]/.test(id))) {
    return ids.flatMap((id) => {
      const prefix = id.slice(0, id.indexOf('-'));
      if (!Object.hasOwn(taggable, prefix)) return [];
      const { type } = taggable[prefix as keyof typeof taggable];
      return toDescriptions(type, id, context.get(type, id)?.tags ?? []);
    });
  }
  return Object.values(taggable).flatMap(({ type }) => {
    const records: Iterable<RecordKinds[TaggableKind]> = context.list(type);
    return Array.from(records).flatMap((record) =>
      toDescriptions(type, idOf[type](record as never), record.tags),
    );
  });
}

const toDescriptions = (type: TaggableKind, id: string, tags: readonly Tag[]): TagDescription[] =>
  tags.map(({ Key, Value }) => ({ ResourceId: id, ResourceType: type, Key, Value }));

export const tagCommands: CommandTable = {
  CreateTags: writes<CreateTagsCommandInput, CreateTagsCommandOutput>(
    ['Resources', 'Tags', 'DryRun'],
    createTags,
  ),
  DeleteTags: writes<DeleteTagsCommandInput, DeleteTagsCommandOutput>(
    ['Resources', 'Tags', 'DryRun'],
    deleteTags,
  ),
  DescribeTags: reads<DescribeTagsCommandInput, DescribeTagsCommandOutput>(
    ['Filters', 'MaxResults', 'NextToken', 'DryRun'],
    describeTags,
  ),
};
