import type { State } from './machine.ts';

/** What people call it. */
const kindNames: Readonly<Record<State['kind'], string>> = {
  Task: 'Task',
  Choice: 'Choice',
  Parallel: 'Parallel',
  Map: 'Map',
  Pass: 'Pass',
  Wait: 'Wait',
  Succeed: 'Succeed',
  Fail: 'Fail',
  action: 'Action',
  approval: 'Approval',
  notify: 'Notify',
  wait: 'Wait',
  choice: 'Choice',
  parallel: 'Parallel',
  forEach: 'For each',
  playbook: 'Playbook',
};

/** `Action · ec2.isolate-instance`. */
export const describeKind = ({ kind, detail }: Pick<State, 'kind' | 'detail'>): string =>
  detail === null ? kindNames[kind] : `${kindNames[kind]} · ${detail}`;
