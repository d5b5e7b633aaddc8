import { describe, expect, it } from 'vitest';
import { fillParameters, namesTable, requireQuery } from '../../../core/lake/sql-text.ts';

const parameters = { since: '2026-01-08T10:00:00.000Z', limit: 7 };

describe('fillParameters', () => {
  it.each([
    ['SELECT 1 WHERE t >= :since LIMIT :limit', "SELECT 1 WHERE t >= '2026-01-08T10:00:00.000Z' LIMIT 7"],
    ['SELECT :since_day', "SELECT '2026-01-08'"],
    ["SELECT ':since' -- :limit", "SELECT ':since' -- :limit"],
    ["SELECT 'it''s :since', \":limit\" /* :since */", "SELECT 'it''s :since', \":limit\" /* :since */"],
    ["SELECT '1'::limit", "SELECT '1'::limit"],
  ])('%s becomes %s', (sql, filled) => {
    expect(fillParameters(sql, parameters)).toBe(filled);
  });

  it('names the parameters that there are when one is asked for that there is not', () => {
    expect(() => fillParameters('SELECT :until', parameters)).toThrow(
      'there is no parameter :until; there are: :since, :since_day, :limit',
    );
  });
});

describe('requireQuery', () => {
  it.each([
    ['select 1', 'select 1'],
    ['-- what\nWITH a AS (SELECT 1) SELECT * FROM a;\n', '-- what\nWITH a AS (SELECT 1) SELECT * FROM a'],
    ["SELECT ';' ; -- the end; really", "SELECT ';' "],
  ])('takes %j', (sql, query) => {
    expect(requireQuery(sql)).toBe(query);
  });

  it.each([
    ['DELETE FROM events', 'not with DELETE'],
    ["COPY events TO 'x'", 'not with COPY'],
    ['/* SELECT */ DROP TABLE events', 'not with DROP'],
    ['SELECT 1; DROP TABLE events', 'more than one statement'],
    ['; SELECT 1', 'not with nothing'],
    ['', 'not with nothing'],
  ])('refuses %j', (sql, reason) => {
    expect(() => requireQuery(sql)).toThrow(reason);
  });
});

it.each([
  ['SELECT * FROM incidents', true],
  ['SELECT * FROM Incidents i', true],
  ["SELECT 'incidents' FROM events -- incidents", false],
  ['SELECT my_incidents FROM events', false],
])('namesTable: %s', (sql, names) => {
  expect(namesTable(sql, 'incidents')).toBe(names);
});
