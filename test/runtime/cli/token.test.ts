import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { ServerConfig } from '../../../core/server-config.ts';
import { runInProcess } from './run-in-process.ts';

const Printed = z.object({ token: z.string(), person: z.unknown() });

it('a token is made anew each time, and the configuration gets its hash alone', async () => {
  const made = async () => {
    const { code, out } = await runInProcess(
      'token',
      '--name',
      'kim',
      '--role',
      'approver',
      '--role',
      'author',
      '--json',
    );
    expect(code).toBe(0);
    return Printed.parse(JSON.parse(out));
  };
  const [one, other] = [await made(), await made()];
  expect(one.token).toMatch(/^[\w-]{43}$/);
  expect(other.token).not.toBe(one.token);
  expect(ServerConfig.parse({ people: [one.person] }).people).toEqual([
    { name: 'kim', roles: ['approver', 'author'], tokenHash: hash('sha256', one.token) },
  ]);
  expect(JSON.stringify(one.person)).not.toContain(one.token);
});

it('the lines that are printed can be put into the configuration as they stand', async () => {
  const { out } = await runInProcess('token', '--name', 'kim', '--role', 'viewer');
  const lines = out.slice(out.indexOf('{'), out.lastIndexOf('}') + 1);
  expect(ServerConfig.parse({ people: [JSON.parse(lines)] }).people).toMatchObject([{ name: 'kim' }]);
});

it.each([
  [['--name', 'kim', '--role', 'root'], 'It is no role: viewer, approver, responder, author, writer.'],
  [['--name', 'kim m', '--role', 'viewer'], 'It is no name'],
  [['--name', 'kim'], "required option '--role <role>' not specified"],
])('%j is wrong usage', async (args, says) => {
  expect((await runInProcess('token', ...args)).err).toContain(says);
});

it.each([
  [{ people: [{ name: 'kim', roles: [], tokenHash: 'a'.repeat(64) }] }],
  [{ people: [{ name: 'kim', roles: ['viewer'], tokenHash: 'the token itself' }] }],
  [{ people: ['a', 'b'].map((one) => ({ name: 'kim', roles: ['viewer'], tokenHash: one.repeat(64) })) }],
  [{ people: [{ name: 'kim', roles: ['viewer'], token: 'x', tokenHash: 'a'.repeat(64) }] }],
  [{ names: ['https://tq.example'] }],
  [{ people: ['kim', 'KIM'].map((name) => ({ name, roles: ['viewer'], tokenHash: 'a'.repeat(64) })) }],
])('a configuration of %j is refused', (config) => {
  expect(ServerConfig.safeParse(config).success).toBe(false);
});
