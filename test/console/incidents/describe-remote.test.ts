import { describe, expect, it } from 'vitest';
import { describeFiles, describeRemote } from '../../../console/src/pages/incident/describe-remote.ts';

const threats = [{ list: 'feodo', confidence: 90 }];

describe('describeRemote', () => {
  it.each([
    ['an address alone', { ip: '198.51.100.7' }, [], '198.51.100.7'],
    [
      'everything that is known',
      { ip: '198.51.100.7', port: 443, country: 'NL', asn: '64500', org: 'Example' },
      [{ ip: '198.51.100.7', threats }],
      '198.51.100.7:443 (NL, AS64500 Example), on feodo (90)',
    ],
    [
      'the country that enrichment found',
      { ip: '198.51.100.7' },
      [{ ip: '198.51.100.7', country: 'SE', threats: [] }],
      '198.51.100.7 (SE)',
    ],
    [
      'a domain by its own name',
      { domain: 'c2.example' },
      [{ domain: 'c2.example', threats }],
      'c2.example, on feodo (90)',
    ],
    [
      'nothing that is known of another',
      { domain: 'fine.example' },
      [
        { ip: '198.51.100.7', threats },
        { domain: 'c2.example', threats },
      ],
      'fine.example',
    ],
    ['a remote without any name', {}, [{ threats }], 'unknown address'],
  ])('says %s', (_, remote, remotes, text) => {
    expect(describeRemote(remote, { remotes })).toBe(text);
  });
});

describe('describeFiles', () => {
  it('names each with the lists that know it', () => {
    expect(describeFiles({ files: [{ hash: 'd41d', threats }] })).toBe('d41d, on feodo (90)');
    expect(describeFiles({})).toBe('');
  });
});
