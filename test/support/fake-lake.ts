import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Firehose, DynamoDB and S3 as a server on loopback that takes whatever is put, and remembers the lake's rows. */
export async function startFakeLake() {
  const rows: any[] = [];
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? `S3.${request.method}`);
      calls.push(target.replace(/^.*\./, '').replace('PUT', 'PutObject'));
      const records = target.startsWith('Firehose') ? readRecords(Buffer.concat(chunks)) : [];
      rows.push(...records);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      const RequestResponses = records.map((_, n) => ({ RecordId: `${n}` }));
      response.end(JSON.stringify({ FailedPutCount: 0, RequestResponses }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rows,
    calls,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A record of Firehose holds several rows, a line each. */
const readRecords = (body: Buffer): readonly any[] =>
  (JSON.parse(body.toString()) as { Records: { Data: string }[] }).Records.flatMap(({ Data }) =>
    Buffer.from(Data, 'base64')
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  );
