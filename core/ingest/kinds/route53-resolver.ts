import type { JsonObject } from '../../json.ts';
import { addressOf, listOf, objectOf, textOf, timeOf } from './fields.ts';
import { type Kind, noTraits } from './kind.ts';

/**
 * Query logs of Route 53 Resolver: what instances look up, and what they are told.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html
 */
export const route53Resolver: Kind = {
  kind: 'route53-resolver',

  recognises: (record) => 'query_name' in record && 'query_timestamp' in record,

  shape: [
    ['query_name', 'text'],
    ['query_type', 'text'],
    ['query_timestamp', 'text'],
    ['account_id', 'text'],
    ['region', 'text'],
    ['srcaddr', 'text'],
    ['srcids', 'object'],
  ],

  read(record, context) {
    const sources = objectOf(record['srcids']);
    const name = nameOf(textOf(record['query_name']));
    const srcIp = addressOf(record['srcaddr']);
    const answers = answersOf(record);
    return {
      record: {
        kind: 'route53-resolver',
        id: context.digest(),
        time: timeOf(record['query_timestamp']) ?? context.now,
        type: textOf(record['query_type']) ?? 'unknown',
        source: 'route53-resolver',
        account: textOf(record['account_id']),
        region: textOf(record['region']),
        principal: textOf(sources['instance']) ?? textOf(sources['resolver_endpoint']),
        action: name,
        srcIp,
        record,
      },
      ips: [...(srcIp === null ? [] : [srcIp]), ...answers.filter(isAddress)],
      domains: [...(name === null ? [] : [name]), ...answers.filter((answer) => !isAddress(answer))],
      traits: record['firewall_rule_action'] === 'BLOCK' ? { ...noTraits, denied: true } : noTraits,
    };
  },
};

/** Names are the same in capitals and with their final dot. */
const nameOf = (text: string | null): string | null => text?.toLowerCase().replace(/\.$/, '') ?? null;

/** Addresses and the names that aliases lead to. */
const answersOf = (record: JsonObject): readonly string[] =>
  listOf(record['answers'])
    .map((answer) => nameOf(textOf(objectOf(answer)['Rdata'])))
    .filter((data) => data !== null);

const isAddress = (text: string): boolean => addressOf(text) !== null;
