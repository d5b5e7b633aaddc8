import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request in AWS's query protocols: EC2, IAM and STS. */
export interface FakeCall {
  /** Such as `DescribeInstances`. */
  readonly action: string;
  readonly parameters: URLSearchParams;
  /** The access key id in the signature. */
  readonly signedBy: string;
}

/** XML, or an error; null: never. */
export type FakeReply =
  | string
  | { readonly status: number; readonly code: string; readonly message: string }
  | null;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const callerReply = (account: string): string =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::${account}:user/hub</Arn><UserId>AIDAHUB</UserId><Account>${account}</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`;

export const sessionReply = (accessKeyId: string): string =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>secret-of-session</SecretAccessKey>
  <SessionToken>token-of-session</SessionToken><Expiration>2020-01-01T00:00:00Z</Expiration>
  </Credentials></AssumeRoleResult></AssumeRoleResponse>`;

/** Both ways in which these services write their errors. */
const errorReply = (code: string, message: string): string => {
  const error = `<Code>${code}</Code><Message>${escape(message)}</Message>`;
  return `<Response><Errors><Error>${error}</Error></Errors><Error>${error}</Error></Response>`;
};

/** AWS as a server on loopback that answers what a test says, and remembers what it was asked. */
export async function startFakeAws(answer: (call: FakeCall) => FakeReply) {
  const calls: FakeCall[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const parameters = new URLSearchParams(body);
      const signedBy = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const call = { action: parameters.get('Action') ?? request.url ?? '', parameters, signedBy };
      calls.push(call);
      const reply = answer(call);
      if (reply === null) return;
      const isError = typeof reply !== 'string';
      response.writeHead(isError ? reply.status : 200, { 'content-type': 'text/xml' });
      response.end(isError ? errorReply(reply.code, reply.message) : reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    /** What was called, in order. */
    actions: () => calls.map(({ action }) => action),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export type FakeAws = Awaited<ReturnType<typeof startFakeAws>>;
