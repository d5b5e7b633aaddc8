/** What a function may use of Tourniquet's own, and how it runs. */
export interface FunctionSpec {
  /** Of its code, in `tasks/`. */
  readonly entry: string;
  /** @default 256 MB */
  readonly memoryMb?: number;
  /** @default 30 */
  readonly timeoutSeconds?: number;
  readonly uses: readonly Use[];
  /**
   * With `accounts`: for what it enters them, as the purposes of its sessions begin; '' for anything. The responder role
   * gives it no more.
   */
  readonly enters?: string;
}

/**
 * - `table`: reads and writes the store
 * - `raw`: puts raw events
 * - `originals`: reads raw events
 * - `evidence`: puts what a response came to
 * - `triage`, `response`: starts that machine
 * - `runs`: asks whether an execution still runs
 * - `answer`: answers tasks that wait for their token
 * - `publish`: sends messages to people
 * - `review`: lists, reads and redrives executions
 * - `release`: asks the function that releases incidents
 * - `letters`: asks the function that tries dead letters again
 * - `people`: knows where people sign in, and by which address they come
 * - `custom-actions`: makes actions in Security Hub's menu
 * - `lake`: puts rows into the lake
 * - `drops`: reads log files that were dropped
 * - `copy`: reads the incidents, and puts the lake's copy of them
 * - `machines`: knows how machines are called
 * - `accounts`: enters the accounts through the responder role
 * - `feeds`: reads threat lists, of which files lie beside the code and objects stay where they are
 * - `config`, `library`, `rules`, `shelf`, `countries`: files beside the code
 */
export type Use =
  | 'table'
  | 'raw'
  | 'originals'
  | 'evidence'
  | 'triage'
  | 'response'
  | 'runs'
  | 'answer'
  | 'publish'
  | 'review'
  | 'release'
  | 'letters'
  | 'people'
  | 'accounts'
  | 'custom-actions'
  | 'lake'
  | 'drops'
  | 'copy'
  | 'machines'
  | 'feeds'
  | 'config'
  | 'library'
  | 'rules'
  | 'shelf'
  | 'countries';

const acting: Omit<FunctionSpec, 'entry'> = {
  uses: ['table', 'runs', 'accounts', 'config'],
  memoryMb: 512,
  // An action's steps each have a lease of their own; the states that call them wait no longer.
  timeoutSeconds: 300,
};
const runner = (service: string): FunctionSpec => ({
  ...acting,
  entry: `actions/${service}`,
  enters: `${service}.`,
});
const plain = (entry: string, ...uses: readonly Use[]): FunctionSpec => ({ entry, uses: ['table', ...uses] });

/** Every function that the state machines call, by the placeholder that stands for it there. */
export const workflowFunctions = {
  EnrichFunction: {
    ...plain('enrich', 'accounts', 'config', 'countries', 'feeds'),
    enters: 'enrich',
    memoryMb: 512,
  },
  ScoreFunction: plain('score', 'config'),
  DeduplicateFunction: plain('deduplicate', 'config'),
  StoreFunction: plain('store'),
  EscalateFunction: plain('escalate', 'config'),
  SelectPlaybooksFunction: plain('select-playbooks', 'library'),
  DeadLetterFunction: plain('dead-letter'),
  OpenResponseFunction: plain('open-response', 'machines'),
  CloseResponseFunction: plain('close-response', 'evidence'),
  WriteBackFunction: { ...plain('write-back', 'accounts', 'config'), enters: 'write-back' },
  BeginPlaybookFunction: plain('begin-playbook', 'config', 'library'),
  EndPlaybookFunction: plain('end-playbook'),
  AskFunction: plain('ask', 'answer', 'config'),
  NotifyFunction: plain('notify'),
  RollbackFunction: { ...acting, entry: 'rollback', enters: '' },
  ActionsEc2Function: runner('ec2'),
  ActionsGeneralFunction: runner('general'),
  ActionsGuarddutyFunction: runner('guardduty'),
  ActionsIamFunction: runner('iam'),
  ActionsLambdaFunction: runner('lambda'),
  ActionsS3Function: runner('s3'),
  ActionsSecurityhubFunction: runner('securityhub'),
} as const satisfies Readonly<Record<string, FunctionSpec>>;

/** What events, streams and schedules call. */
export const otherFunctions = {
  IntakeFunction: plain('intake', 'raw', 'triage'),
  SweepFunction: { ...plain('sweep', 'response', 'config', 'library', 'rules'), timeoutSeconds: 120 },
  DeliverFunction: plain('deliver', 'publish'),
  // The one that the internet reaches: it enters no account.
  ApiFunction: {
    ...plain(
      'api',
      'raw',
      'triage',
      'response',
      'answer',
      'review',
      'release',
      'letters',
      'people',
      'library',
      'shelf',
    ),
    memoryMb: 512,
  },
  ReleaseFunction: { ...acting, entry: 'release-incident', enters: '' },
  /** The API does, and `tourniquet dlq --account aws`. It is the only one that reads what arrived. */
  RedriveLetterFunction: {
    ...plain('redrive-letter', 'raw', 'originals', 'triage', 'lake', 'rules', 'config', 'countries', 'feeds'),
    memoryMb: 1024,
    timeoutSeconds: 120,
  },
  /** The data stream does, where `deploy.stream` asks for it. */
  IngestStreamFunction: {
    ...plain('ingest-stream', 'raw', 'triage', 'lake', 'rules', 'config', 'countries', 'feeds'),
    memoryMb: 1024,
    timeoutSeconds: 60,
  },
  /** API Gateway does, for writers who sign, where `deploy.stream.http` asks for it; it waits no longer than this. */
  IngestEventsFunction: {
    ...plain('ingest-events', 'raw', 'triage', 'lake', 'rules', 'config', 'countries', 'feeds'),
    memoryMb: 1024,
    timeoutSeconds: 29,
  },
  /** A queue does, of files that were dropped, where `deploy.stream` asks for it. Each takes as long as it is long. */
  IngestDropsFunction: {
    ...plain('ingest-drops', 'raw', 'triage', 'lake', 'drops', 'rules', 'config', 'countries', 'feeds'),
    memoryMb: 1024,
    timeoutSeconds: 300,
  },
  /** A schedule does, where `deploy.stream` asks for the lake. */
  CopyIncidentsFunction: { entry: 'copy-incidents', uses: ['copy'], memoryMb: 512, timeoutSeconds: 300 },
  /** CloudFormation does, where `deploy.customAction` asks for it. */
  CustomActionFunction: { entry: 'custom-action', uses: ['custom-actions'] },
} as const satisfies Readonly<Record<string, FunctionSpec>>;

export type WorkflowFunction = keyof typeof workflowFunctions;
export type OtherFunction = keyof typeof otherFunctions;

export const functions: Readonly<Record<WorkflowFunction | OtherFunction, FunctionSpec>> = {
  ...workflowFunctions,
  ...otherFunctions,
};
