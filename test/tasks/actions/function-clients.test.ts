import { expect, it } from 'vitest';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { makers as ec2 } from '../../../tasks/actions/ec2/lambda.ts';
import { makers as guardduty } from '../../../tasks/actions/guardduty/lambda.ts';
import { makers as iam } from '../../../tasks/actions/iam/lambda.ts';
import { makers as lambda } from '../../../tasks/actions/lambda/lambda.ts';
import { makers as s3 } from '../../../tasks/actions/s3/lambda.ts';
import { makers as securityhub } from '../../../tasks/actions/securityhub/lambda.ts';
import { permissionOf } from '../../../tasks/actions/runner/permissions.ts';
import type { AwsServiceName } from '../../../tasks/aws-clients.ts';

const runners = { ec2, guardduty, iam, lambda, s3, securityhub, general: {} };

/** By IAM's own name of it. */
const prefixOf = (service: string): string =>
  permissionOf(service as AwsServiceName, 'DescribeAnything').split(':')[0] ?? '';

it.each(Object.entries(runners))(
  'the runner of %s has a client for each service that its actions have permissions for',
  (service, makers) => {
    const specs = [...catalog].filter(([id]) => id.startsWith(`${service}.`)).map(([, spec]) => spec);
    const needed = specs.flatMap(({ permissions }) =>
      Object.values(permissions).flatMap((phase) => phase.map((permission) => permission.split(':')[0])),
    );
    const had = new Set(['tourniquet', ...Object.keys(makers).map(prefixOf)]);
    expect([...new Set(needed)].filter((prefix) => !had.has(prefix ?? ''))).toEqual([]);
  },
);
