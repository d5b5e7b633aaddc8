import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type AccountBounds, noBounds } from '../../core/account-bounds.ts';
import { Config } from '../../core/config.ts';
import type { Enrichment } from '../../core/enrichment.ts';
import type { Finding, Resource } from '../../core/finding.ts';
import { parseThreatList, type ThreatList } from '../../core/intel/threat-list.ts';
import type { Call } from '../../runtime/account/answer.ts';
import { createSimulatedAccounts } from '../../runtime/account/simulated-accounts.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { withinBudget } from '../../tasks/enrich/budget.ts';
import { openCountryDatabase } from '../../tasks/enrich/country-database.ts';
import { createEnrich } from '../../tasks/enrich/index.ts';
import { makeFinding } from '../runtime/account/world.ts';
import { noon, openStores } from '../support/incidents.ts';

const countries = fileURLToPath(
  import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
);

interface Given {
  readonly resources?: readonly Resource[];
  readonly finding?: Partial<Finding>;
  readonly onCall?: (call: Call) => void | Promise<void>;
  readonly country?: (ip: string) => string | null;
  readonly list?: string;
  readonly lists?: readonly ThreatList[];
  readonly bounds?: AccountBounds;
}

/** The enrichment of one finding whose resources stand in a simulated account. */
async function enrich({
  resources = [],
  finding: changes = {},
  onCall,
  country,
  list = '',
  lists = [],
  bounds,
}: Given) {
  const stores = openStores();
  const accounts = createSimulatedAccounts({
    database: openDatabase(':memory:'),
    clock: noon,
    ...(onCall && { onCall: async (call, phase) => (phase === 'before' ? await onCall(call) : undefined) }),
  });
  const finding = makeFinding(resources, changes);
  await accounts.seed(finding);
  await stores.deliveries.create(
    { delivery: 'd', index: 0 },
    { delivery: 'd', index: 0, receivedAt: new Date(noon.now()).toISOString(), finding },
  );
  const task = createEnrich({
    stores,
    access: accounts.access,
    bounds: bounds ?? noBounds,
    geo: { country: country ?? (() => null) },
    threatLists: [parseThreatList({ name: 'list', confidence: 80, text: list }).list, ...lists],
    clock: noon,
    config: Config.parse({}).enrich,
    wait: async () => await new Promise((resolve) => setImmediate(() => setImmediate(resolve))),
  });
  return (await task({ ref: { delivery: 'd', index: 0 } })) as unknown as Enrichment;
}

const never = async (): Promise<never> => await new Promise(() => undefined);
const instance = (tags: Record<string, string> = {}, publicIp?: string): Resource => ({
  kind: 'ec2-instance',
  instanceId: 'i-0123456789abcdef0',
  interfaces: [
    { networkInterfaceId: 'eni-1', securityGroupIds: [], ...(publicIp === undefined ? {} : { publicIp }) },
  ],
  tags,
});

describe('enrich', () => {
  it.each([
    ['ec2-instance', instance({ team: 'shop' })],
    ['iam-user', { kind: 'iam-user', userName: 'alice', tags: { team: 'shop' } }],
    ['iam-role', { kind: 'iam-role', roleName: 'deploy', tags: { team: 'shop' } }],
    ['s3-bucket', { kind: 's3-bucket', bucketName: 'reports', tags: { team: 'shop' } }],
    ['rds-instance', { kind: 'rds-instance', dbInstanceId: 'db', tags: { team: 'shop' } }],
  ] as [string, Resource][])('reads the tags of the %s', async (_kind, resource) => {
    expect(await enrich({ resources: [resource] })).toMatchObject({ tags: { team: 'shop' }, gaps: [] });
  });

  it.each([
    [{}, 'normal'],
    [{ criticality: 'HIGH' }, 'high'],
    [{ Criticality: 'mission-critical' }, 'critical'],
    [{ criticality: 'low', Criticality: 'critical' }, 'low'],
    [{ criticality: 'constructor' }, 'normal'],
    [{ criticality: '' }, 'normal'],
  ])('takes %j to be of criticality %s', async (tags, criticality) => {
    expect((await enrich({ resources: [instance(tags as Record<string, string>)] })).criticality).toBe(
      criticality,
    );
  });

  it.each([
    ['an instance with a public address', instance({}, '203.0.113.9'), true],
    ['an instance without one', instance(), false],
    ['a public bucket', { kind: 's3-bucket', bucketName: 'b', effectivePermission: 'PUBLIC' }, true],
    ['a private bucket', { kind: 's3-bucket', bucketName: 'b', effectivePermission: 'NOT_PUBLIC' }, false],
    ['a bucket that the finding says nothing about', { kind: 's3-bucket', bucketName: 'b' }, undefined],
    ['a user', { kind: 'iam-user', userName: 'alice' }, undefined],
  ] as [string, Resource, boolean | undefined][])(
    'says of %s whether it is exposed',
    async (_what, resource, exposed) => {
      expect((await enrich({ resources: [resource] })).exposed).toBe(exposed);
    },
  );

  it.each([
    ['nobody vouched for', { via: 'stream', account: null, trusted: false } as const, null],
    ['is not among those that are named', makeFinding([]).origin, []],
  ])('asks nothing of an account that %s, and says so', async (_what, origin, named) => {
    const calls: Call[] = [];
    const enrichment = await enrich({
      resources: [instance({ team: 'shop' })],
      finding: { origin, account: '666677778888', remotes: [{ ip: '198.51.100.7' }] },
      bounds: { own: '999988887777', named },
      onCall: (call) => void calls.push(call),
      list: '198.51.100.0/24,60',
    });
    expect(calls).toEqual([]);
    expect(enrichment).toMatchObject({
      outside: expect.stringMatching(/^account 666677778888 is not one of aws\.accounts/),
      remotes: [{ threats: [{ list: 'list', confidence: 60 }] }],
      gaps: [],
    });
  });

  it('names the principal, and whether it could do anything at all', async () => {
    const user = await enrich({ resources: [{ kind: 'iam-user', userName: 'alice' }] });
    expect(user.principal).toEqual({ kind: 'iam-user', name: 'alice', privileged: false });
    const root = await enrich({ finding: { actor: { kind: 'root', name: 'Root' } } });
    expect(root.principal).toEqual({ kind: 'root', name: 'Root', privileged: true });
  });

  it('gives each remote its country, the finding’s own word first, and the lists that know it', async () => {
    const remotes = [
      { ip: '198.51.100.7' },
      { ip: '198.51.100.8', country: 'CZ' },
      { domain: 'a.evil.example' },
      {},
    ];
    const list = '198.51.100.0/24,60\nevil.example';
    const { remotes: told } = await enrich({ finding: { remotes }, country: () => 'NL', list });
    expect(told).toEqual([
      { ip: '198.51.100.7', country: 'NL', threats: [{ list: 'list', confidence: 60 }] },
      { ip: '198.51.100.8', country: 'CZ', threats: [{ list: 'list', confidence: 60 }] },
      { domain: 'a.evil.example', threats: [{ list: 'list', confidence: 80 }] },
      { threats: [] },
    ]);
  });

  it('names a list that nobody could read among what is not known', async () => {
    const gap = { source: 'threat list away', reason: 's3://b/k cannot be read (AccessDenied)' };
    const { gaps } = await enrich({ lists: [{ lookup: () => null, gap: () => gap }] });
    expect(gaps).toEqual([gap]);
  });

  it('names the files that some list knows', async () => {
    const [known, other] = ['d41d8cd98f00b204e9800998ecf8427e', 'e3b0c44298fc1c149afbf4c8996fb924'];
    const finding = { hashes: [known, other] };
    expect(await enrich({ finding, list: `${known},70` })).toMatchObject({
      files: [{ hash: known, threats: [{ list: 'list', confidence: 70 }] }],
    });
    expect(await enrich({ finding })).not.toHaveProperty('files');
  });

  it.each([
    [
      'fails',
      () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDenied' })),
      /AccessDenied: no/,
    ],
    ['never answers', never, /no answer within 2000 ms/],
  ])(
    'names a source that %s, keeps what the others said, and the tags of the finding',
    async (_how, onCall, reason) => {
      const given = {
        resources: [instance({ criticality: 'high' })],
        finding: { remotes: [{ ip: '198.51.100.7' }] },
      };
      const enrichment = await enrich({ ...given, onCall, country: () => 'NL' });
      expect(enrichment.gaps).toEqual([{ source: 'tags', reason: expect.stringMatching(reason) }]);
      expect(enrichment.remotes).toMatchObject([{ country: 'NL' }]);
      expect(enrichment).toMatchObject({ tags: { criticality: 'high' }, criticality: 'high' });
    },
  );
});

describe('a budget', () => {
  it('gives the result of what is done in time, and stops it afterwards', async () => {
    let seen: AbortSignal | undefined;
    const work = async (signal: AbortSignal) => {
      seen = signal;
      return 'done';
    };
    expect(await withinBudget(1000, work, never)).toBe('done');
    expect(seen?.aborted).toBe(true);
  });

  it('gives up on what takes longer, and tells it to stop', async () => {
    let stopped = false;
    const work = async (signal: AbortSignal) => {
      signal.addEventListener('abort', () => (stopped = true));
      return await never();
    };
    await expect(withinBudget(5, work, async () => undefined)).rejects.toThrow('no answer within 5 ms');
    expect(stopped).toBe(true);
  });
});

describe('the country database', () => {
  it.each([
    ['193.0.6.139', 'NL'],
    ['2001:67c:2e8::1', 'NL'],
    ['10.0.0.1', null],
    ['no address', null],
    ['', null],
  ])('places %s in %s', async (ip, country) => {
    expect((await openCountryDatabase(countries)).country(ip)).toBe(country);
  });
});
