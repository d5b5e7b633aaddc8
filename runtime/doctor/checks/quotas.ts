import { ListServiceQuotasCommand, type ServiceQuota } from '@aws-sdk/client-service-quotas';
import { type Check, type Diagnosis, failed, ok, unknown } from '../check.ts';
import type { DoctorClients } from '../doctor-aws.ts';
import { readPages } from '../read-pages.ts';

interface Need {
  /** As Service Quotas calls it. */
  readonly service: string;
  readonly quota: RegExp;
  readonly what: string;
  readonly least: number;
}

/** New accounts get less than the defaults: a burst of findings would then wait for its turn. */
const needs: readonly Need[] = [
  { service: 'lambda', quota: /^Concurrent executions$/, what: 'Lambda functions at once', least: 100 },
  { service: 'states', quota: /^StateTransition.*refill/i, what: 'state transitions a second', least: 200 },
];

export const quotas: Check = {
  name: 'quotas',
  at: 'hub',
  run: async ({ aws }, _target, signal) =>
    await Promise.all(
      needs.map(async (need) => judge(need, await listQuotas(aws.own, need.service, signal))),
    ),
};

function judge({ service, quota, what, least }: Need, listed: readonly ServiceQuota[]): Diagnosis {
  const found = listed.find(({ QuotaName = '' }) => quota.test(QuotaName));
  if (found?.Value === undefined) {
    return unknown(`${what}: Service Quotas does not say`, `look for it in the console, under ${service}`);
  }
  if (found.Value >= least) return ok(`${what}: ${found.Value}`);
  return failed(
    `${what}: ${found.Value}, and ${least} are wanted`,
    `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${found.QuotaCode} --desired-value ${least}`,
  );
}

const listQuotas = async (
  { quotas: client }: Pick<DoctorClients, 'quotas'>,
  ServiceCode: string,
  abortSignal: AbortSignal,
): Promise<readonly ServiceQuota[]> =>
  await readPages(async (NextToken) => {
    const page = await client.send(new ListServiceQuotasCommand({ ServiceCode, NextToken }), { abortSignal });
    return { items: page.Quotas ?? [], next: page.NextToken };
  });
