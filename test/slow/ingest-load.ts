import { setTimeout as delay } from 'node:timers/promises';

/**
 * A log writer in a process of its own: so many CloudTrail records a second, in requests of a hundred, each sent until it
 * is answered with 202. Prints what it sent, and how long requests took from when they were due until they were stored.
 */

const [url = '', seconds = '15', rate = '3000', seed = '0'] = process.argv.slice(2);
const perRequest = 100;
const everyMs = (1000 * perRequest) / Number(rate);
const requests = Math.round((Number(seconds) * Number(rate)) / perRequest);

/** 1.6 KB, as a call of a session is. */
const record = (id: string, at: string): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEROLEID:deployer',
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/deployer',
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE00000001',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLEROLEID',
          arn: 'arn:aws:iam::111122223333:role/deploy',
          accountId: '111122223333',
          userName: 'deploy',
        },
        attributes: { creationDate: '2026-11-20T08:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: at,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-sdk-js/3.1000.0 md/nodejs#24.21.0 lang/js md/rt app/deployer',
    requestParameters: { filterSet: { items: [{ name: 'tag:service', value: 'x'.repeat(500) }] } },
    responseElements: null,
    requestID: id,
    eventID: id,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', clientProvidedHostHeader: 'ec2.eu-west-1.amazonaws.com' },
  });

const bodyOf = (request: number): string =>
  Array.from({ length: perRequest }, (_, n) =>
    record(`load-${seed}-${request}-${n}`, '2026-11-20T12:00:00Z'),
  ).join('\n');

let [retries, accepted] = [0, 0];
const took: number[] = [];

async function send(request: number, due: number): Promise<void> {
  const body = bodyOf(request);
  for (;;) {
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': `load-${seed}-${request}` },
    }).catch(() => null);
    if (answer?.status === 202) {
      accepted += ((await answer.json()) as { accepted: number }).accepted;
      took.push(performance.now() - due);
      return;
    }
    if (answer !== null && answer.status !== 503) throw new Error(`${answer.status}: ${await answer.text()}`);
    retries += 1;
    await delay(50);
  }
}

const begun = performance.now();
const sending: Promise<void>[] = [];
for (let request = 0; request < requests; request += 1) {
  const due = begun + request * everyMs;
  await delay(Math.max(0, due - performance.now()));
  sending.push(send(request, due));
}
await Promise.all(sending);
took.sort((a, b) => a - b);
const at = (share: number): number => Math.round(took[Math.floor((took.length - 1) * share)] ?? 0);
const elapsed = (performance.now() - begun) / 1000;
process.stdout.write(
  JSON.stringify({
    sent: requests * perRequest,
    accepted,
    retries,
    rate: Math.round((requests * perRequest) / elapsed),
    ms: { p50: at(0.5), p99: at(0.99), max: at(1) },
  }),
);
