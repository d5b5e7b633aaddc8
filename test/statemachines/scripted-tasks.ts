import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Json } from '../../core/json.ts';
import {
  ActionRequest,
  type ApplyReply,
  AskRequest,
  type BeginReply,
  BeginRequest,
  type DecideReply,
  type Decision,
  EndRequest,
  MAX_DRIFTS,
  type Mode,
  NotifyRequest,
  PlanReply,
  RollbackRequest,
  type VerifyReply,
} from '../../core/playbook/protocol.ts';
import { type HistoryEvent, type InvokeTask, runStateMachine } from '../../runtime/asl/index.ts';
import { createManualClock } from '../support/manual-clock.ts';

type RequestOf<P extends ActionRequest['phase']> = Extract<ActionRequest, { phase: P }>;

/** What tasks answer. Each may throw `{ error, cause }`; what is left out behaves as the real task would. */
export interface Script {
  /** Of the playbook that runs this one. */
  readonly cap?: Mode;
  /** The steps that led to this one, where another playbook runs it. */
  readonly within?: string;
  readonly begin?: Partial<BeginReply>;
  readonly plan?: (request: RequestOf<'plan'>) => Partial<PlanReply>;
  readonly decide?: (request: RequestOf<'decide'>) => DecideReply;
  readonly apply?: (request: RequestOf<'apply'>) => ApplyReply;
  readonly verify?: (request: RequestOf<'verify'>) => VerifyReply;
  readonly fail?: (request: RequestOf<'fail'>) => void;
  /** Undefined: nobody answers until the time is out. */
  readonly ask?: (request: AskRequest) => Partial<Decision> | undefined;
  readonly notify?: (request: NotifyRequest) => void;
  readonly rollback?: () => void;
  /** The output of another playbook's execution. */
  readonly playbook?: (parameters: { readonly [key: string]: Json }) => Json;
}

export interface Played {
  readonly status: string;
  readonly output: unknown;
  readonly end: EndRequest | undefined;
  /** What was asked of tasks, in order: `plan isolate`, `ask ok`, `notify tell`, … */
  readonly calls: readonly string[];
  readonly requests: readonly ActionRequest[];
  readonly asked: readonly AskRequest[];
  readonly begun: readonly z.infer<typeof BeginRequest>[];
  /** What each step planned last. */
  readonly summaries: ReadonlyMap<string, string>;
  readonly states: readonly string[];
  /** The last value assigned to a variable, wherever. */
  readonly variable: (name: string) => unknown;
}

const finding: BeginReply['finding'] = {
  id: 'arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/f',
  aliases: [],
  source: 'guardduty',
  product: 'guardduty',
  origin: { via: 'file', account: null, trusted: true },
  type: 'Policy:S3/BucketAnonymousAccessGranted',
  title: 'A bucket is public',
  description: 'Anonymous access was granted.',
  severity: { label: 'HIGH', score: 80 },
  account: '111122223333',
  region: 'eu-west-1',
  partition: 'aws',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  count: 1,
  sample: false,
  archived: false,
  resources: [
    { kind: 's3-bucket', bucketName: 'logs' },
    { kind: 's3-bucket', bucketName: 'wages' },
  ],
  remotes: [],
  attack: { tactics: [], techniques: [] },
  provider: {},
  raw: 'raw/1',
};

const beginReply: BeginReply = {
  finding,
  incident: {
    id: 'inc-0123456789abcdef',
    revision: 1,
    status: { state: 'open' },
    occurrences: 1,
    firstSeen: '2026-01-01T00:00:00.000Z',
    lastSeen: '2026-01-01T00:00:00.000Z',
  },
  risk: { score: 85, level: 'HIGH', factors: [], weights: '1' },
  mode: 'auto',
};

/** Runs a playbook's machine on the engine, on a clock that jumps from timer to timer. */
export async function play(definition: unknown, script: Script = {}, playbook = 'worst'): Promise<Played> {
  const clock = createManualClock();
  const log = createLog();
  let ended = false;
  const running = runStateMachine({
    definition: fill(definition),
    input: {
      incident: beginReply.incident.id,
      revision: 1,
      playbook,
      ...(script.cap && { cap: script.cap }),
      ...(script.within && { within: script.within }),
    },
    executionName: `${beginReply.incident.id}-r1-${playbook}-0`,
    invokeTask: createTasks(script, log),
    clock,
    random: () => 0.5,
  }).finally(() => {
    ended = true;
  });
  const driving = clock.runUntil(() => ended);
  const result = await running;
  await driving;
  const { status, output, error, cause, history } = result;
  return {
    ...log,
    status: error === undefined ? status : `${status} ${error}: ${cause ?? ''}`,
    output: output === undefined ? undefined : JSON.parse(output),
    states: statesOf(history),
    variable: (name) => lastAssigned(history, name),
  };
}

/** ARNs for the placeholders; the name tells the tasks apart. */
function fill(definition: unknown): unknown {
  const text = JSON.stringify(definition)
    .replaceAll(/\$\{(\w+)Function\}/g, 'arn:aws:lambda:eu-west-1:111122223333:function:$1')
    .replaceAll(/\$\{(\w+)StateMachine\}/g, 'arn:aws:states:eu-west-1:111122223333:stateMachine:$1');
  return JSON.parse(text);
}

interface Log {
  readonly calls: string[];
  readonly requests: ActionRequest[];
  readonly begun: z.infer<typeof BeginRequest>[];
  readonly asked: AskRequest[];
  readonly summaries: Map<string, string>;
  end: EndRequest | undefined;
}

const createLog = (): Log => ({
  calls: [],
  requests: [],
  begun: [],
  asked: [],
  summaries: new Map(),
  end: undefined,
});

function createTasks(script: Script, log: Log): InvokeTask {
  return async ({ resource, parameters, signal }) => {
    const { FunctionName, Payload, ...rest } = parameters as { [key: string]: Json };
    if (resource.includes('startExecution')) {
      log.calls.push(`playbook ${String((rest['Input'] as { playbook: string }).playbook)}`);
      return { output: { Output: script.playbook?.(rest) ?? { status: 'succeeded' } } };
    }
    const name = (FunctionName as string).split(':').at(-1) ?? '';
    if (name === 'Ask') return { output: await ask(Payload, script, log, signal) };
    const handler = name.startsWith('Actions') ? runAction : handlers[name];
    if (!handler) throw new Error(`no task answers ${name}`);
    return { output: { ExecutedVersion: '1', StatusCode: 200, Payload: handler(Payload, script, log) } };
  };
}

type Handler = (payload: unknown, script: Script, log: Log) => Json;

const handlers: Record<string, Handler> = {
  BeginPlaybook: (payload, script, log) => {
    log.begun.push(BeginRequest.parse(payload));
    return { ...beginReply, ...script.begin } as unknown as Json;
  },
  Notify: (payload, script, log) => {
    const request = NotifyRequest.parse(payload);
    log.calls.push(`notify ${request.step}: ${request.message}`);
    script.notify?.(request);
    return null;
  },
  Rollback: (payload, script, log) => {
    RollbackRequest.parse(payload);
    log.calls.push('rollback');
    script.rollback?.();
    return { undone: [], left: [] };
  },
  EndPlaybook: (payload, _script, log) => {
    log.end = EndRequest.parse(payload);
    return { playbook: log.end.run.playbook, status: log.end.status };
  },
};

function runAction(payload: unknown, script: Script, log: Log): Json {
  const request = ActionRequest.parse(payload);
  log.calls.push(`${request.phase} ${request.step}`);
  log.requests.push(request);
  const reply = answer(request, script);
  if (request.phase === 'plan') log.summaries.set(request.step, (reply as PlanReply).summary);
  return reply as Json;
}

type Answers = { readonly [P in ActionRequest['phase']]: (request: RequestOf<P>, script: Script) => unknown };

const answers: Answers = {
  plan: (request, script) => PlanReply.parse({ ...planOf(request), ...script.plan?.(request) }),
  decide: (request, script) => script.decide?.(request) ?? decide(request),
  apply: (request, script) => script.apply?.(request) ?? { status: 'applied', result: { by: request.step } },
  verify: (request, script) => script.verify?.(request) ?? { verified: 'contained', reason: 'it is' },
  fail: (request, script) => script.fail?.(request) ?? null,
};

function answer(request: ActionRequest, script: Script): unknown {
  const answerPhase = answers[request.phase] as (request: ActionRequest, script: Script) => unknown;
  return answerPhase(request, script);
}

function planOf({ step, action, parameters }: RequestOf<'plan'>): PlanReply {
  const hash = createHash('sha256')
    .update(JSON.stringify([action, parameters]))
    .digest('hex');
  const target = { account: '111122223333', region: 'eu-west-1', kind: 'thing', id: step };
  return { hash, target, summary: `do ${action} for ${step}`, held: false };
}

/** As the real one weighs mode and approval. */
function decide({ mode, approval, plan, drifts = 0 }: RequestOf<'decide'>): DecideReply {
  if (mode === 'shadow') return { decision: 'record', rule: 'mode', reason: 'shadow' };
  if (drifts > MAX_DRIFTS) return { decision: 'deny', rule: 'drift', reason: `drifted ${drifts} times` };
  if (approval) {
    if (approval.decision !== 'approved') {
      return { decision: 'deny', rule: 'approval', reason: approval.decision };
    }
    const asked = approval.hashes.includes(plan);
    return {
      decision: asked ? 'apply' : 'ask',
      rule: 'approval',
      reason: asked ? 'approved' : 'another plan',
    };
  }
  return { decision: mode === 'approve' ? 'ask' : 'apply', rule: 'mode', reason: mode };
}

async function ask(payload: unknown, script: Script, log: Log, signal: AbortSignal): Promise<Json> {
  const request = AskRequest.parse(payload);
  log.calls.push(`ask ${request.step}`);
  log.asked.push(request);
  const answer = script.ask ? script.ask(request) : {};
  if (answer === undefined) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    throw new Error('nobody answered');
  }
  const approved = {
    decision: 'approved',
    by: 'anna',
    at: '2026-01-01T00:00:00.000Z',
    hashes: request.plans,
  };
  return { ...approved, ...answer } as Json;
}

function statesOf(history: readonly HistoryEvent[]): string[] {
  return history.flatMap((event) => ('stateEnteredEventDetails' in event ? [detail(event, 'name')] : []));
}

function detail(event: HistoryEvent, member: string): string {
  const { stateEnteredEventDetails } = event as unknown as {
    stateEnteredEventDetails: Record<string, string>;
  };
  return stateEnteredEventDetails[member] ?? '';
}

function lastAssigned(history: readonly HistoryEvent[], name: string): unknown {
  for (const event of [...history].reverse()) {
    const { stateExitedEventDetails } = event as unknown as {
      stateExitedEventDetails?: { assignedVariables?: Record<string, string> };
    };
    const text = stateExitedEventDetails?.assignedVariables?.[name];
    if (text !== undefined) return JSON.parse(text);
  }
  return undefined;
}
