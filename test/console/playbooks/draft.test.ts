import { describe, expect, it } from 'vitest';
import {
  beginDraft,
  follow,
  isDirty,
  isStale,
  type Saved,
} from '../../../console/src/pages/playbooks/draft.ts';

const one: Saved = { text: 'one', hash: '1' };
const two: Saved = { text: 'two', hash: '2' };
const written = { ...beginDraft(one), text: 'mine' };

describe('a draft', () => {
  it('begins as what is saved, with nothing of its own', () => {
    expect(beginDraft(one)).toEqual({ text: 'one', base: one, version: 0 });
    expect(isDirty(beginDraft(one))).toBe(false);
    expect(isDirty(written)).toBe(true);
  });

  it('stays as it is while nobody saves another', () => {
    expect(follow(written, one)).toBe(written);
    expect(isStale(written, one)).toBe(false);
  });

  it('goes along when somebody saves another and nothing was written here', () => {
    expect(follow(beginDraft(one), two)).toEqual({ text: 'two', base: two, version: 1 });
  });

  it('keeps what was written here when somebody saves another, and knows that it is behind', () => {
    expect(follow(written, two)).toBe(written);
    expect(isStale(written, two)).toBe(true);
  });

  it('is saved when the server has what was written here, without the editor being filled again', () => {
    const saved = { text: 'mine', hash: '3' };
    expect(isStale(written, saved)).toBe(false);
    expect(follow(written, saved)).toEqual({ text: 'mine', base: saved, version: 0 });
  });

  it('keeps no more of what the server gives than text and hash', () => {
    const detail = { ...one, name: 'One' };
    expect(beginDraft(detail).base).toEqual(one);
  });
});
