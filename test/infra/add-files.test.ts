import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Config } from '../../core/config.ts';
import { addFiles } from '../../infra/bundle/add-files.ts';
import { functions } from '../../infra/functions.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-files-'));
beforeAll(async () => {
  for (const name of Object.keys(functions)) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'ours.csv'), 'ip\n198.51.100.7\n');
  const config = Config.parse({
    enrich: {
      threatLists: [
        { name: 'ours', path: join(folder, 'ours.csv') },
        { name: 'bought', path: 's3://feeds-of-others/list.txt' },
      ],
    },
  });
  const aws = { ...config.aws, role: 'TourniquetResponder' };
  await addFiles(folder, { config: { ...config, aws }, playbooks: [], rules: [] });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('threat lists beside the code', () => {
  it.each(Object.entries(functions))(
    '%s has the files that it reads, and no object of S3',
    (name, { uses }) => {
      const file = join(folder, name, 'ours.txt');
      expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(
        (uses as readonly string[]).includes('feeds') && 'ip\n198.51.100.7\n',
      );
      expect(existsSync(join(folder, name, 'bought.txt'))).toBe(false);
    },
  );
});
