import { describe, expect, it } from 'vitest';
import type { StepFunctions } from '../../core/ports/step-functions.ts';

/** A home with two machines: `quick` succeeds with its input, `broken` fails at its second state. */
export interface StepFunctionsWorld {
  readonly stepFunctions: StepFunctions;
  readonly arnOf: (machine: string) => string;
  /** Starts an execution a second after the last, and waits for its end. @returns its ARN. */
  readonly run: (machine: string, name: string, input?: object) => Promise<string>;
}

export const contractMachines = {
  quick: {
    QueryLanguage: 'JSONata',
    StartAt: 'One',
    States: { One: { Type: 'Pass', End: true } },
  },
  broken: {
    QueryLanguage: 'JSONata',
    StartAt: 'One',
    States: {
      One: { Type: 'Pass', Next: 'Stop' },
      Stop: { Type: 'Fail', Error: 'Enough', Cause: 'no more' },
    },
  },
} as const;

export function stepFunctionsContract(adapter: string, open: () => Promise<StepFunctionsWorld>): void {
  const named = (name: string) => expect.objectContaining({ name });

  describe(`StepFunctions on ${adapter}`, () => {
    it('knows the machines', async () => {
      const { stepFunctions, arnOf } = await open();
      const { stateMachines } = await stepFunctions.listStateMachines();
      expect(stateMachines.map(({ stateMachineArn }) => stateMachineArn).toSorted()).toEqual(
        [arnOf('quick'), arnOf('broken')].toSorted(),
      );
      for (const { name, creationDate } of stateMachines) {
        expect(name).toMatch(/^(quick|broken)$/);
        expect(creationDate).toBeInstanceOf(Date);
      }
    });

    it.each([1, 2, 3, 10])('lists executions of all machines newest first, by pages of %i', async (size) => {
      const { stepFunctions, run } = await open();
      const started: string[] = [];
      for (const [n, machine] of ['quick', 'broken', 'quick', 'quick', 'broken'].entries())
        started.unshift(await run(machine, `run-${n}`));
      const found: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await stepFunctions.listExecutions({
          maxResults: size,
          ...(nextToken && { nextToken }),
        });
        expect(page.executions.length).toBeLessThanOrEqual(size);
        found.push(...page.executions.map(({ executionArn }) => executionArn));
        // What starts meanwhile shifts nothing.
        if (nextToken === undefined) await run('quick', 'late');
        ({ nextToken } = page);
      } while (nextToken !== undefined);
      expect(found).toEqual(started);
    });

    it('lists those of one machine, or of a status', async () => {
      const { stepFunctions, run, arnOf } = await open();
      const [good, bad] = [await run('quick', 'good'), await run('broken', 'bad')];
      const list = async (request: Partial<Parameters<StepFunctions['listExecutions']>[0]>) =>
        (await stepFunctions.listExecutions({ maxResults: 10, ...request })).executions.map(
          ({ executionArn }) => executionArn,
        );
      expect(await list({ stateMachineArn: arnOf('quick') })).toEqual([good]);
      expect(await list({ statusFilter: 'FAILED' })).toEqual([bad]);
      expect(await list({ statusFilter: 'FAILED', stateMachineArn: arnOf('quick') })).toEqual([]);
      expect(await list({ statusFilter: 'PENDING_REDRIVE' })).toEqual([]);
    });

    it('describes an execution: what went in, what came out, and whether it can go on', async () => {
      const { stepFunctions, run, arnOf } = await open();
      const [good, bad] = [await run('quick', 'good', { é: 1 }), await run('broken', 'bad')];
      const described = await stepFunctions.describeExecution({ executionArn: good });
      expect(described).toMatchObject({
        executionArn: good,
        stateMachineArn: arnOf('quick'),
        name: 'good',
        status: 'SUCCEEDED',
        startDate: expect.any(Date),
        stopDate: expect.any(Date),
        redriveCount: 0,
        redriveStatus: 'NOT_REDRIVABLE',
      });
      expect([described.input, described.output].map((text) => JSON.parse(text ?? ''))).toEqual([
        { é: 1 },
        { é: 1 },
      ]);
      const failed = await stepFunctions.describeExecution({ executionArn: bad });
      expect(failed).toMatchObject({
        status: 'FAILED',
        error: 'Enough',
        cause: 'no more',
        redriveStatus: 'REDRIVABLE',
      });
      expect(failed).not.toHaveProperty('output');
      const { definition } = await stepFunctions.describeStateMachineForExecution({ executionArn: bad });
      expect(JSON.parse(definition)).toEqual(contractMachines.broken);
    });

    it.each([false, true])('gives a history by pages, reversed: %j', async (reverseOrder) => {
      const { stepFunctions, run } = await open();
      const executionArn = await run('broken', 'bad');
      const types: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await stepFunctions.getExecutionHistory({
          executionArn,
          maxResults: 2,
          reverseOrder,
          ...(nextToken && { nextToken }),
        });
        for (const { id, type, timestamp } of page.events) {
          types.push(`${id} ${type}`);
          expect(timestamp).toBeInstanceOf(Date);
        }
        ({ nextToken } = page);
      } while (nextToken !== undefined);
      const expected = [
        '1 ExecutionStarted',
        '2 PassStateEntered',
        '3 PassStateExited',
        '4 FailStateEntered',
        '5 ExecutionFailed',
      ];
      expect(types).toEqual(reverseOrder ? expected.toReversed() : expected);
      const { events } = await stepFunctions.getExecutionHistory({
        executionArn,
        maxResults: 10,
        reverseOrder: true,
      });
      expect(events[0]).toMatchObject({ executionFailedEventDetails: { error: 'Enough', cause: 'no more' } });
    });

    it('goes on with what failed, and with nothing else', async () => {
      const { stepFunctions, run } = await open();
      const [good, bad] = [await run('quick', 'good'), await run('broken', 'bad')];
      await stepFunctions.redriveExecution({ executionArn: bad });
      const { redriveCount } = await stepFunctions.describeExecution({ executionArn: bad });
      expect(redriveCount).toBe(1);
      await expect(stepFunctions.redriveExecution({ executionArn: good })).rejects.toThrow(
        named('ExecutionNotRedrivable'),
      );
    });

    it('fails by its name where there is nothing, or no such page', async () => {
      const { stepFunctions, run, arnOf } = await open();
      const executionArn = `${(await run('quick', 'good')).replace(/good$/, '')}none`;
      const none = named('ExecutionDoesNotExist');
      await expect(stepFunctions.describeExecution({ executionArn })).rejects.toThrow(none);
      await expect(stepFunctions.redriveExecution({ executionArn })).rejects.toThrow(none);
      const page = { maxResults: 10, reverseOrder: false };
      await expect(stepFunctions.getExecutionHistory({ executionArn, ...page })).rejects.toThrow(none);
      await expect(
        stepFunctions.listExecutions({ stateMachineArn: arnOf('nowhere'), maxResults: 10 }),
      ).rejects.toThrow(named('StateMachineDoesNotExist'));
      for (const request of [{}, { stateMachineArn: arnOf('quick') }])
        await expect(
          stepFunctions.listExecutions({ ...request, maxResults: 10, nextToken: 'zz' }),
        ).rejects.toThrow(named('InvalidToken'));
    });
  });
}
