import type { Json, JsonObject } from '../../json.ts';
import { addressOf, instantOf, textOf, timeOf } from './fields.ts';
import { type Kind, noTraits } from './kind.ts';

/** JSON of any other shape: columns are filled from the names that such logs commonly use. */
export const generic: Kind = {
  kind: 'generic',

  recognises: () => true,

  shape: [],

  read(record, context) {
    const srcIp = addressOf(firstText(record, 'srcIp', 'src_ip', 'sourceIp', 'source_ip', 'client_ip'));
    return {
      record: {
        kind: 'generic',
        id: context.digest(),
        time: anyTimeOf(record) ?? context.now,
        type: firstText(record, 'type', 'eventType', 'event_type', 'detail-type') ?? 'unknown',
        source: firstText(record, 'source', 'service', 'logger') ?? 'generic',
        account: firstText(record, 'account', 'accountId', 'account_id'),
        region: firstText(record, 'region', 'awsRegion', 'aws_region'),
        principal: firstText(record, 'principal', 'user', 'userName', 'username'),
        action: firstText(record, 'action', 'eventName', 'event_name', 'operation'),
        srcIp,
        record,
      },
      ips: srcIp === null ? [] : [srcIp],
      domains: [],
      traits: noTraits,
    };
  },
};

function firstText(record: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(record[name]);
    if (text !== null) return text;
  }
  return null;
}

const timeNames = ['time', 'timestamp', '@timestamp', 'eventTime', 'event_time'];

function anyTimeOf(record: JsonObject): string | null {
  for (const name of timeNames) {
    const value: Json | undefined = record[name];
    const time = typeof value === 'number' ? instantOf(toMilliseconds(value)) : timeOf(value);
    if (time !== null) return time;
  }
  return null;
}

/** Numbers below 10^11 are seconds: as milliseconds they would mean before March 1973. */
const toMilliseconds = (value: number): number => (value < 1e11 ? value * 1000 : value);
