import { Duration } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { incidentColumns, incidentsPrefix, incidentTable } from '../../core/lake/incident-row.ts';
import { callEvery } from '../constructs/call-every.ts';
import { createTask, type Place } from '../constructs/create-task.ts';
import type { GlueTable } from './glue-table.ts';

export interface IncidentTableProps {
  readonly place: Place;
  readonly bucket: Bucket;
  /** Beside this one. */
  readonly events: GlueTable;
  /** Of calls that could not be made. */
  readonly dead: IQueue;
}

/**
 * The incidents where the lake is asked: a copy of them all, each hour in the place of the last. Athena could ask DynamoDB
 * itself, by a connector that is a function of its own and reads the whole table for each query.
 */
export class IncidentTable extends Construct {
  readonly fn: LambdaFunction;

  constructor(scope: Construct, id: string, { place, bucket, events, dead }: IncidentTableProps) {
    super(scope, id);
    this.fn = createTask(scope, 'CopyIncidentsFunction', { ...place, lake: bucket });
    callEvery(this.fn, { id: 'EachHour', rate: Duration.hours(1), dead });
    const table = new CfnTable(this, 'Table', {
      catalogId: bucket.stack.account,
      databaseName: events.database,
      tableInput: {
        name: incidentTable,
        tableType: 'EXTERNAL_TABLE',
        parameters: { classification: 'json' },
        storageDescriptor: {
          columns: Object.entries(incidentColumns).map(([name, type]) => ({ name, type })),
          location: `s3://${bucket.bucketName}/${incidentsPrefix}`,
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' },
        },
      },
    });
    table.node.addDependency(events);
  }
}
