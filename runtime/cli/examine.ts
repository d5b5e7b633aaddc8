import { TourniquetError } from '../../core/errors.ts';
import { createSystemClock } from '../asl/index.ts';
import { loadConfig } from './load-config.ts';
import { shippedDetections } from '../home/shipped-detections.ts';
import { shippedPlaybooks } from '../home/shipped-playbooks.ts';
import type { AccountKind } from '../store/account-kind.ts';
import type { Patient } from '../doctor/check.ts';
import { checks } from '../doctor/checks.ts';
import { diagnose, type Examined, explain } from '../doctor/diagnose.ts';
import { openDoctorAws } from '../doctor/doctor-aws.ts';

export interface ExamineOptions {
  readonly account: AccountKind;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly config?: string;
  readonly db?: string;
  readonly playbooks?: string;
  readonly detections?: string;
}

const limit = (): AbortSignal => AbortSignal.timeout(30_000);

/** Configuration and credentials first: without them there is nothing to look at. */
export async function examine(options: ExamineOptions): Promise<readonly Examined[]> {
  const { account: kind } = options;
  const config = await attempt('configuration', () =>
    loadConfig(options.config ?? null, kind === 'aws' ? 'shadow' : 'auto'),
  );
  if ('told' in config) return [config.told];
  const patient: Patient = {
    config: config.value,
    kind,
    playbooks: options.playbooks ?? shippedPlaybooks,
    detections: options.detections ?? shippedDetections,
    database: options.db ?? null,
    env: process.env,
    ask: async (url, signal) => (await fetch(url, { signal, redirect: 'manual' })).status,
  };
  const told = [good('configuration', `is in order; mode ${config.value.mode}`)];
  if (kind === 'simulated') return [...told, ...(await diagnose({ checks, patient, targets: [], limit }))];

  const aws = await attempt('credentials', () => openDoctorAws(config.value.aws, createSystemClock()));
  if ('told' in aws) return [...told, aws.told, ...(await diagnose({ checks, patient, targets: [], limit }))];
  const { caller } = aws.value;
  const { accounts = [caller.account], regions = [caller.region] } = options;
  const targets = accounts.flatMap((account) => regions.map((region) => ({ account, region })));
  const examined = await diagnose({ checks, patient: { ...patient, aws: aws.value }, targets, limit });
  return [...told, good('credentials', caller.arn), ...examined];
}

const good = (check: string, says: string): Examined => ({ check, where: '', status: 'ok', says });

async function attempt<T>(
  check: string,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly told: Examined }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof TourniquetError)) throw error;
    return { told: { check, where: '', ...explain(error) } };
  }
}
