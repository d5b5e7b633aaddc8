import type { Target } from '../../../core/plan.ts';

/** What an action is about, and where that is. */
export const TargetName = ({ id, kind, account, region }: Target) => (
  <span className="wrap-anywhere">
    <code>{id}</code>{' '}
    <span className="dim small">
      {kind} · {account} · {region}
    </span>
  </span>
);
