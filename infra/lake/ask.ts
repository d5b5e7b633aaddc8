import { readdirSync, readFileSync } from 'node:fs';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type NamedQuery, parseNamedQuery } from '../../core/lake/named-query.ts';

export interface AskProps {
  readonly key: IKey;
  readonly bucket: Bucket;
  readonly database: string;
  readonly mostScannedGb: number;
}

const folder = new URL('../../queries/', import.meta.url);

/** What stands for the parameters of `tourniquet query` where there is nobody to give them: the last seven days. */
const values: Readonly<Record<string, string>> = {
  since: "to_iso8601(current_timestamp - INTERVAL '7' DAY)",
  since_day: "date_format(current_timestamp - INTERVAL '7' DAY, '%Y-%m-%d')",
  limit: '100',
};

const namedQueries = (): readonly NamedQuery[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) =>
      parseNamedQuery(file.slice(0, -'.sql'.length), readFileSync(new URL(file, folder), 'utf8')),
    );

/** Where the lake is asked: a workgroup whose limits nobody can lift for a query of their own, and ready queries. */
export class Ask extends Construct {
  constructor(scope: Construct, id: string, { key, bucket, database, mostScannedGb }: AskProps) {
    super(scope, id);
    const group = new CfnWorkGroup(this, 'WorkGroup', {
      name: 'tourniquet',
      description: "Tourniquet's lake",
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: mostScannedGb * 1_000_000_000,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: bucket.s3UrlForObject('results/'),
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
        },
      },
    });
    for (const { name, shows, sql } of namedQueries()) {
      const query = new CfnNamedQuery(this, name, {
        name,
        description: shows,
        database,
        workGroup: group.name,
        queryString: sql.replaceAll(
          /(?<![:\w]):(since_day|since|limit)\b/g,
          (_, each: string) => values[each] ?? each,
        ),
      });
      query.addResourceDependency(group);
    }
  }
}
