import { useEffect, useRef } from 'react';
import type { Pages } from '../api/queries.ts';
import { Button } from './button.tsx';

type MoreProps = Pick<Pages<unknown>, 'hasMore' | 'isLoadingMore' | 'loadMore'>;

/** Stands under a list and gets its next page when it comes into view; a button does the same by hand. */
export function LoadMore({ hasMore, isLoadingMore, loadMore }: MoreProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (current === null || isLoadingMore) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) loadMore();
      },
      { rootMargin: '400px' },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [isLoadingMore, loadMore]);
  if (!hasMore) return null;
  return (
    <div className="row" ref={place}>
      <Button busy={isLoadingMore} look="quiet" onClick={loadMore}>
        {isLoadingMore ? 'Loading more…' : 'Load more'}
      </Button>
    </div>
  );
}
