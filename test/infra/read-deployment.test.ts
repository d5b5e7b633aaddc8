import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { InvalidInput } from '../../core/errors.ts';
import { readDeployment } from '../../infra/read-deployment.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-deployment-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A configuration file with one threat list. */
function withList(path: string): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ enrich: { threatLists: [{ name: 'ours', path }] } }));
  return file;
}

it.each([
  [{ playbooks: '/nowhere' }, 'there is no /nowhere; name a folder of playbooks'],
  [{ detections: '/nowhere' }, 'there is no /nowhere; name a folder of detection rules'],
  [
    { config: withList('/nowhere.txt') },
    'there is no /nowhere.txt; correct the path of ours in enrich.threatLists',
  ],
])('says in a line what is not there: %j', (choice, line) => {
  const read = (): unknown => readDeployment(choice);
  expect(read).toThrow(InvalidInput);
  expect(read).toThrow(line);
});

it('says in words which field there is not', () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(
    file,
    JSON.stringify({
      deploy: { stream: { writers: ['arn:aws:iam::111122223333:role/shipper'], htp: true } },
    }),
  );
  expect(() => readDeployment({ config: file })).toThrow(
    `${file}: /deploy/stream/htp: "htp" is not a field here; did you mean "http"?`,
  );
});

it('looks for no feed of S3 on this machine', () => {
  const config = withList('s3://feeds-of-others/list.txt');
  // Without playbooks and rules, which would take longer to read than all else here.
  const { enrich } = readDeployment({ config, playbooks: folder, detections: folder }).config;
  expect(enrich.threatLists.map(({ path }) => path)).toEqual(['s3://feeds-of-others/list.txt']);
});
