import type { ShadowResult } from '../../../../core/api/playbooks.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import type { IconName } from '../../components/icon.tsx';
import { describeRule } from '../../plan/describe-rule.ts';
import { PlanView } from '../../plan/plan-view.tsx';
import { TargetName } from '../../plan/target-name.tsx';

/** What a rehearsal showed, step by step, each with its plan. */
export function ShadowOutcome({ result }: { readonly result: ShadowResult }) {
  const { triggered, status, steps } = result;
  return (
    <div className="stack">
      <p className={`banner ${triggered ? 'tone-info' : 'tone-warn'}`}>
        <span>
          {triggered
            ? 'Its trigger takes this finding.'
            : 'Its trigger does not take this finding: below is what it would do if it did.'}
        </span>
        <span>
          It would end as <strong>{status}</strong>.
        </span>
      </p>
      {steps.length === 0 && <p className="dim">No action would be planned.</p>}
      {steps.map((step) => (
        <Step key={step.step} step={step} />
      ))}
    </div>
  );
}

const looks: Readonly<Record<string, readonly [label: string, tone: Tone, icon: IconName]>> = {
  planned: ['Would be planned', 'info', 'circle'],
  applied: ['Would be applied', 'good', 'check'],
  denied: ['Would be denied', 'warn', 'dash'],
  failed: ['Would fail', 'bad', 'cross'],
};

function Step({ step }: { readonly step: ShadowResult['steps'][number] }) {
  const { action, target, status, plan } = step;
  const [label, tone, icon] = looks[status] ?? [status, 'calm', 'circle'];
  const why = describeRule(step);
  return (
    <section className="shadow-step">
      <header className="row">
        <h3>{step.step}</h3>
        <code>{action}</code>
        <Badge icon={icon} tone={tone}>
          {label}
        </Badge>
      </header>
      {target !== null && (
        <p>
          on <TargetName {...target} />
        </p>
      )}
      {why !== '' && <p className="small wrap-anywhere">{why}</p>}
      {plan !== null && (
        <details>
          <summary>Plan: what changes, and the exact calls</summary>
          <PlanView plan={plan} />
        </details>
      )}
    </section>
  );
}
