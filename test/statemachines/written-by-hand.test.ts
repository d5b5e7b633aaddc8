import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { transient } from '../../core/playbook/compile/tasks.ts';
import { fillPlaceholders } from '../../runtime/home/fill-placeholders.ts';
import { validateAsl } from '../support/validate-asl.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../statemachines/${name}.asl.json`, import.meta.url), 'utf8');

const arn = (name: string): string =>
  name.endsWith('Function')
    ? `arn:aws:lambda:us-east-1:111122223333:function:${name}`
    : `arn:aws:states:us-east-1:111122223333:stateMachine:${name}`;

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly ItemProcessor?: { readonly States: Record<string, State> };
}

function statesOf(states: Record<string, State>): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...statesOf(state.ItemProcessor?.States ?? {}),
  ]);
}

describe.each(['triage', 'response'])('%s.asl.json', (name) => {
  const definition = JSON.parse(fillPlaceholders(read(name), arn)) as {
    readonly QueryLanguage: string;
    readonly States: Record<string, State>;
  };
  const tasks = statesOf(definition.States).filter(([, { Type }]) => Type === 'Task');

  it('is valid for Step Functions once its placeholders are filled', () => {
    expect(validateAsl(definition)).toEqual([]);
    expect(definition.QueryLanguage).toBe('JSONata');
  });

  it.each(tasks)(
    '%s retries the errors of its service that pass',
    (_state, { Resource = '', Retry = [] }) => {
      const retried = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
      const passing = Resource.includes(':lambda:') ? [...transient.question, 'Busy'] : transient.execution;
      if (!retried.includes('States.ALL')) expect(retried).toEqual(expect.arrayContaining([...passing]));
    },
  );
});

describe('triage.asl.json', () => {
  const { States } = JSON.parse(read('triage')) as { readonly States: Record<string, State> };

  it.each(
    Object.entries(States).filter(([name, { Type }]) => Type === 'Task' && name !== 'RecordDeadLetter'),
  )(
    '%s has a time limit and leads to the dead letters, DataLimitExceeded by name',
    (_name, { Catch, TimeoutSeconds }) => {
      expect(TimeoutSeconds).toBeGreaterThan(0);
      const caught = (Catch ?? []).map(({ ErrorEquals }) => ErrorEquals.join());
      expect(caught.slice(-2)).toEqual(['States.DataLimitExceeded', 'States.ALL']);
    },
  );
});

describe('fillPlaceholders', () => {
  it('names the placeholder that nothing provides', () => {
    expect(() => fillPlaceholders('{"a":"${NoSuchFunction}"}', () => undefined)).toThrow(
      'the state machine names ${NoSuchFunction}, which nothing provides',
    );
  });
});
