import { useState } from 'react';
import type { ActionView, IncidentDetail } from '../../../../core/api/incidents.ts';
import { useMay } from '../../api/session.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/page.tsx';
import { ActionStatus, Verified } from '../../components/status.tsx';
import { Time } from '../../components/time.tsx';
import { describeRule } from '../../plan/describe-rule.ts';
import { PlanView } from '../../plan/plan-view.tsx';
import { TargetName } from '../../plan/target-name.tsx';
import { UndoDialog } from './undo-dialog.tsx';

/** What was done or would have been, with what re-reading the account showed. */
export function Actions({ incident }: { readonly incident: IncidentDetail }) {
  const [undoes, setUndoes] = useState<string | null>(null);
  const { actions, id } = incident;
  const onUndo = useMay('responder') ? setUndoes : null;
  return (
    <Card aside={<Tally actions={actions} />} title="Actions">
      {actions.length === 0 && <p className="dim">No playbook has planned any.</p>}
      {actions.map((action) => (
        <Action
          action={action}
          key={`${action.revision} ${action.playbook} ${action.step}`}
          onUndo={onUndo}
        />
      ))}
      {undoes !== null && <UndoDialog action={undoes} incident={id} onClose={() => setUndoes(null)} />}
    </Card>
  );
}

function Tally({ actions }: Pick<IncidentDetail, 'actions'>) {
  const held = actions.filter((action) => action.held).length;
  return held === 0 ? null : <span className="dim small">{held} held by this incident now</span>;
}

interface ActionProps {
  readonly action: ActionView;
  /** Null: this person may not undo. */
  readonly onUndo: ((action: string) => void) | null;
}

function Action({ action, onUndo }: ActionProps) {
  const { target, plan, held } = action;
  const why = describeRule(action);
  return (
    <article className="action">
      <div className="action-head">
        <h3>{action.action}</h3>
        <ActionStatus {...action} />
        <Verified {...action} />
        {held && (
          <Badge icon="shield" title="The ledger holds it: it can be put back" tone="info">
            held
          </Badge>
        )}
        {held && onUndo !== null && (
          <Button icon="undo" onClick={() => onUndo(action.action)}>
            Undo…
          </Button>
        )}
      </div>
      <p className="action-about">
        {target === null ? 'Nobody could say on what' : <TargetName {...target} />}
      </p>
      {why !== '' && <p className="action-about wrap-anywhere">{why}</p>}
      <p className="dim small">
        {action.playbook}, step {action.step}
        {action.revision > 1 && `, revision ${action.revision}`} · planned <Time at={action.firstPlannedAt} />
      </p>
      {plan !== null && (
        <details>
          <summary>Plan: what changes, and the exact calls</summary>
          <PlanView plan={plan} />
        </details>
      )}
    </article>
  );
}
