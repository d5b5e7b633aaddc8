import type { State, StepKind } from '../machine.ts';
import { partsOf } from './state-names.ts';

/** Which phase only one kind of step has, the telling ones first. */
const KINDS: readonly (readonly [phase: string, kind: StepKind])[] = [
  ['Apply', 'action'],
  ['Due', 'approval'],
  ['Notify', 'notify'],
  ['Choose', 'choice'],
  ['Branches', 'parallel'],
  ['Each', 'forEach'],
  ['Run', 'playbook'],
  ['Wait', 'wait'],
];

/** What a step is and does, told by the states that it became. */
export function describeStep(members: readonly State[]): Pick<State, 'kind' | 'detail' | 'condition'> {
  const phases = new Map(members.map((member) => [partsOf(member.id).phase, member]));
  const condition = phases.get('When')?.ways.find(({ label }) => label !== null)?.label ?? null;
  for (const [phase, kind] of KINDS) {
    const state = phases.get(phase);
    if (state === undefined) continue;
    return { kind, detail: kind === 'approval' ? listSubjects(members) : state.detail, condition };
  }
  return describeLast(members, condition);
}

/** No step of a playbook: what the machine itself begins or ends with. */
function describeLast(members: readonly State[], condition: string | null) {
  const { kind = 'Pass', detail = null } = members.at(-1) ?? {};
  return { kind, detail, condition };
}

/** The steps that an approval is about: each is planned before the question. */
function listSubjects(members: readonly State[]): string {
  const planned = members.flatMap(({ id }) => /: Plan (.+)$/.exec(id)?.[1] ?? []);
  return `asks about ${planned.join(', ')}`;
}
