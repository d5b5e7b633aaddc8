import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from '../../../console/src/api/throttle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('throttle', () => {
  it('works at once, and takes a burst together as one', () => {
    const work = vi.fn();
    const changed = throttle(work, 500);
    for (let call = 0; call < 20; call++) changed();
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(499);
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(5000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('works at most once in the time however long the burst is, and at once again after a rest', () => {
    const work = vi.fn();
    const changed = throttle(work, 500);
    for (let ms = 0; ms < 5000; ms += 10) {
      changed();
      vi.advanceTimersByTime(10);
    }
    expect(work.mock.calls.length).toBeLessThanOrEqual(11);
    vi.advanceTimersByTime(1000);
    const before = work.mock.calls.length;
    changed();
    expect(work).toHaveBeenCalledTimes(before + 1);
  });
});
