import * as z from 'zod';
import { AwsConfig } from './aws-config.ts';
import { ApprovalConfig } from './approval-config.ts';
import { DedupeConfig } from './dedupe/dedupe-key.ts';
import { DetectConfig } from './detect-config.ts';
import { DeployConfig } from './deploy-config.ts';
import { EnrichConfig } from './enrich-config.ts';
import { FlowFormats } from './ingest/flow-formats.ts';
import { GuardrailConfig } from './guardrails/config.ts';
import { LakeConfig } from './lake-config.ts';
import { Mode } from './playbook/protocol.ts';
import { RecordScoreConfig } from './ingest/record-score-config.ts';
import { ScoreConfig } from './score/score.ts';
import { ServerConfig } from './server-config.ts';
import { WebhooksConfig } from './webhooks-config.ts';

/** `tourniquet.config.json`: every field has a default, an unknown one is an error. */
export const Config = z.strictObject({
  $schema: z.string().optional(),
  /** No playbook runs in a bolder mode than this. @default auto on the simulated account, shadow on real ones */
  mode: Mode.default('auto'),
  /** Risk from which people are told. */
  tellFrom: z.number().min(0).max(100).default(70),
  dedupe: DedupeConfig,
  enrich: EnrichConfig,
  score: ScoreConfig,
  recordScore: RecordScoreConfig,
  flowFormats: FlowFormats,
  detections: DetectConfig,
  guardrails: GuardrailConfig,
  aws: AwsConfig,
  webhooks: WebhooksConfig,
  approvals: ApprovalConfig,
  server: ServerConfig,
  lake: LakeConfig,
  deploy: DeployConfig,
});
export type Config = z.infer<typeof Config>;
