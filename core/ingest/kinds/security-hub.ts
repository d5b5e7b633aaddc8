import { findHashes } from '../../intel/find-hashes.ts';
import type { JsonObject } from '../../json.ts';
import { severityOfLabel, severityOfNormalized } from '../../normalise/severity.ts';
import { addressOf, listOf, objectOf, textOf, timeOf } from './fields.ts';
import { type Kind, noTraits } from './kind.ts';

/** Security Hub's findings in its finding format (ASFF). They are records like others here. */
export const securityHub: Kind = {
  kind: 'security-hub',

  recognises: (record) => 'AwsAccountId' in record && 'ProductArn' in record,

  shape: [
    ['Id', 'text'],
    ['AwsAccountId', 'text'],
    ['ProductArn', 'text'],
    ['UpdatedAt', 'text'],
    ['Region', 'text'],
    ['Severity', 'object'],
  ],

  read(record, context) {
    const network = objectOf(record['Network']);
    const srcIp = addressOf(network['SourceIpV4']) ?? addressOf(network['SourceIpV6']);
    const domain = textOf(network['SourceDomain']);
    return {
      record: {
        kind: 'security-hub',
        id: idOf(record) ?? context.digest(),
        time: timeOf(record['UpdatedAt']) ?? context.now,
        type: textOf(listOf(record['Types'])[0]) ?? 'unknown',
        source: 'security-hub',
        account: textOf(record['AwsAccountId']),
        region: textOf(record['Region']) ?? textOf(textOf(record['ProductArn'])?.split(':')[3]),
        principal: textOf(objectOf(listOf(record['Resources'])[0])['Id']),
        action: textOf(record['GeneratorId']),
        srcIp,
        record,
      },
      ips: [srcIp, addressOf(network['DestinationIpV4'])].filter((ip) => ip !== null),
      domains: domain === null ? [] : [domain],
      hashes: findHashes(record),
      traits: { ...noTraits, severity: severityOf(objectOf(record['Severity'])) },
    };
  },
};

/** A finding is sent again, under its id, whenever anything about it changes. */
function idOf(record: JsonObject): string | null {
  const id = textOf(record['Id']);
  const updated = textOf(record['UpdatedAt']);
  return id === null || updated === null ? null : `${id}/${updated}`;
}

function severityOf({ Label, Normalized }: JsonObject): number {
  const named = severityOfLabel(textOf(Label) ?? undefined);
  return (named ?? severityOfNormalized(typeof Normalized === 'number' ? Normalized : undefined)).score;
}
