import * as z from 'zod';
import { Finding } from '../../finding.ts';
import { Incident } from '../../incident.ts';
import type { Json } from '../../json.ts';
import { checkPattern } from '../../pattern/check-pattern.ts';
import { Risk } from '../../risk.ts';
import type { Check } from './check-playbook.ts';

const schema = z.object({ finding: Finding, risk: Risk, incident: Incident });

/** A trigger is a pattern, and names fields that findings, risks and incidents have. */
export const checkTrigger: Check = ({ playbook: { trigger } }) =>
  trigger === undefined ? [] : checkPattern(trigger as Json, ['trigger'], { schema, who: 'triggers' });
