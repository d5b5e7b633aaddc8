/** Where functions put what they measure, and under which dimension: one, so that a metric is billed once. */
export const metricNamespace = 'Tourniquet';
export const metricDimension = { service: 'tourniquet' } as const;

/**
 * What functions measure. `infra/` makes alarms and the dashboard of these. Each costs $0.30 a month where it is told all
 * the time, so counts are told when there is something to count, and only the sweeper's every minute.
 */
export const metrics = {
  /** By intake: findings whose triage was started. */
  FindingsTakenIn: 'Count',
  /**
   * What became a dead letter, a figure for each queue: whoever writes logs can keep the first one's alarm on with broken
   * records, and must not hide by it that findings fail.
   */
  IngestionDeadLetters: 'Count',
  ProcessingDeadLetters: 'Count',
  /** By Deduplicate. */
  IncidentsOpened: 'Count',
  IncidentsWorsened: 'Count',
  /** By the end of a response: what it came to. */
  Contained: 'Count',
  PartiallyContained: 'Count',
  NotContained: 'Count',
  /** From the first finding of an incident until it was contained the first time. */
  ContainmentTime: 'Seconds',
  /** By the action runner. */
  ActionsApplied: 'Count',
  ActionsDenied: 'Count',
  ActionsFailed: 'Count',
  /** By Deliver: attempts to send a message that failed. */
  MessagesUnsent: 'Count',
  /** By the sweeper: how long the oldest alert, response or message has been due. Told each minute, 0 where none is. */
  OldestOpenWork: 'Seconds',
  /** By the sweeper: questions that nobody has answered, and pairs of account and action that are shut. */
  QuestionsWaiting: 'Count',
  BudgetsShut: 'Count',
  /** By the sweeper: targets that an attempt left in a dangerous state half-way. */
  TargetsExposed: 'Count',
} as const satisfies Readonly<Record<string, 'Count' | 'Seconds'>>;

export type Metric = keyof typeof metrics;
export type Measures = Readonly<Partial<Record<Metric, number>>>;
