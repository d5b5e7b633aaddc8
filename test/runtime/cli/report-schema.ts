import * as z from 'zod';

/** `run --json` as it is promised to other programs; every field named, no other allowed. */
const time = z.iso.datetime();
const target = z.strictObject({ account: z.string(), region: z.string(), kind: z.string(), id: z.string() });

const plan = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  action: z.string(),
  version: z.int(),
  target,
  parameters: z.record(z.string(), z.json()),
  calls: z
    .array(
      z.strictObject({ service: z.string(), command: z.string(), input: z.record(z.string(), z.json()) }),
    )
    .min(1),
  before: z.json(),
  after: z.json(),
  blastRadius: z.strictObject({
    summary: z.string(),
    affected: z.array(
      z.strictObject({
        kind: z.string(),
        id: z.string(),
        why: z.string(),
        more: z.int().min(1).optional(),
        aside: z.literal(true).optional(),
      }),
    ),
    limits: z.array(z.string()),
  }),
  held: z.boolean(),
});

const action = z.strictObject({
  playbook: z.string(),
  step: z.string(),
  action: z.string(),
  target: target.nullable(),
  status: z.enum(['planned', 'denied', 'applied', 'undone', 'failed']),
  verified: z.enum(['contained', 'partial', 'not']).nullable(),
  rule: z.string().nullable(),
  reason: z.string().nullable(),
  plan: plan.nullable(),
});

const approval = z.strictObject({
  id: z.string(),
  playbook: z.string(),
  step: z.string(),
  message: z.string(),
  plans: z.array(z.string()).min(1),
  seen: z.array(
    z.strictObject({
      plan: z.string(),
      cautions: z.array(z.strictObject({ id: z.string(), others: z.int().min(1), reason: z.string() })),
      blastRadius: plan.shape.blastRadius,
      digest: z.string(),
    }),
  ),
  askedAt: time,
  deadline: time,
  asks: z.int(),
  approvers: z.array(z.string()),
  quorum: z.int().min(1),
  requester: z.string().nullable(),
  answers: z.array(
    z.strictObject({
      by: z.string(),
      decision: z.enum(['approved', 'rejected']),
      at: time,
      reason: z.string().optional(),
      from: z.strictObject({ via: z.string() }).optional(),
    }),
  ),
  decision: z
    .strictObject({
      decision: z.enum(['approved', 'rejected', 'expired']),
      by: z.string(),
      at: time,
      reason: z.string().optional(),
      hashes: z.array(z.string()),
    })
    .nullable(),
});

const risk = z.strictObject({
  score: z.number(),
  level: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  factors: z.array(z.strictObject({ name: z.string(), points: z.number(), reason: z.string() })).min(1),
  weights: z.string(),
});

export const incidentSchema = z.strictObject({
  id: z.string().regex(/^inc-[0-9a-f]{16}$/),
  status: z.enum([
    'open',
    'awaiting-approval',
    'contained',
    'partially-contained',
    'not-contained',
    'released',
    'resolved',
  ]),
  reason: z.string().nullable(),
  title: z.string(),
  type: z.string(),
  account: z.string(),
  region: z.string(),
  resource: z.strictObject({ kind: z.string(), id: z.string() }),
  severity: z.strictObject({ label: z.string(), score: z.number() }),
  occurrences: z.int().min(1),
  revision: z.int().min(1),
  firstSeen: time,
  lastSeen: time,
  findings: z.array(z.string()).min(1),
  risk,
  playbooks: z.array(
    z.strictObject({
      id: z.string(),
      status: z.enum(['running', 'succeeded', 'shadowed', 'partial', 'rejected', 'failed', 'rolled-back']),
      mode: z.enum(['shadow', 'approve', 'auto']),
    }),
  ),
  actions: z.array(action),
  approvals: z.array(approval),
  timeline: z.array(
    z.strictObject({
      sequence: z.int(),
      at: time,
      key: z.string(),
      kind: z.string(),
      data: z.record(z.string(), z.json()),
      previous: z.string(),
      hash: z.string(),
    }),
  ),
});

export const reportSchema = z.strictObject({
  findings: z.array(z.looseObject({ id: z.string(), type: z.string(), raw: z.string() })),
  incidents: z.array(incidentSchema),
  executions: z.array(
    z.strictObject({
      name: z.string(),
      stateMachine: z.string(),
      status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
      events: z.int().min(1),
    }),
  ),
  deadLetters: z.array(
    z.strictObject({
      id: z.string(),
      at: time,
      queue: z.enum(['ingestion', 'processing']),
      stage: z.string(),
      reason: z.string(),
      delivery: z.string(),
      index: z.int().min(0),
      raw: z.string().nullable(),
      label: z.string(),
      origin: z.strictObject({ via: z.string(), account: z.string().nullable(), trusted: z.boolean() }),
      attempts: z.int().min(1),
    }),
  ),
  notifications: z.array(
    z.strictObject({
      id: z.string(),
      at: time,
      kind: z.enum(['alert', 'outcome', 'question', 'note']),
      incident: z.string(),
      subject: z.string().max(99),
      body: z.string(),
      to: z.string().optional(),
    }),
  ),
});
