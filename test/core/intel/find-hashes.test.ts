import { describe, expect, it } from 'vitest';
import { changeEvent } from '../../../core/change-event.ts';
import { findHashes } from '../../../core/intel/find-hashes.ts';
import { parseThreatList } from '../../../core/intel/threat-list.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { loadEvent } from '../../support/findings/load-event.ts';
import { normaliseOne } from '../../support/findings/normalise-event.ts';
import { examineRecord } from '../ingest/records.ts';

const sha256 = '275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f';
const sha1 = '3395856ce81f2b7382dee72602f798b642f14140';
const md5 = '44d88612fea8a8f36de82e1278abb02f';

const scan = {
  scanDetections: { threatDetectedByName: { threatNames: [{ filePaths: [{ hash: sha256 }] }] } },
};
const malware = {
  threats: [
    { hash: sha256, itemPaths: [{ nestedItemPath: 'a.zip', hash: sha1 }], itemDetails: [{ hash: md5 }] },
  ],
};
const runtime = { process: { executableSha256: sha256 }, context: { moduleSha256: 'E3B0' } };

/** Where each provider says it: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ScanFilePath.html and others. */
const cases: readonly (readonly [string, string, Readonly<Record<string, Json>>, readonly string[]])[] = [
  ['a scan of volumes', 'guardduty-ebs', { '/detail/service/ebsVolumeScanDetails': scan }, [sha256]],
  [
    'a scan of an object',
    'guardduty-s3-object',
    { '/detail/service/malwareScanDetails': malware },
    [sha256, sha1, md5],
  ],
  ['a process', 'guardduty-ec2', { '/detail/service/runtimeDetails': runtime }, [sha256]],
];

describe('hashes of files', () => {
  it.each(cases)('of %s are part of the finding', (_what, fixture, changes, expected) => {
    const event = changeEvent(loadEvent(fixture), changes);
    expect(normaliseOne(event).hashes).toEqual(expected);
  });

  it.each(cases)('of %s that came as a log record are compared with feeds', (_what, fixture, changes) => {
    const event = changeEvent(loadEvent(fixture), changes);
    const threats = [parseThreatList({ name: 'files', confidence: 80, text: sha256.toUpperCase() }).list];
    const { row } = examineRecord(event, { threats });
    expect(row.threat_intel).toEqual({ is_known_threat: true, confidence: 80, feeds: ['files'] });
  });

  it.each<readonly [string, JsonObject, readonly string[]]>([
    ['ASFF', { Threats: [{ Name: 'x', FilePaths: [{ FileName: 'x', Hash: sha256 }] }] }, [sha256]],
    [
      "ASFF's indicators",
      {
        ThreatIntelIndicators: [
          { Type: 'HASH_SHA1', Value: sha1.toUpperCase() },
          { Type: 'MUTEX', Value: md5 },
        ],
      },
      [sha1],
    ],
    [
      'ASFF, flattened',
      { ProductFields: { 'aws/guardduty/service/ebsVolumeScanDetails/filePaths.0_/hash': sha256 } },
      [sha256],
    ],
    [
      'OCSF',
      { evidences: [{ file: { hashes: [{ algorithm: 'MD5', algorithm_id: 1, value: md5 }] } }] },
      [md5],
    ],
    ['other ids of that form', { id: md5, eTag: md5, value: sha256, text: sha256 }, []],
    ['one twice', { a: { hash: md5 }, b: { hash: md5.toUpperCase() } }, [md5]],
  ])('are found in %s', (_what, finding, expected) => {
    expect(findHashes(finding)).toEqual(expected);
  });

  it('are fifty at most', () => {
    const files = Array.from({ length: 60 }, (_, n) => ({ hash: n.toString(16).padStart(32, '0') }));
    expect(findHashes({ files })).toHaveLength(50);
  });

  it('are absent from a finding without any', () => {
    expect(normaliseOne(loadEvent('guardduty-ec2'))).not.toHaveProperty('hashes');
  });
});
