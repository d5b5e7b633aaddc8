import type { UndoResult } from '../../../core/api/incidents.ts';
import type { Target } from '../../../core/plan.ts';
import type { ReleaseIncident } from '../../release-incident/index.ts';

interface Left {
  readonly action: string;
  readonly target: Target;
  readonly why: string;
}

const viewLeft = ({ action, target, why }: Left) => ({ action, target, reason: why });

/** What a release did. */
export const viewRelease = (done: Awaited<ReturnType<ReleaseIncident['release']>>): UndoResult => ({
  undone: [...done.undone],
  left: done.left.map(viewLeft),
  held: [...done.held],
  released: done.released,
  calls: [],
});

/** What a release would do. */
export const viewRehearsal = (tried: Awaited<ReturnType<ReleaseIncident['rehearse']>>): UndoResult => ({
  undone: tried.undone.map(({ action, target }) => ({ action, target })),
  left: tried.left.map(viewLeft),
  held: [...tried.held],
  released: tried.released,
  calls: tried.undone.map(({ action, target, calls }) => ({ action, target, calls: [...calls] })),
});
