import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Router } from 'wouter';
import { type Column, Table } from '../../../console/src/components/table.tsx';

interface Row {
  readonly id: string;
  readonly name: string;
}

const [id, name]: readonly [Column<Row>, Column<Row>] = [
  { head: 'Id', cell: (row) => row.id },
  { head: 'Name', cell: (row) => row.name },
];

function render(columns: readonly Column<Row>[], hrefOf?: (row: Row) => string): string {
  const rows = [{ id: 'r-1', name: 'first' }];
  const props = { caption: 'Rows', columns, rows, keyOf: (row: Row) => row.id, ...(hrefOf && { hrefOf }) };
  return renderToStaticMarkup(
    createElement(Router, { ssrPath: '/', children: createElement(Table<Row>, props) }),
  );
}

describe('a row that leads somewhere', () => {
  const hrefOf = (row: Row) => `/rows/${row.id}`;

  it.each([
    ['the cell of the column that leads', [id, { ...name, leads: true }], 'first'],
    ['its first cell, where no column leads', [id, name], 'r-1'],
  ] as const)('has one link, for keys and screen readers: %s', (_, columns, text) => {
    expect(render(columns, hrefOf).match(/<a .*?<\/a>/g)).toEqual([
      expect.stringMatching(new RegExp(`href="/rows/r-1".*>${text}</a>`)),
    ]);
  });

  it('is none without an address', () => {
    expect(render([id, { ...name, leads: true }])).not.toContain('<a ');
  });
});
