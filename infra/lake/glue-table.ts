import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { lakeColumns, lakePartitions, lakeTable, type LakeType } from '../../core/ingest/lake-columns.ts';

/** Athena makes the partitions out of these: none has to be registered, and none is forgotten. */
const ranges: Readonly<Record<(typeof lakePartitions)[number], { range: string; digits: number }>> = {
  year: { range: '2026,2099', digits: 4 },
  month: { range: '1,12', digits: 2 },
  day: { range: '1,31', digits: 2 },
  hour: { range: '0,23', digits: 2 },
};

/** `struct<country:string>` and the like. */
const hiveType = (type: LakeType): string =>
  typeof type === 'string'
    ? type
    : `struct<${Object.entries(type.struct)
        .map(([name, inner]) => `${name}:${hiveType(inner)}`)
        .join(',')}>`;

const projection = (): Record<string, string> => ({
  'projection.enabled': 'true',
  ...Object.fromEntries(
    lakePartitions.flatMap((name) => [
      [`projection.${name}.type`, 'integer'],
      [`projection.${name}.range`, ranges[name].range],
      [`projection.${name}.digits`, String(ranges[name].digits)],
    ]),
  ),
});

/** Where rows lie, by the hour: `events/year=2026/month=11/day=20/hour=12/`. */
export const eventsPrefix = 'events/';
const partitionPath = lakePartitions.map((name) => `${name}=\${${name}}`).join('/');

/** The table of the lake's columns, over what Firehose writes. */
export class GlueTable extends Construct {
  readonly database: string;
  readonly table = lakeTable;

  constructor(scope: Construct, id: string, bucket: Bucket) {
    super(scope, id);
    const { account } = Stack.of(this);
    this.database = 'tourniquet';
    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name: this.database, description: "Tourniquet's lake" },
    });
    const location = `s3://${bucket.bucketName}/${eventsPrefix}`;
    const table = new CfnTable(this, 'Table', {
      catalogId: account,
      databaseName: this.database,
      tableInput: {
        name: this.table,
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: lakePartitions.map((name) => ({ name, type: 'string' })),
        parameters: {
          classification: 'parquet',
          ...projection(),
          'storage.location.template': `${location}${partitionPath}`,
        },
        storageDescriptor: {
          columns: lakeColumns.map(({ name, type }) => ({ name, type: hiveType(type) })),
          location,
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      },
    });
    table.addResourceDependency(database);
  }
}
