import type { Clock } from '../../core/ports/clock.ts';
import type { ClientScope } from '../../tasks/aws-clients.ts';
import type { AccountStore } from './account-store.ts';
import type { CommandHandler, CommandTable, Service } from './command.ts';
import { createContext, NotSimulated } from './command.ts';
import { autoscalingCommands } from './autoscaling/autoscaling-commands.ts';
import { ec2Commands } from './ec2/ec2-commands.ts';
import { ec2Error } from './ec2/ec2-error.ts';
import { elbCommands } from './elb/elb-commands.ts';
import { elbv2Commands } from './elbv2/elbv2-commands.ts';
import { guarddutyCommands } from './guardduty/guardduty-commands.ts';
import { iamCommands } from './iam/iam-commands.ts';
import { lambdaCommands } from './lambda/lambda-commands.ts';
import { s3Commands } from './s3/s3-commands.ts';
import { s3controlCommands } from './s3/account-public-access.ts';
import { securityhubCommands } from './securityhub/securityhub-commands.ts';

/** One call, as hooks see it. */
export interface Call {
  readonly scope: ClientScope;
  readonly service: Service;
  /** Such as `CreateSecurityGroup`. */
  readonly command: string;
  readonly input: object;
  readonly mutates: boolean;
}

/**
 * Called before each call and again after it. What it throws rejects the call: `before`, nothing has
 * happened; `after`, the change is committed and only the answer is lost.
 */
export type CallHook = (call: Call, phase: 'before' | 'after') => void | Promise<void>;

interface AnswerConfig {
  readonly store: AccountStore;
  readonly clock: Clock;
  readonly snapshotMs: number;
  readonly onCall: CallHook | undefined;
}

/** What the simulated accounts answer, by service and command. */
export const commandTables: Readonly<Record<Service, CommandTable>> = {
  ec2: ec2Commands,
  iam: iamCommands,
  s3: s3Commands,
  securityhub: securityhubCommands,
  guardduty: guarddutyCommands,
  autoscaling: autoscalingCommands,
  elb: elbCommands,
  elbv2: elbv2Commands,
  lambda: lambdaCommands,
  s3control: s3controlCommands,
};

/** The simulated accounts' side of `client.send`. */
export function createAnswer({ store, clock, snapshotMs, onCall }: AnswerConfig) {
  let answered = 0;

  function metadata() {
    answered += 1;
    const requestId = `00000000-0000-4000-8000-${answered.toString(16).padStart(12, '0')}`;
    return { httpStatusCode: 200, requestId, attempts: 1, totalRetryDelay: 0 };
  }

  function carryOut(handler: CommandHandler, call: Call): object | Promise<object> {
    const now = clock.now();
    const context = createContext(store, call.scope, { now, snapshotMs });
    if (!handler.mutates) return handler.run(call.input, context);
    return store.write(() => {
      const output = handler.run(call.input, context);
      store.log({ at: now, ...call.scope, service: call.service, command: call.command, input: call.input });
      return output;
    });
  }

  return async function answer(service: Service, scope: ClientScope, sent: object): Promise<object> {
    const command = sent.constructor.name.replace(/Command$/, '');
    const handler = findHandler(service, command);
    const input = 'input' in sent && sent.input ? sent.input : {};
    checkInput(handler, input, `${service} ${command}`);
    const call: Call = { scope, service, command, input, mutates: handler.mutates };
    await onCall?.(call, 'before');
    const output = await carryOut(handler, call);
    await onCall?.(call, 'after');
    return { ...output, $metadata: metadata() };
  };
}

function findHandler(service: Service, command: string): CommandHandler {
  const table = commandTables[service];
  const handler = Object.hasOwn(table, command) ? table[command] : undefined;
  if (handler) return handler;
  const known = Object.keys(table).toSorted().join(', ');
  throw new NotSimulated(`the simulated account does not answer ${service} ${command}; it answers: ${known}`);
}

function checkInput(handler: CommandHandler, input: object, name: string): void {
  for (const [field, value] of Object.entries(input)) {
    if (value !== undefined && !handler.accepts.has(field)) {
      const known = [...handler.accepts].join(', ');
      throw new NotSimulated(
        `the simulated account does not know field '${field}' of ${name}; it knows: ${known}`,
      );
    }
  }
  if ('DryRun' in input && input.DryRun === true) {
    throw ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
  }
}
