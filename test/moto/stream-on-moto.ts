import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateDeliveryStreamCommand, type FirehoseClient } from '@aws-sdk/client-firehose';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { inject } from 'vitest';
import type { LakeRow } from '../../core/ingest/lake-row.ts';
import type { Json } from '../../core/json.ts';
import { readAnswer } from '../../runtime/lake/read-answer.ts';
import { createFirehoseClient, createS3Client } from '../../tasks/aws/own-clients.ts';
import { createRequestHandler } from '../../tasks/aws/request-handler.ts';
import { ofType, stream, synthesise, type Template } from '../infra/synthesise.ts';
import { createResolver } from '../support/iam/resolve-template.ts';

export const settings = {
  region: 'us-east-1',
  endpoint: inject('moto'),
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  requestHandler: createRequestHandler({ connectMs: 10_000, requestMs: 30_000 }),
};

export interface Column {
  readonly Name: string;
  readonly Type: string;
}

export interface LakeOnMoto {
  readonly s3: S3Client;
  readonly firehose: FirehoseClient;
  /** Without it Firehose knows no such stream. */
  readonly startDelivery: () => Promise<void>;
  /** Names of moto's. */
  readonly delivery: string;
  readonly bucket: string;
  readonly drops: string;
  /** Of the Glue table, as it is synthesised. */
  readonly columns: readonly Column[];
  /** Properties of the resources of a type, references filled in. */
  readonly synthesised: (type: string, idBegins?: string) => Readonly<Record<string, any>>;
  /** The objects that Firehose put, as they lie there. */
  readonly objects: () => Promise<readonly string[]>;
  /** What the table's columns make of them. */
  readonly read: () => Promise<readonly LakeRow[]>;
}

let synthesised: Readonly<Record<string, Template>> | undefined;

/**
 * The lake as it is synthesised, on moto: what Firehose delivers lies in S3 at once. Parquet is not made of it: rows are
 * read as DuckDB makes them out of JSON by the columns and types of the table, as Firehose would.
 */
export async function openLakeOnMoto(): Promise<LakeOnMoto> {
  synthesised ??= synthesise({ deploy: { region: settings.region, stream } });
  const { TourniquetStream: stack } = synthesised;
  if (stack === undefined) throw new Error('there is no stack of streams');
  const { resolve } = createResolver(synthesised, 'TourniquetStream');
  const find: LakeOnMoto['synthesised'] = (type, idBegins = '') => {
    const found = ofType({ stack }, type).find(({ id }) => id.startsWith(idBegins));
    if (found === undefined) throw new Error(`there is no ${type} ${idBegins}`);
    return resolve(found.Properties as Json) as Record<string, any>;
  };
  const [s3, firehose] = [createS3Client(settings), createFirehoseClient(settings)];
  const id = randomUUID();
  const [delivery, bucket, drops] = [`lake-${id}`, `lake-bucket-${id}`, `drops-${id}`];
  for (const Bucket of [bucket, drops]) await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: drops, VersioningConfiguration }));
  const { ExtendedS3DestinationConfiguration: to, DeliveryStreamType } = find(
    'AWS::KinesisFirehose::DeliveryStream',
  );
  const create = new CreateDeliveryStreamCommand({
    DeliveryStreamName: delivery,
    DeliveryStreamType,
    ExtendedS3DestinationConfiguration: { ...to, BucketARN: `arn:aws:s3:::${bucket}` },
  });
  const columns = find('AWS::Glue::Table', 'GlueTable')['TableInput'].StorageDescriptor
    .Columns as readonly Column[];
  const objects = async () =>
    (await readObjects(s3, bucket, 'events/')).map(({ bytes }) => Buffer.from(bytes).toString());
  return {
    s3,
    firehose,
    delivery,
    bucket,
    drops,
    columns,
    synthesised: find,
    objects,
    startDelivery: async () => void (await firehose.send(create)),
    read: async () => (await asTable(await objects(), columns)) as unknown as readonly LakeRow[],
  };
}

/** The objects whose names begin so, in the order of their names. */
export async function readObjects(s3: S3Client, Bucket: string, Prefix: string) {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return await Promise.all(
    Contents.map(async ({ Key = '' }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return { key: Key, bytes: (await Body?.transformToByteArray()) ?? new Uint8Array() };
    }),
  );
}

/** DuckDB's names of Hive's types. */
const duckdbType = (type: string): string =>
  type
    .replaceAll('array<string>', 'VARCHAR[]')
    .replaceAll('string', 'VARCHAR')
    .replaceAll(/struct<([^<>]*)>/g, (_, inner: string) => `STRUCT(${inner.replaceAll(':', ' ')})`);

/** NDJSON as rows of these columns. */
export async function asTable(
  texts: readonly string[],
  columns: readonly Column[],
): Promise<readonly Readonly<Record<string, Json>>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-moto-lake-'));
  const file = join(folder, 'rows.ndjson');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    await writeFile(file, texts.join(''));
    const types = columns.map(({ Name, Type }) => `${Name}: '${duckdbType(Type)}'`).join(', ');
    const sql = `SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = {${types}})`;
    const answer = await readAnswer(connection, sql, { mostRows: 100_000, longest: 30_000 });
    return answer.rows.map((row) =>
      Object.fromEntries(answer.columns.map((name, index) => [name, row[index] ?? null])),
    );
  } finally {
    connection.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}
