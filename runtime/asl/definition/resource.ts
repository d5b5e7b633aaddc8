import type { Resource } from '../machine.ts';

const SERVICE = /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):([^:]+)$/;
const PATTERNS: readonly (readonly [string, Resource['pattern']])[] = [
  ['.waitForTaskToken', 'callback'],
  ['.sync:2', 'sync'],
  ['.sync', 'sync'],
];

/**
 * Takes a Task's Resource apart: a service integration (`arn:aws:states:::lambda:invoke`), an activity, or the ARN of a
 * Lambda function. Undefined for anything else.
 */
export function parseResource(arn: string): Resource | undefined {
  if (/^arn:[^:]+:states:[^:]+:[^:]+:activity:.+$/.test(arn)) {
    return { arn, events: 'Activity', service: '', action: arn, pattern: 'request' };
  }
  if (/^arn:[^:]+:lambda:[^:]*:[^:]*:function:.+$/.test(arn)) {
    return { arn, events: 'LambdaFunction', service: '', action: arn, pattern: 'request' };
  }
  const [plain, version] = splitVersion(arn);
  const [, service, action] = SERVICE.exec(plain) ?? [];
  if (service === undefined || action === undefined) return undefined;
  const whole = `${action}${version}`;
  const pattern = PATTERNS.find(([suffix]) => whole.endsWith(suffix))?.[1] ?? 'request';
  return { arn, events: 'Task', service, action: whole, pattern };
}

/** `.sync:2` holds a colon that does not part the ARN. */
function splitVersion(arn: string): readonly [string, string] {
  return arn.endsWith('.sync:2') ? [arn.slice(0, -2), ':2'] : [arn, ''];
}
