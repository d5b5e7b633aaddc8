import { describe, expect, it } from 'vitest';
import { endpoint, endpoints, withQuery } from '../../../console/src/api/endpoints.ts';

describe('an endpoint', () => {
  it.each([
    [endpoint(['session']), '/api/session'],
    [endpoints.incident('a/../b?c'), '/api/incidents/a%2F..%2Fb%3Fc'],
    [endpoints.execution({ machine: 'm', name: 'a b#c' }), '/api/executions/m/a%20b%23c'],
    [endpoints.incidents({ status: 'open,contained', q: '' }), '/api/incidents?status=open%2Ccontained'],
    [endpoints.incidents({ q: 'a&b=c' }), '/api/incidents?q=a%26b%3Dc'],
    [endpoints.undo('inc-1'), '/api/incidents/inc-1/undo'],
    [
      endpoints.undo('inc-1', 'ec2.isolate-instance'),
      '/api/incidents/inc-1/undo?action=ec2.isolate-instance',
    ],
    [endpoints.overview(7), '/api/overview?days=7'],
  ])('encodes what it is made of, and leaves out what is empty (%#)', ({ path }, expected) => {
    expect(path).toBe(expected);
  });

  it.each([
    [endpoints.incidents({}), '/api/incidents?cursor=a%2Bb%3D'],
    [endpoints.incidents({ level: 'HIGH' }), '/api/incidents?level=HIGH&cursor=a%2Bb%3D'],
  ])('takes a cursor as it came (%#)', (list, expected) => {
    expect(withQuery(list, 'cursor', 'a+b=').path).toBe(expected);
  });
});
