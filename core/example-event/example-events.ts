import type { JsonObject } from '../json.ts';
import { account, region, resourceDetailsFor } from './resource-details.ts';
import { sequenceDetailsFor } from './sequence-details.ts';

const detector = '12abc34d567e8fa901bc2d34e56789f0';
const id = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const at = '2026-11-18T09:41:07.000Z';

/**
 * Made-up EventBridge events with a GuardDuty finding of this type and a resource that fits it: one for each way in
 * which such a finding comes, the usual one first. For the first case of a new playbook, and to see which playbooks
 * answer a type. What GuardDuty says beyond resource, severity and times is left out.
 * @param severity as GuardDuty has it, 1–10. Default: 8, High.
 */
export function exampleEvents(type: string, severity = 8): readonly [JsonObject, ...JsonObject[]] {
  const [usual = {}, ...others] = resourceDetailsFor(type);
  const make = (resource: JsonObject) => eventOf(type, severity, resource);
  return [make(usual), ...others.map(make)];
}

function eventOf(type: string, severity: number, resource: JsonObject): JsonObject {
  const sequence = type.startsWith('AttackSequence:') ? { detection: sequenceDetailsFor(type) } : {};
  return {
    version: '0',
    id: '7f3d1a90-5c2e-4b86-9a14-0e6f2d8c1b35',
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    account,
    time: at,
    region,
    resources: [],
    detail: {
      schemaVersion: '2.0',
      accountId: account,
      region,
      partition: 'aws',
      id,
      arn: `arn:aws:guardduty:${region}:${account}:detector/${detector}/finding/${id}`,
      type,
      resource,
      service: {
        serviceName: 'guardduty',
        detectorId: detector,
        eventFirstSeen: at,
        eventLastSeen: at,
        archived: false,
        count: 1,
        ...sequence,
      },
      severity,
      createdAt: at,
      updatedAt: at,
      title: `An example of ${type}.`,
      description: `An example of ${type}, made up by Tourniquet.`,
    },
  };
}
