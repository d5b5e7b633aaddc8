import { html } from 'hono/html';
import type { Approval } from '../../../core/records/approvals.ts';
import type { AskedPlan } from '../../../core/records/asked-plans.ts';
import { isSamePerson } from '../../../core/same-person.ts';
import type { LinkedQuestion } from '../../approval-links/index.ts';
import { describeChange } from '../../describe-change.ts';
import { type Html, renderPage } from './page.ts';

/** What was typed into a form that was not taken; never the code. */
export interface Typed {
  readonly name?: string | undefined;
  readonly reason?: string | undefined;
}

interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Why the answer that was just given is not taken. */
  readonly error: string | null;
  readonly typed: Typed;
}

/** The question, with all that one should know before one answers; the form while there is something to answer. */
export function renderQuestion(nonce: string, question: LinkedQuestion, moment: Moment): Html {
  const { now, error } = moment;
  const { approval, incident, plans } = question;
  const state = stateOf(question, now);
  const body = html` <h1>${approval.message}</h1>
    ${incident === null ? '' : html`<p class="dim">${incident.type} on ${incident.resource.id}, account ${incident.account}, ${incident.region} · risk ${incident.risk.score} (${incident.risk.level}) · seen since ${time(incident.firstSeen)}</p>`}
    ${error === null ? '' : html`<p class="banner" role="alert">${error}</p>`}
    ${state === 'open' ? '' : states[state](question)} ${plans.map(renderPlan)}
    ${state === 'open' ? renderForm(question, moment) : ''}
    <p class="dim">
      Asked by playbook ${approval.run.playbook}, step ${approval.step}, for ${approval.run.incident}.
    </p>`;
  return renderPage(nonce, approval.message, body);
}

type State = 'open' | 'decided' | 'late' | 'answered' | 'dead';

function stateOf({ approval, approver, triesLeft }: LinkedQuestion, now: number): State {
  if (approval.decision !== null) return approval.decision.decision === 'expired' ? 'late' : 'decided';
  if (now >= Date.parse(approval.deadline)) return 'late';
  if (approval.answers.some(({ by }) => isSamePerson(by, approver))) return 'answered';
  return triesLeft === 0 ? 'dead' : 'open';
}

/** Why there is nothing to answer. */
const states: Readonly<Record<Exclude<State, 'open'>, (question: LinkedQuestion) => Html>> = {
  decided: ({ approval }) => notice(describeDecision(approval)),
  late: ({ approval }) => notice(`Nobody answered by ${time(approval.deadline)}, so the answer is no.`),
  answered: ({ approval }) =>
    notice(`Your answer is counted. ${missing(approval)} to say yes by ${time(approval.deadline)}.`),
  dead: () => notice('Too many wrong codes: this link is dead. The next reminder brings a new one.'),
};

const notice = (text: string): Html => html`<p class="banner" role="status">${text}</p>`;

function describeDecision({ decision }: Approval): string {
  if (decision === null) return '';
  const what = decision.decision === 'approved' ? 'Approved' : 'Rejected';
  return `${what} by ${decision.by} at ${time(decision.at)}${decision.reason ? `: ${decision.reason}` : '.'}`;
}

function missing({ quorum, answers }: Approval): string {
  const left = quorum - answers.length;
  return left === 1 ? 'One more person has' : `${left} more people have`;
}

function describeLeft(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function renderForm({ approval, approver }: LinkedQuestion, { now, typed }: Moment): Html {
  const { deadline, quorum } = approval;
  return html`<form class="card" method="post">
    ${noDefault}
    <h2>Your answer${approver === null ? '' : `, ${approver}`}</h2>
    <p class="dim">
      Until ${time(deadline)} (${describeLeft(Date.parse(deadline) - now)}); without an answer it is
      no.${quorum > 1 ? ` ${missing(approval)} to say yes.` : ''}
    </p>
    <label for="code">Code from the message</label>
    <input
      class="code"
      id="code"
      name="code"
      required
      maxlength="16"
      autocomplete="one-time-code"
      autocapitalize="characters"
      spellcheck="false"
    />
    ${approver === null ? html`<label for="name">Your name</label><input id="name" name="name" required maxlength="64" autocomplete="name" value="${typed.name ?? ''}" />` : ''}
    <label for="reason">Why (optional)</label>
    <textarea id="reason" name="reason" rows="2" maxlength="500">${typed.reason ?? ''}</textarea>
    <div class="answers">
      <button class="no" name="decision" value="rejected">Reject</button>
      <button class="yes" name="decision" value="approved">Approve</button>
    </div>
  </form>`;
}

/**
 * Enter presses a form's first button, and so would decide by a slip of the thumb, the wrong way as likely as not. That
 * one is disabled, and presses nothing.
 * @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#implicit-submission
 */
const noDefault = html`<button disabled hidden></button>`;

function renderPlan({ plan, cautions }: AskedPlan): Html {
  const { action, target, blastRadius, calls } = plan;
  const changes = describeChange(plan);
  return html`<section class="card">
    <h2>${action} on ${target.id}</h2>
    <p class="dim">account ${target.account}, ${target.region}</p>
    <p>${blastRadius.summary}</p>
    ${list(
      'Mind before you answer',
      cautions.map(({ reason }) => reason),
    )}
    ${list(
      'Also felt by',
      blastRadius.affected.map(({ kind, id, why }) => `${kind} ${id}: ${why}`),
    )}
    ${list('What it will not stop', blastRadius.limits)}
    ${
      changes.length === 0
        ? ''
        : html`<h3>What changes</h3>
            <dl>
              ${changes.map(
                ({ path, before, after }) =>
                  html`<dt>${path}</dt>
                    <dd>
                      <code class="old">${before ?? '–'}</code> → <code class="new">${after ?? '–'}</code>
                    </dd>`,
              )}
            </dl>`
    }
    <details>
      <summary>${calls.length} API ${calls.length === 1 ? 'call' : 'calls'}</summary>
      ${calls.map(({ service, command, input }) => html`<pre tabindex="0">${service} ${command} ${JSON.stringify(input, null, 2)}</pre>`)}
    </details>
  </section>`;
}

const list = (title: string, items: readonly string[]): Html | string =>
  items.length === 0
    ? ''
    : html`<h3>${title}</h3>
        <ul>
          ${items.map((item) => html`<li>${item}</li>`)}
        </ul>`;

/** 2026-11-20 14:05 UTC */
const time = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
