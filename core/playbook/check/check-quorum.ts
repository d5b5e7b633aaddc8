import { type Path, toPointer } from '../../json-pointer.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Playbook } from '../schema.ts';
import type { Check } from './check-playbook.ts';

/** Where both are said, as many people as have to say yes must be asked. The rest is the configuration's. */
export const checkQuorum: Check = ({ playbook, places }) => [
  ...findShortfall(playbook.approvals, ['approvals']),
  ...places.flatMap(({ step, path }) =>
    'approval' in step ? findShortfall(step.approval, [...path, 'approval']) : [],
  ),
];

function findShortfall(asking: Playbook['approvals'], path: Path): readonly Problem[] {
  const { approvers, quorum } = asking ?? {};
  const asked = new Set(approvers).size;
  if (approvers === undefined || quorum === undefined || quorum <= asked) return [];
  return [
    {
      pointer: toPointer([...path, 'quorum']),
      message: `is more than the ${asked} approvers who are asked`,
      value: quorum,
      remedy: 'name more approvers, or ask for fewer answers',
    },
  ];
}
