import * as z from 'zod';
import { type AccountBounds, explainOutside } from '../../core/account-bounds.ts';
import { primaryResource } from '../../core/dedupe/dedupe-key.ts';
import type { Enrichment } from '../../core/enrichment.ts';
import type { Finding, Resource } from '../../core/finding.ts';
import type { ThreatList } from '../../core/intel/threat-list.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Geo } from '../../core/ports/geo.ts';
import { DeliveryRef } from '../../core/records/deliveries.ts';
import type { Stores } from '../../core/records/stores.ts';
import type { AwsAccess, Clients } from '../aws-clients.ts';
import { readReceived } from '../read-received.ts';
import type { Task } from '../task.ts';
import { type Wait, withinBudget } from './budget.ts';
import type { EnrichConfig } from '../../core/enrich-config.ts';
import { permissions } from './permissions.ts';
import { describeFiles } from './sources/files.ts';
import { describePrincipal } from './sources/principal.ts';
import { describeRemotes } from './sources/remotes.ts';
import { readTags } from './sources/tags.ts';

const Request = z.object({ ref: DeliveryRef });

export interface EnrichPorts {
  readonly stores: Stores;
  readonly access: AwsAccess;
  readonly bounds: AccountBounds;
  readonly geo: Geo;
  readonly threatLists: readonly ThreatList[];
  readonly clock: Clock;
  readonly config: EnrichConfig;
  readonly wait?: Wait;
}

/**
 * Adds what the finding does not say. Each source has its own time budget; one that fails is named in
 * `gaps` and never holds up the finding.
 */
export function createEnrich(ports: EnrichPorts): Task {
  const { stores, access, bounds, geo, threatLists, config, clock } = ports;
  return async (payload) => {
    const { finding } = await readReceived(stores, Request.parse(payload).ref);
    const { account, region } = finding;
    const { trusted } = finding.origin;
    const outside = explainOutside({ account, trusted }, bounds);
    // Within each source: where there is no way into the account, that is a gap like any other.
    const clients = () => access({ account, trusted, region, incident: '', purpose: 'enrich', permissions });
    const gaps: Enrichment['gaps'] = threatLists.flatMap(({ gap }) => gap?.() ?? []);
    const ask = async <T>(source: string, work: (stop: AbortSignal) => Promise<T>): Promise<T | undefined> =>
      await withinBudget(config.budgetMs, work, ports.wait).catch((error: Error) => {
        gaps.push({ source, reason: `${error.name}: ${error.message}`.slice(0, 300) });
        return undefined;
      });
    const [tags, principal, remotes] = await Promise.all([
      outside === null ? ask('tags', (stop) => readTagsOf(finding, clients(), stop)) : undefined,
      outside === null ? ask('principal', (stop) => describePrincipal(finding, clients(), stop)) : undefined,
      ask('remotes', async () => describeRemotes(finding.remotes, geo, threatLists, clock.now())),
    ]);
    const exposed = isExposed(finding);
    const known = tags ?? aboutWhat(finding)?.tags ?? {};
    return {
      remotes: remotes ?? [],
      ...describeFiles(finding, threatLists, clock.now()),
      tags: { ...known },
      criticality: criticalityOf(known, config),
      ...(exposed === undefined ? {} : { exposed }),
      ...(principal === undefined ? {} : { principal }),
      ...(outside === null ? {} : { outside }),
      gaps,
    } satisfies Enrichment;
  };
}

/** The resource that the finding is about, whole. */
function aboutWhat(finding: Finding): Resource | undefined {
  const { kind } = primaryResource(finding);
  return finding.resources.find((resource) => resource.kind === kind) ?? finding.resources[0];
}

async function readTagsOf(finding: Finding, clients: Clients, stop: AbortSignal) {
  const resource = aboutWhat(finding);
  return resource === undefined ? {} : await readTags(resource, clients, stop);
}

/** What the finding itself says about reach from the internet; undefined where it says nothing. */
function isExposed({ resources }: Finding): boolean | undefined {
  for (const resource of resources) {
    if (resource.kind === 'ec2-instance')
      return resource.interfaces.some(({ publicIp }) => publicIp !== undefined);
    if (resource.kind === 's3-bucket' && resource.effectivePermission !== undefined) {
      return resource.effectivePermission === 'PUBLIC';
    }
  }
  return undefined;
}

function criticalityOf(
  tags: Readonly<Record<string, string>>,
  { criticalityTags, criticalityValues }: EnrichConfig,
): Enrichment['criticality'] {
  const meanings = new Map(Object.entries(criticalityValues));
  const tag = criticalityTags.find((name) => Object.hasOwn(tags, name));
  const value = tag === undefined ? undefined : tags[tag];
  return meanings.get(value?.toLowerCase() ?? '') ?? 'normal';
}
