import { describe, expect, it } from 'vitest';
import { parseRule } from '../../../core/detect/parse-rule.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { describeProblem } from '../../../core/problem/problem.ts';
import { trailStopped } from '../../support/log-records.ts';

const good: JsonObject = { ...trailStopped };

const linesOf = (value: Json): readonly string[] => {
  const parsed = parseRule(value);
  return parsed.ok ? [] : parsed.errors.map(describeProblem);
};

describe('parseRule', () => {
  it('fills in what may be left out', () => {
    expect(parseRule(good)).toMatchObject({
      ok: true,
      rule: {
        about: 'IAMUser',
        enabled: true,
        allow: [],
        dedupe: ['/event/account', '/event/principal'],
      },
    });
  });

  it.each<[string, JsonObject, RegExp]>([
    ['an unknown field', { severty: 'HIGH' }, /^\/severty: "severty" is not a field here.*"severity"/],
    ['an unknown severity', { severity: 'HGH' }, /^\/severity: is not one of .*did you mean "HIGH"/],
    ['an id with spaces', { id: 'Trail Stopped' }, /^\/id: is no id: .*got "Trail Stopped"/],
    ['a kind of log that there is not', { kinds: ['cloudtrial'] }, /^\/kinds\/0: .*"cloudtrail"/],
    ['no kinds', { kinds: [] }, /^\/kinds: is less than 1 entries/],
    [
      'a tactic that there is not',
      { attack: { tactics: ['TA9999'], techniques: ['T1562'] } },
      /^\/attack\/tactics\/0: /,
    ],
    [
      'a technique that is none',
      { attack: { tactics: ['TA0005'], techniques: ['1562'] } },
      /^\/attack\/techniques\/0: is no technique/,
    ],
    [
      'a technique that ATT&CK does not have',
      { attack: { tactics: ['TA0005'], techniques: ['T1562.005'] } },
      /^\/attack\/techniques\/0: is no technique of ATT&CK 18.*got "T1562.005"; look it up/,
    ],
    [
      'a technique of another tactic',
      { attack: { tactics: ['TA0003'], techniques: ['T1648'] } },
      /^\/attack\/techniques\/0: serves TA0002 \(Execution\), and the rule names no such tactic/,
    ],
    [
      'a tactic that none of its techniques serves',
      { attack: { tactics: ['TA0005', 'TA0010'], techniques: ['T1562.008'] } },
      /^\/attack\/tactics\/1: is Exfiltration, which none of the rule’s techniques serves, got "TA0010"/,
    ],
    ['a pattern that is a list', { match: [] }, /^\/match: is no event pattern/],
    [
      'a pattern that matches nothing',
      { match: { event: { action: [] } } },
      /^\/match\/event\/action: an empty list/,
    ],
    [
      'an operator that there is not',
      { match: { event: { action: [{ prefx: 'Stop' }] } } },
      /^\/match\/event\/action\/0: "prefx" is no operator/,
    ],
    [
      'a misspelt field of the event',
      { match: { event: { acton: ['StopLogging'] } } },
      /^\/match\/event\/acton: .*did you mean "action"/,
    ],
    [
      'a misspelt root',
      { match: { evnt: { action: ['StopLogging'] } } },
      /^\/match\/evnt: .*what rules look at.*"event"/,
    ],
    [
      'a misspelt field of a statement',
      { match: { policy: { statements: { action: ['*'] } } } },
      /^\/match\/policy\/statements\/action: .*did you mean "actions"/,
    ],
    [
      'a wrong pattern within $or',
      { match: { $or: [{ event: { acton: ['a'] } }, { record: { any: { thing: ['b'] } } }] } },
      /^\/match\/\$or\/0\/event\/acton: /,
    ],
    [
      'a wrong pattern of what is allowed',
      { allow: [{ reason: 'ours', match: { threats: { known: [true] } } }] },
      /^\/allow\/0\/match\/threats: .*"threat"/,
    ],
    [
      'a pointer that is none',
      { dedupe: ['event.account'] },
      /^\/dedupe\/0: is no JSON pointer to a field: write it as/,
    ],
    ['a pointer to the whole record', { dedupe: ['/record'] }, /^\/dedupe\/0: is no JSON pointer to a field/],
    [
      'a pointer to a field that there is not',
      { dedupe: ['/event/acount'] },
      /^\/dedupe\/0: leads to "acount".*"account"/,
    ],
    [
      'a pointer from a root that there is not',
      { threshold: { count: 5, within: 'PT5M', distinct: '/records/dstport' } },
      /^\/threshold\/distinct: leads to "records".*"record"/,
    ],
    [
      'a threshold of one',
      { threshold: { count: 1, within: 'PT5M' } },
      /^\/threshold\/count: is less than 2.*give more/,
    ],
    [
      'a window that is no duration',
      { threshold: { count: 5, within: '5 minutes' } },
      /^\/threshold\/within: is not an ISO 8601 duration/,
    ],
    ['a stage of minutes', { staged: { for: 'PT5M' } }, /^\/staged\/for: is not between 3600 and/],
  ])('refuses %s, with its place, the value and a remedy', (_what, change, line) => {
    expect(linesOf({ ...good, ...change })).toEqual([expect.stringMatching(line)]);
  });

  it('takes any field of the record itself, and looks through its lists', () => {
    const match = { record: { requestParameters: { ipPermissions: { items: { cidrIp: ['0.0.0.0/0'] } } } } };
    expect(linesOf({ ...good, match })).toEqual([]);
  });

  it('names every error at once, in the order of the file', () => {
    const lines = linesOf({ ...good, dedupe: ['x'], match: { event: { acton: ['a'] } }, severity: 'x' });
    expect(lines.map((line) => line.split(':', 1)[0])).toEqual([
      '/dedupe/0',
      '/match/event/acton',
      '/severity',
    ]);
  });

  it.each<[string, Json]>([
    ['a list', []],
    ['a text', 'rule'],
    ['null', null],
  ])('refuses %s', (_what, value) => {
    expect(linesOf(value)).toEqual([expect.stringMatching(/^the file: is not a JSON object/)]);
  });
});
