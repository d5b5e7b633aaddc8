import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Icon } from './icon.tsx';
import './table.css';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** A second, quieter line. */
  readonly beneath?: (row: Row) => ReactNode;
  /** What to sort by, where the whole list is here: a page of a longer one would be sorted into a lie. */
  readonly sortBy?: (row: Row) => string | number;
  readonly align?: 'end';
  /** Hidden on narrow screens, where the rest says enough. */
  readonly wide?: boolean;
  /** Takes what width is left. */
  readonly grow?: boolean;
  /** Its cells are the links to where the rows lead. @default the first column */
  readonly leads?: boolean;
}

interface TableProps<Row> {
  /** Says what the table holds, to who does not see it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Where a row leads: one of its cells is the link; `j` and `k` go from one to the next. */
  readonly hrefOf?: (row: Row) => string;
}

interface Order {
  readonly column: number;
  readonly descending: boolean;
}

/** Rows in columns. Numbers come first from large to small, texts from A to Z. */
export function Table<Row>({ caption, columns, rows, keyOf, hrefOf }: TableProps<Row>) {
  const [order, setOrder] = useState<Order | null>(null);
  const sorted = sortRows(rows, columns, order);
  const leading = columns.find(({ leads }) => leads) ?? columns[0];
  return (
    <div className="table-frame">
      <table className="table cards">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <Head
                column={column}
                key={column.head}
                onSort={() => setOrder(nextOrder(index, order))}
                order={order?.column === index ? order : null}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <Row columns={columns} href={hrefOf?.(row)} key={keyOf(row)} leading={leading} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const nextOrder = (column: number, order: Order | null): Order => ({
  column,
  descending: order?.column === column ? !order.descending : true,
});

function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | null) {
  const sortBy = order === null ? undefined : columns[order.column]?.sortBy;
  if (order === null || sortBy === undefined) return rows;
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(sortBy(a), sortBy(b)));
}

/** Texts the other way round, so that the first click gives A to Z. */
const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(b).localeCompare(String(a));

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly order: Order | null;
  readonly onSort: () => void;
}

function Head<Row>({ column, order, onSort }: HeadProps<Row>) {
  if (column.sortBy === undefined)
    return (
      <th className={classOf(column)} scope="col">
        {column.head}
      </th>
    );
  const direction = order === null ? 'none' : order.descending ? 'descending' : 'ascending';
  return (
    <th aria-sort={direction} className={classOf(column)} scope="col">
      <button className={`sort sort-${direction}`} onClick={onSort} type="button">
        {column.head}
        <Icon name="chevron" size={10} />
      </button>
    </th>
  );
}

interface RowProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly leading: Column<Row> | undefined;
  readonly row: Row;
  readonly href: string | undefined;
}

function Row<Row>({ columns, leading, row, href }: RowProps<Row>) {
  const [, navigate] = useLocation();
  // The link in one cell is what keyboards and screen readers use; a click anywhere in the row is a comfort.
  const open = href === undefined ? {} : { onClick: () => hasSelection() || navigate(href) };
  return (
    <tr className={href === undefined ? '' : 'leads'} {...open}>
      {columns.map((column) => (
        <td className={classOf(column)} key={column.head}>
          {column === leading && href !== undefined ? (
            <Link data-row href={href} onClick={(event) => event.stopPropagation()}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
          {column.beneath !== undefined && <div className="beneath">{column.beneath(row)}</div>}
        </td>
      ))}
    </tr>
  );
}

/** Who selects text in a row wants to copy it. */
const hasSelection = (): boolean => window.getSelection()?.isCollapsed === false;

const classOf = <Row,>({ align, wide, grow }: Column<Row>): string =>
  [align === 'end' && 'end', wide === true && 'wide', grow === true && 'grow'].filter(Boolean).join(' ');
