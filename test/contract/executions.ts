import { describe, expect, it } from 'vitest';
import type { Callbacks } from '../../core/ports/callbacks.ts';
import type { Executions } from '../../core/ports/executions.ts';

/** A home of state machines with one machine, `triage`: a task that waits for its token, and no more. */
export interface ExecutionsWorld {
  readonly executions: Executions;
  readonly callbacks: Callbacks;
  readonly isOpen: (executionArn: string) => Promise<boolean>;
  /** The ARN that an execution of `triage` has. */
  readonly arnOf: (name: string) => string;
  /** The token of the execution that was started last; its timeout has passed where `late` is true. */
  readonly newestToken: (late?: boolean) => Promise<string>;
  readonly stop: (executionArn: string) => Promise<void>;
}

/** The contracts of the Executions and Callbacks ports, and of the runner's `isRunOpen`. */
export function executionsContract(
  adapter: string,
  open: () => Promise<ExecutionsWorld> | ExecutionsWorld,
): void {
  const triage = (name: string, input = {}) => ({ stateMachine: 'triage', name, input });

  describe(`Executions on ${adapter}`, () => {
    it('starts an execution under its name, once, while it runs with the same input', async () => {
      const { executions, arnOf, isOpen } = await open();
      expect(await executions.start(triage('one', { ref: 'é "x"' }))).toBe('started');
      expect(await executions.start(triage('one', { ref: 'é "x"' }))).toBe('started');
      expect(await isOpen(arnOf('one'))).toBe(true);
    });

    it('says that it exists where the name is taken by other input, or by one that has ended', async () => {
      const { executions, arnOf, stop, isOpen } = await open();
      await executions.start(triage('one', { n: 1 }));
      expect(await executions.start(triage('one', { n: 2 }))).toBe('exists');
      await stop(arnOf('one'));
      expect(await isOpen(arnOf('one'))).toBe(false);
      expect(await executions.start(triage('one', { n: 1 }))).toBe('exists');
    });

    it('fails by its name where there is no such machine', async () => {
      const { executions } = await open();
      await expect(executions.start({ stateMachine: 'nowhere', name: 'one', input: {} })).rejects.toThrow(
        expect.objectContaining({ name: 'StateMachineDoesNotExist' }),
      );
    });

    it.each(['never-was', 'no arn'])('takes %s for no open execution', async (name) => {
      const { arnOf, isOpen } = await open();
      expect(await isOpen(name === 'no arn' ? name : arnOf(name))).toBe(false);
    });
  });

  describe(`Callbacks on ${adapter}`, () => {
    it('ends the task that waits for the token, and tells later answers that nobody waits', async () => {
      const { executions, callbacks, newestToken, arnOf, isOpen } = await open();
      await executions.start(triage('one'));
      const token = await newestToken();
      expect(await callbacks.succeed(token, { decision: 'approved' })).toBe(true);
      await expect.poll(() => isOpen(arnOf('one'))).toBe(false);
      expect(await callbacks.succeed(token, { decision: 'approved' })).toBe(false);
    });

    it('tells an answer that comes after the timeout that nobody waits', async () => {
      const { executions, callbacks, newestToken } = await open();
      await executions.start(triage('one'));
      expect(await callbacks.succeed(await newestToken(true), { decision: 'approved' })).toBe(false);
    });

    it('fails by its name for what is no token', async () => {
      const { callbacks } = await open();
      await expect(callbacks.succeed('no-token', {})).rejects.toThrow(
        expect.objectContaining({ name: 'InvalidToken' }),
      );
    });
  });
}
