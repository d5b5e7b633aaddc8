import type {
  AnswerResult,
  ApprovalDetail,
  ApprovalQuery,
  ApprovalView,
} from '../../../core/api/approvals.ts';
import type {
  ExecutionDetail,
  ExecutionEvent,
  ExecutionId,
  ExecutionQuery,
  ExecutionSummary,
  HistoryQuery,
  StateMachineView,
} from '../../../core/api/executions.ts';
import type {
  IncidentDetail,
  IncidentFilter,
  IncidentSummary,
  RespondResult,
  UndoResult,
} from '../../../core/api/incidents.ts';
import type { DeadLetterDetail, DeadLetterQuery, DeadLetterView } from '../../../core/api/dead-letters.ts';
import type { Controls, MessageView, Overview } from '../../../core/api/overview.ts';
import type { Paged } from '../../../core/api/paging.ts';
import type {
  ExampleEntry,
  PlaybookDetail,
  PlaybookSummary,
  ShadowResult,
  ValidationResult,
} from '../../../core/api/playbooks.ts';
import type { Session, SignIn } from '../../../core/api/session.ts';

/** An address of the API, and the type of what it answers (`answer` is never there). */
export interface Endpoint<Answer> {
  readonly path: string;
  readonly answer?: Answer;
}

/** A list that comes whole. */
type Whole<Item> = Pick<Paged<Item>, 'items'>;

type Query = Readonly<Record<string, string | number | undefined>>;

/** Addresses a route: every part of the path is encoded, what the query leaves out is left out. */
export function endpoint<Answer>(parts: readonly string[], query: Query = {}): Endpoint<Answer> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const path = ['/api', ...parts.map(encodeURIComponent)].join('/');
  return { path: search.size === 0 ? path : `${path}?${search.toString()}` };
}

/** The same address with one more field in its query. */
export const withQuery = <Answer>(
  { path }: Endpoint<Answer>,
  name: string,
  value: string,
): Endpoint<Answer> => ({
  path: `${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`,
});

const incident = (id: string, ...rest: string[]) => ['incidents', id, ...rest];
const execution = ({ machine, name }: ExecutionId, ...rest: string[]) => [
  'executions',
  machine,
  name,
  ...rest,
];

export const endpoints = {
  session: endpoint<Session>(['session']),
  signIn: endpoint<SignIn>(['sign-in']),
  controls: endpoint<Controls>(['controls']),
  pause: endpoint<Controls>(['controls', 'pause']),
  resume: endpoint<Controls>(['controls', 'resume']),
  overview: (days: number) => endpoint<Overview>(['overview'], { days }),
  deadLetters: (state: DeadLetterQuery['state']) =>
    endpoint<Paged<DeadLetterView>>(['dead-letters'], { state }),
  deadLetter: (id: string) => endpoint<DeadLetterDetail>(['dead-letters', id]),
  redriveLetter: (id: string) => endpoint<DeadLetterView>(['dead-letters', id, 'redrive']),
  dropLetter: (id: string) => endpoint<DeadLetterView>(['dead-letters', id, 'drop']),
  messages: endpoint<Paged<MessageView>>(['messages']),

  incidents: (filter: IncidentFilter & { limit?: number }) =>
    endpoint<Paged<IncidentSummary>>(['incidents'], filter),
  incidentsCsv: (filter: IncidentFilter) => endpoint<never>(['incidents.csv'], filter),
  incident: (id: string) => endpoint<IncidentDetail>(incident(id)),
  report: (id: string, format: 'md' | 'json') => endpoint<never>(incident(id, `report.${format}`)),
  undo: (id: string, action?: string) => endpoint<UndoResult>(incident(id, 'undo'), { action }),
  respond: (id: string) => endpoint<RespondResult>(incident(id, 'respond')),

  approvals: (state: ApprovalQuery['state']) => endpoint<Paged<ApprovalView>>(['approvals'], { state }),
  approval: (id: string) => endpoint<ApprovalDetail>(['approvals', id]),
  answer: (id: string) => endpoint<AnswerResult>(['approvals', id, 'answer']),

  stateMachines: endpoint<Paged<StateMachineView>>(['state-machines']),
  executions: (query: Partial<ExecutionQuery>) => endpoint<Paged<ExecutionSummary>>(['executions'], query),
  execution: (id: ExecutionId) => endpoint<ExecutionDetail>(execution(id)),
  history: (id: ExecutionId, query: Partial<HistoryQuery>) =>
    endpoint<Paged<ExecutionEvent>>(execution(id, 'history'), query),
  redrive: (id: ExecutionId) => endpoint<unknown>(execution(id, 'redrive')),

  playbooks: endpoint<Whole<PlaybookSummary>>(['playbooks']),
  playbook: (id: string) => endpoint<PlaybookDetail>(['playbooks', id]),
  playbookSchema: endpoint<Readonly<Record<string, unknown>>>(['playbooks', 'schema.json']),
  validate: endpoint<ValidationResult>(['playbooks', 'validate']),
  shadowRun: endpoint<ShadowResult>(['playbooks', 'shadow-run']),

  examples: endpoint<Whole<ExampleEntry>>(['examples']),
  findings: endpoint<{ readonly findings: readonly unknown[]; readonly rejected: readonly string[] }>([
    'findings',
  ]),
} as const;
