import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, expect, it, vi } from 'vitest';
import { waitUntilIdle } from '../../runtime/home/engine-ports.ts';
import { openDeployed } from './deployed.ts';
import { openLab, region } from './lab.ts';
import { setUpInstance } from './set-up.ts';
import { subjects } from './subjects.ts';

afterAll(() => vi.unstubAllEnvs());

it('contains an instance from event to verified isolation, with what would be deployed', async () => {
  const { engine, stores, functionOf, close } = await openDeployed(['IntakeFunction', 'DeliverFunction']);
  const lab = await openLab();
  // With a role it would be asked whether others have it too, by a filter that moto lacks: see `mend-moto.ts`.
  const { instanceId } = await setUpInstance(lab, { hasProfile: false });
  const event = JSON.parse(
    readFileSync(new URL('../../docs/examples/ec2-cryptocurrency.json', import.meta.url), 'utf8'),
  );
  Object.assign(event, { id: randomUUID(), account: lab.account });
  Object.assign(event.detail, { accountId: lab.account, region, severity: 9.5 });
  event.detail.resource.instanceDetails.instanceId = instanceId;
  const intake = functionOf('IntakeFunction');
  const reply = await intake({ Records: [{ messageId: 'm-1', body: JSON.stringify(event) }] });
  expect(reply).toEqual({ batchItemFailures: [] });
  await waitUntilIdle(engine);

  const [incident, ...others] = await stores.incidents.list();
  expect(others).toEqual([]);
  const failed = engine.list({ statusFilter: 'FAILED' }).executions.map(({ name }) => name);
  expect(failed).toEqual([]);
  expect(incident?.status).toMatchObject({ state: 'contained' });
  expect(await subjects['ec2.isolate-instance']?.isContained(lab, { instanceId })).toBe(true);
  const delivered = (await functionOf('DeliverFunction')({})) as object;
  expect(JSON.stringify(delivered)).not.toContain('"sent":false');
  close();
}, 300_000);
