import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/json.ts';
import { coverTypes } from '../../../../core/playbook/coverage/cover-types.ts';
import { parsePlaybook } from '../../../../core/playbook/parse-playbook.ts';
import { catalog } from '../../../../tasks/actions/catalog.ts';

const miner = 'CryptoCurrency:EC2/BitcoinTool.B';
const lambda = 'Trojan:Lambda/DropPoint';
const isolate = { id: 'a', action: 'ec2.isolate-instance', with: { instanceId: 'i-0a1b2c3d4e5f67890' } };
const tell = { id: 'a', notify: { message: 'Look.' } };
const onType = (...type: Json[]) => ({ finding: { type } });

function read(id: string, step: Json, more: object) {
  const parsed = parsePlaybook({ id, name: id, mode: 'auto', steps: [step], ...more }, catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.playbook;
}

const cover = (type: string, ...playbooks: ReturnType<typeof read>[]) =>
  coverTypes([type], playbooks, catalog)[0];

describe('coverTypes', () => {
  it.each([
    ['by its name', onType(miner)],
    ['by a prefix', onType({ prefix: 'CryptoCurrency:EC2/' })],
    ['by the resource too', { finding: { ...onType(miner).finding, resources: { kind: ['ec2-instance'] } } }],
    ['at a high score alone', { ...onType(miner), risk: { score: [{ numeric: ['>=', 90] }] } }],
    ['while it is open', { ...onType(miner), incident: { status: { state: ['open'] } } }],
  ])('finds that a type is answered %s', (_, trigger) => {
    expect(cover(miner, read('one', isolate, { trigger }))).toEqual({
      type: miner,
      answer: 'contained',
      playbooks: ['one'],
      missingActions: [],
    });
  });

  it.each([
    ['another type is meant', onType(lambda)],
    [
      'it needs a resource that such findings have not',
      { finding: { resources: { kind: ['s3-bucket'] }, type: [miner] } },
    ],
    ['it takes whatever comes', { finding: { severity: { label: ['CRITICAL'] } } }],
    ['it takes all but some', onType({ 'anything-but': lambda })],
  ])('finds that a type is not answered where %s', (_, trigger) => {
    expect(cover(miner, read('one', isolate, { trigger }))).toMatchObject({ answer: 'none', playbooks: [] });
  });

  it('tells those that only tell people apart, with the actions that they miss', () => {
    const missingActions = ['lambda.detach-layers', 'lambda.freeze'];
    const one = read('one', tell, { trigger: onType(lambda), missingActions });
    expect(cover(lambda, one)).toMatchObject({ answer: 'told', playbooks: ['one'], missingActions });
  });

  it('counts what another playbook does for one', () => {
    const inner = read('inner', isolate, {});
    const one = read('one', { id: 'a', playbook: 'inner' }, { trigger: onType(miner) });
    expect(cover(miner, inner, one)).toMatchObject({ answer: 'contained', playbooks: ['one'] });
  });
});
