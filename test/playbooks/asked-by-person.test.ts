import { expect, it } from 'vitest';
import { parseResource } from '../../core/contain/parse-resource.ts';
import { openTestHome } from '../support/home.ts';

it('who asks for a bucket to be closed is not asked whether to close it', async () => {
  const home = await openTestHome();
  try {
    const parsed = parseResource({
      text: 'arn:aws:s3:::example-open',
      kind: undefined,
      account: '111122223333',
      region: 'us-east-1',
    });
    if (!parsed.ok) throw new Error(parsed.problem);
    const { found } = parsed;
    await home.contain({ found, playbook: 'close-public-bucket', by: 'ana', reason: 'it leaks' });
    await home.finish();
    const { actions, approvals, status } = await home.incident();
    expect(actions.map(({ action }) => action)).toEqual(['s3.block-public-access']);
    expect(approvals).toEqual([]);
    expect(status).toBe('contained');
  } finally {
    await home.close();
  }
});
