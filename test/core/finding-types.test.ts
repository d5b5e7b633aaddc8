import { describe, expect, it } from 'vitest';
import { activeFindingTypes } from '../../core/finding-types.ts';
import { guardDutyTypeAmong } from '../../core/normalise/guardduty-type.ts';

describe('activeFindingTypes', () => {
  it.each(activeFindingTypes)("%s is in GuardDuty's notation", (type) => {
    expect(guardDutyTypeAmong([type])).toBe(type);
  });

  it('holds each type once', () => {
    expect(new Set(activeFindingTypes).size).toBe(activeFindingTypes.length);
  });
});
