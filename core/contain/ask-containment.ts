import { resourceId } from '../dedupe/resource-id.ts';
import type { Finding } from '../finding.ts';
import type { FoundResource } from './parse-resource.ts';

/** What a person wants contained, by which playbook, and why. */
export interface ContainmentAsked {
  readonly found: FoundResource;
  readonly playbook: string;
  readonly by: string;
  readonly reason: string;
}

/** The type of findings that a person made by asking for containment. */
const manualType = 'Tourniquet:Manual/Containment';

/** One incident a resource, whatever the configuration says about joining findings. */
export const manualKey = ({ found }: ContainmentAsked): string =>
  ['manual', found.account, found.region, found.resource.kind, resourceId(found.resource)]
    .map((part) => part.replace(/[%|]/g, encodeURIComponent))
    .join('|');

/**
 * The finding that stands for the question: of our own product, so that nothing is written back about it, and High,
 * for a person has looked. Asking again for the same resource is the same finding, seen again.
 */
export function makeManualFinding(asked: ContainmentAsked, at: string): Finding {
  const { found, playbook, by, reason } = asked;
  const { resource, account, region, partition } = found;
  return {
    id: `tourniquet:${manualKey(asked)}`,
    aliases: [],
    source: 'analyst',
    product: 'tourniquet',
    origin: { via: 'person', account: null, trusted: true },
    type: manualType,
    title: `${by} wants ${resourceId(resource)} contained`,
    description: reason,
    severity: { label: 'HIGH', score: 80 },
    account,
    region,
    partition,
    createdAt: at,
    updatedAt: at,
    count: 1,
    sample: false,
    archived: false,
    resources: [resource],
    remotes: [],
    attack: { tactics: [], techniques: [] },
    provider: {},
    asked: { playbook, by, reason },
    raw: '',
  };
}
