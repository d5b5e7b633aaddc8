import type { ActionSpec } from '../../action-spec.ts';
import type { ResourceKind } from '../../finding.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { ChosenType } from './choose-type.ts';
import { kindOfAction } from './choose-action.ts';

export interface SkeletonParts {
  readonly id: string;
  readonly type: ChosenType;
  /** The resource that findings of the type are about. */
  readonly kind: ResourceKind;
  /** Null: it only tells people. */
  readonly action: ActionSpec | null;
}

/** `close-bucket` → `Close bucket`. */
const nameOf = (id: string): string => {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A playbook to start from: it answers one kind of finding with one step, and asks before it acts. */
export function makeSkeleton({ id, type, kind, action }: SkeletonParts): JsonObject {
  const needed = (action === null ? null : kindOfAction(action)) ?? kind;
  return {
    id,
    name: nameOf(id),
    description: 'Say what it does, for which findings, and why that is the right thing to do.',
    mode: 'approve',
    trigger: {
      finding: { type: [type.pattern as Json], resources: { kind: [needed] } },
      risk: { score: [{ numeric: ['>=', 70] }] },
    },
    steps: [action === null ? tell : contain(action)],
  };
}

const contain = ({ id, guide }: ActionSpec): JsonObject => ({
  id: 'contain',
  action: id,
  with: guide.example,
});

const tell: JsonObject = {
  id: 'tell',
  notify: { message: "{% $finding.title & ': say here what people should do' %}" },
};
