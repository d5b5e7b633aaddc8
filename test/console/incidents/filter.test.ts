import { describe, expect, it } from 'vitest';
import { clearFilter, isNarrowed, readFilter } from '../../../console/src/pages/incidents/filter.ts';

describe('the filter of the incidents', () => {
  it.each([
    ['', {}],
    ['status=open%2Cresolved&severity=HIGH', { status: 'open,resolved', severity: 'HIGH' }],
    [
      'q=i-1%20%26%20more&account=111122223333&level=LOW',
      { q: 'i-1 & more', account: '111122223333', level: 'LOW' },
    ],
    ['status=&q=', {}],
    ['cursor=x&limit=9&other=1', {}],
  ])('is what the address "%s" says', (search, filter) => {
    expect(readFilter(new URLSearchParams(search))).toEqual(filter);
  });

  it('narrows only where it says something', () => {
    expect(isNarrowed({})).toBe(false);
    expect(isNarrowed({ q: 'x' })).toBe(true);
  });

  it('is cleared without touching what else the address says', () => {
    expect(clearFilter(new URLSearchParams('q=x&status=open&tab=2')).toString()).toBe('tab=2');
  });
});
