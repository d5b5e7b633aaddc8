import { toPointer } from '../../json-pointer.ts';
import type { Check } from './check-playbook.ts';

/** An action that is said to be missing is: else the playbook would leave undone what it could do. */
export const checkMissingActions: Check = ({ playbook: { missingActions = [] }, catalog }) =>
  missingActions.flatMap((value, index) =>
    catalog.has(value)
      ? [
          {
            pointer: toPointer(['missingActions', index]),
            message: 'is in the catalog',
            value,
            remedy: 'use it in a step',
          },
        ]
      : [],
  );
