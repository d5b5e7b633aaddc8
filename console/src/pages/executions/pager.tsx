import { Button } from '../../components/button.tsx';

interface PagerProps {
  readonly page: number;
  readonly rows: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

/** `101–200 of 25,000`, and the pages before and after. */
export function Pager({ page, rows, total, onPage }: PagerProps) {
  const from = page * rows + 1;
  const to = Math.min(total, from + rows - 1);
  return (
    <nav aria-label="Pages of events" className="row pager">
      <output className="small dim">
        {total <= rows
          ? count(total)
          : `${from.toLocaleString('en')}–${to.toLocaleString('en')} of ${count(total)}`}
      </output>
      {total > rows && (
        <>
          <Button disabled={page === 0} onClick={() => onPage(page - 1)}>
            Previous
          </Button>
          <Button disabled={to === total} onClick={() => onPage(page + 1)}>
            Next
          </Button>
        </>
      )}
    </nav>
  );
}

const count = (total: number): string => (total === 1 ? '1 event' : `${total.toLocaleString('en')} events`);
