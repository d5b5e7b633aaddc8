import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../core/json.ts';
import { isJsonObject } from '../../core/json.ts';
import { createFirehoseLake } from '../../tasks/aws/firehose-lake.ts';
import { lakeContract } from '../contract/lake.ts';
import { lakeRow } from '../support/lake-row.ts';
import { logRows } from '../support/log-rows.ts';
import { openLakeOnMoto } from './stream-on-moto.ts';

const open = async () => {
  const world = await openLakeOnMoto();
  await world.startDelivery();
  const { firehose: client, delivery: stream } = world;
  const wait = async (): Promise<void> => expect.unreachable('moto takes everything');
  return { ...world, lake: createFirehoseLake({ client, stream, wait, random: Math.random }) };
};

lakeContract('Firehose (moto)', open, { cutsLongRows: 'Firehose takes no record of more than 1,000 KiB' });

/** What the JSON deserialisers of Hive make a value of a type of, and would leave out or make null otherwise. */
const fits: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => value === null || typeof value === 'string',
  double: (value) => value === null || typeof value === 'number',
  boolean: (value) => value === null || typeof value === 'boolean',
  'array<string>': (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

/** `struct<a:string,b:array<string>>` as pairs; no struct stands within another. */
const membersOf = (type: string): readonly (readonly [string, string])[] | null => {
  const inner = /^struct<(.*)>$/.exec(type)?.[1];
  return (
    inner
      ?.split(',')
      .map(
        (member) => [member.slice(0, member.indexOf(':')), member.slice(member.indexOf(':') + 1)] as const,
      ) ?? null
  );
};

function misfits(value: Json | undefined, type: string, at: string): readonly string[] {
  const members = membersOf(type);
  if (members === null) return value !== undefined && fits[type]?.(value) ? [] : [`${at} is no ${type}`];
  return isJsonObject(value) ? misfitsOf(value, members, at) : [`${at} is no ${type}`];
}

const misfitsOf = (
  row: JsonObject,
  columns: readonly (readonly [string, string])[],
  at: string,
): readonly string[] => [
  ...columns.flatMap(([name, type]) => misfits(row[name], type, `${at}/${name}`)),
  ...Object.keys(row)
    .filter((name) => !columns.some(([known]) => known === name))
    .map((name) => `${at}/${name} has no column`),
];

it('sends rows that fit the columns of the table without a cast, a line each, and names that Hive does not change', async () => {
  const { lake, objects, columns } = await open();
  await lake.append('batch', [...logRows, lakeRow('a', { raw: 'two\nlines' })]);
  const [object, ...others] = await objects();
  expect(others).toEqual([]);
  expect(object?.endsWith('\n')).toBe(true);
  const lines = object?.trimEnd().split('\n') ?? [];
  expect(lines).toHaveLength(logRows.length + 1);
  const pairs = columns.map(({ Name, Type }) => [Name, Type] as const);
  for (const line of lines) expect(misfitsOf(JSON.parse(line) as JsonObject, pairs, '')).toEqual([]);
  for (const { Name, Type } of columns) expect(Name + Type).toMatch(/^[a-z_<>:,]+$/);
});
