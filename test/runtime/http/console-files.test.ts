import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createConsoleApp, readConsole } from '../../../runtime/http/console-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'tourniquet-console-'));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<!doctype html>');
writeFileSync(join(folder, 'assets/index-abc.js'), 'go()');
writeFileSync(join(folder, 'sources.sha256'), 'abc');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = { accept: 'text/html,application/xhtml+xml' };

async function get(path: string, headers: Record<string, string> = {}) {
  const files = await readConsole(folder);
  if (files === null) throw new Error('there is no console');
  return await createConsoleApp(files).request(path, { headers });
}

describe('the console', () => {
  it.each(['/', '/incidents', '/incidents/inc-1', '/executions/playbook-x/name.with.dots'])(
    'shows its page at %s',
    async (path) => {
      const response = await get(path, page);
      expect([response.status, await response.text()]).toEqual([200, '<!doctype html>']);
      expect(response.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('shows its page at the root to programs that take anything, such as curl', async () => {
    expect((await get('/', { accept: '*/*' })).status).toBe(200);
    expect((await get('/incidents', { accept: '*/*' })).status).toBe(404);
  });

  it('runs only scripts and styles that are files of its own', async () => {
    const policy = (await get('/', page)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|data:|https?:|\*/);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('has assets that a browser need ask for only once', async () => {
    const { headers } = await get('/assets/index-abc.js');
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    '/assets/index-old.js',
    '/assets/../../package.json',
    '/%2e%2e/package.json',
    '/sources.sha256',
    '/assets',
  ])('gives nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

it('is not there where it was not built', async () => {
  expect(await readConsole(join(folder, 'none'))).toBeNull();
  expect(await readConsole(join(folder, 'assets'))).toBeNull();
});
