import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { findReads } from '../../../core/playbook/expressions/find-reads.ts';
import { rewriteExpression } from '../../../core/playbook/expressions/rewrite-expression.ts';

const names = {
  steps: new Map([
    ['ok', 'step_ok'],
    ['isolate', 'step1_isolate'],
  ]),
  items: new Map([['bucket', 'item_bucket']]),
  allSteps: new Set(['ok', 'isolate', 'later']),
  kinds: ['ec2-instance', 's3-bucket'],
};

const first = (kind: string) => `($finding.resources[kind = '${kind}'])[0]`;

describe('rewriteExpression', () => {
  it.each([
    ['$risk.score < 90', '$risk.score < 90'],
    ["$steps.ok.status = 'approved'", "$step_ok.status = 'approved'"],
    ['$steps . isolate.result', '$step1_isolate.result'],
    ['$steps /* of it */ .ok', '$step_ok'],
    ['$steps.`ok`.reason', '$step_ok.reason'],
    ["$steps.'ok'.reason", '$step_ok.reason'],
    ['$steps.ok[status = $steps.isolate.status][0]', '$step_ok[status = $step1_isolate.status][0]'],
    ["$resource('ec2-instance').instanceId", `${first('ec2-instance')}.instanceId`],
    ['$resource( "s3-bucket" /* one */ ).bucketName', `${first('s3-bucket')}.bucketName`],
    ["$resource('s3-bucket').tags[$steps.ok.reason]", `${first('s3-bucket')}.tags[$step_ok.reason]`],
    ['$bucket.bucketName', '$item_bucket.bucketName'],
    ["'$steps.ok and $bucket' & $bucket.arn", "'$steps.ok and $bucket' & $item_bucket.arn"],
    ['/* $steps.ok */ $bucket', '/* $steps.ok */ $item_bucket'],
    [
      '$map($finding.resources, function($r) { $r.kind })',
      '$map($finding.resources, function($r) { $r.kind })',
    ],
    ['($bucket := 1; $bucket + 1)', '($bucket := 1; $bucket + 1)'],
    [
      '$finding.resources[kind = "s3-bucket"].{ "n": bucketName }',
      '$finding.resources[kind = "s3-bucket"].{ "n": bucketName }',
    ],
    ["$hash($bucket.arn, 'SHA-256') & $uuid()", "$hash($item_bucket.arn, 'SHA-256') & $uuid()"],
    ['$finding.resources.kind ~> $distinct', '$finding.resources.kind ~> $distinct'],
    ['$match($finding.title, /(?:a|\\\\1)+$/i)', '$match($finding.title, /(?:a|\\\\1)+$/i)'],
    [
      '$finding.resources@$r.tags#$i.{ "at": $i, "kind": $r.kind }',
      '$finding.resources@$r.tags#$i.{ "at": $i, "kind": $r.kind }',
    ],
  ])('%s → %s', (source, text) => {
    expect(rewriteExpression(source, names)).toEqual({ ok: true, text });
  });

  it.each([
    ['$steps', 'otherwise than by a step’s name'],
    ['$steps[0].status', 'otherwise than by a step’s name'],
    ['$steps.*.status', 'otherwise than by a step’s name'],
    ["$lookup($steps, 'ok')", 'otherwise than by a step’s name'],
    ['($steps).ok', 'otherwise than by a step’s name'],
    ['($s := $steps; $s.ok)', 'otherwise than by a step’s name'],
    ['$steps.okay', '$steps.okay: there is no such step'],
    ['$steps.later', '$steps.later cannot be read here'],
    ["$resource('ec2')", "$resource('ec2'): there is no such kind"],
    ['$resource($bucket.kind)', 'otherwise than with one kind in quotes'],
    ["$resource('s3-bucket', 1)", 'otherwise than with one kind in quotes'],
    ["'s3-bucket' ~> $resource", 'otherwise than with one kind in quotes'],
    ['$resource(?)', 'otherwise than with one kind in quotes'],
    ['$risks.score', '$risks is not known here'],
    ['$states.input', '$states is not known here'],
    ['$mode', '$mode is not known here'],
    ['$$.finding', '$$ is not known here'],
    ["$eval('1')", '$eval is not known here'],
    ['$lowercas($finding.title)', '$lowercas is not known here'],
    ['risk.score > 1', '"risk" is a field of nothing here'],
    ['$count(resources)', '"resources" is a field of nothing here'],
    ['($risk := 1; $risk)', '$risk is given and cannot be bound again'],
    ['function($steps) { 1 }', '$steps is given and cannot be bound again'],
    ['$match($finding.title, /a(?=b)/)', 'can run for ever'],
    ['$match($finding.title, /a(?<!b)/)', 'can run for ever'],
    ['$match($finding.title, /(a)\\1/)', 'can run for ever'],
    ['$match($finding.title, /(a|b){1000,}/)', 'can run for ever'],
    ['$risk.score <', 'is not JSONata'],
    ["'unclosed", 'is not JSONata'],
    ['', 'is not JSONata'],
  ])('refuses %s', (source, message) => {
    const rewritten = rewriteExpression(source, names);
    expect(rewritten.ok ? [] : rewritten.faults.map((fault) => fault.message)).toContainEqual(
      expect.stringContaining(message),
    );
  });

  it.each([
    ['$risks.score', 'did you mean $risk?'],
    ['$lowercas($finding.title)', 'did you mean $lowercase?'],
    ['$steps.isolte', 'did you mean "isolate"?'],
    ["$resource('s3-bukcet')", 'did you mean "s3-bucket"?'],
    ['risk.score', 'write $risk'],
  ])('has a remedy for %s: %s', (source, remedy) => {
    const rewritten = rewriteExpression(source, names);
    expect(rewritten.ok ? undefined : rewritten.faults[0]?.remedy).toBe(remedy);
  });

  it('says all that is wrong with one expression', () => {
    const rewritten = rewriteExpression('$risks.score + $steps.later.x + $resource(1)', names);
    expect(rewritten.ok ? 0 : rewritten.faults.length).toBe(3);
  });

  it('means the same after it, whatever stands around', async () => {
    const piece = fc.constantFrom(
      '$steps.ok.n',
      '$bucket.n',
      "$resource('s3-bucket').n",
      '/* $steps.ok */ 1',
      "$length('$steps.ok')",
      '$risk.score',
      '[$steps.isolate.n, 2][1]',
      '$sum($finding.resources.n)',
      '($x := $steps.ok.n; $x * 2)',
    );
    const source = fc
      .array(piece, { minLength: 1, maxLength: 5 })
      .map((pieces) => pieces.map((text) => `(${text})`).join(' + '));
    const bucket = { kind: 's3-bucket', n: 7 };
    const finding = { resources: [{ kind: 'ec2-instance', n: 1 }, bucket, { kind: 's3-bucket', n: 9 }] };
    const [ok, isolate, risk] = [{ n: 3 }, { n: 5 }, { score: 11 }];
    const machine = { finding, risk, step_ok: ok, step1_isolate: isolate, item_bucket: bucket };
    await fc.assert(
      fc.asyncProperty(source, async (text) => {
        const rewritten = rewriteExpression(text, names);
        if (!rewritten.ok) throw new Error(JSON.stringify(rewritten.faults));
        const expression = jsonata(text);
        expression.registerFunction('resource', (kind: string) =>
          finding.resources.find((resource) => resource.kind === kind),
        );
        const before: unknown = await expression.evaluate(
          {},
          { finding, risk, steps: { ok, isolate }, bucket },
        );
        expect(await jsonata(rewritten.text).evaluate({}, machine)).toBe(before);
      }),
    );
  });
});

describe('findReads', () => {
  it.each([
    ['{% $steps.ok.status & $map([1], function($i) { $steps.isolate.result }) %}', ['ok', 'isolate']],
    ["{% '$steps.ok' %}", []],
    ['{% $steps. %}', []],
  ])('%s reads %j', (text, ids) => {
    expect(findReads(text)).toEqual(ids);
  });
});
