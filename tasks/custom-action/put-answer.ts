import { Busy } from '../../core/errors.ts';

/** Puts an answer where CloudFormation waits for it. @throws Busy without the URL, which is signed. */
export async function putAnswer(url: string, body: string): Promise<void> {
  // The signature is over an empty content type.
  const request = {
    method: 'PUT',
    headers: { 'content-type': '' },
    body,
    signal: AbortSignal.timeout(10_000),
  };
  const response = await fetch(url, request).catch((error: Error) => {
    throw new Busy(`CloudFormation cannot be answered (${error.name}); Lambda tries again`);
  });
  await response.body?.cancel();
  if (!response.ok)
    throw new Busy(`CloudFormation did not take the answer (${response.status}); Lambda tries again`);
}
