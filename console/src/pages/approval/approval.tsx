import { Link, useParams } from 'wouter';
import type { ApprovalDetail } from '../../../../core/api/approvals.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { useNow } from '../../components/now.tsx';
import { Card, Page } from '../../components/page.tsx';
import { Severity } from '../../components/severity.tsx';
import { Loaded } from '../../components/states.tsx';
import { DecisionBadge } from '../../components/status.tsx';
import { PlanView } from '../../plan/plan-view.tsx';
import { AnswerForm } from './answer-form.tsx';
import { Answers } from './answers.tsx';
import { describeQuestion, describeQuorum } from './describe-question.ts';
import './approval.css';

const back = { href: '/approvals', label: 'Approvals' };

/** The question with all that one should know before one answers: the same as on the page of its link. */
export function ApprovalPage() {
  const { id } = useParams<{ id: string }>();
  const query = useAnswer(endpoints.approval(id));
  return (
    <Page
      back={back}
      lead={query.data && <DecisionBadge decision={query.data.decision} />}
      title={query.data?.message ?? 'Approval'}
    >
      <div className="approval">
        <Loaded lines={10} query={query}>
          {(approval) => <Question approval={approval} />}
        </Loaded>
      </div>
    </Page>
  );
}

function Question({ approval }: { readonly approval: ApprovalDetail }) {
  const { plannedActions, cautions, playbook, step, incident, revision } = approval;
  const state = describeQuestion(approval, useNow());
  return (
    <>
      <About approval={approval} />
      {!state.open && <output className="banner">{state.text}</output>}
      {plannedActions.map((plan) => (
        <Card key={plan.hash} title={`${plan.action} on ${plan.target.id}`}>
          <p className="dim small">
            {plan.target.kind}, account {plan.target.account}, {plan.target.region}
          </p>
          <Cautions reasons={cautions.filter((one) => one.plan === plan.hash).map(({ reason }) => reason)} />
          <PlanView plan={plan} />
        </Card>
      ))}
      {state.open && <AnswerForm id={approval.id} quorum={describeQuorum(approval)} until={state.until} />}
      <Answers answers={approval.answers} />
      <p className="dim small">
        Asked by playbook <Link href={`/playbooks/${playbook}`}>{playbook}</Link>, step {step}, for{' '}
        <Link href={`/incidents/${incident}`}>{incident}</Link>, revision {revision}
        {approval.approvers.length > 0 && `. Asked: ${approval.approvers.join(', ')}`}
        {approval.requester !== null && `. Requested by ${approval.requester}, who cannot approve it`}.
      </p>
    </>
  );
}

/** Why to think twice: others than the target would feel it. */
function Cautions({ reasons }: { readonly reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <div className="banner">
      <strong>Mind before you answer</strong>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}

function About({ approval: { about, incident } }: { readonly approval: ApprovalDetail }) {
  if (about === null) return <p className="dim">Its incident is gone.</p>;
  return (
    <div className="stack about">
      <p>
        <Link href={`/incidents/${incident}`}>{about.title}</Link>
      </p>
      <p className="dim row small">
        <Severity {...about.severity} /> <code>{about.type}</code>
        <span>
          {about.resource.kind} <code>{about.resource.id}</code>
        </span>
        <span>
          account {about.account}, {about.region}
        </span>
        <span>
          risk {about.risk.score} ({about.risk.level.toLowerCase()})
        </span>
      </p>
    </div>
  );
}
