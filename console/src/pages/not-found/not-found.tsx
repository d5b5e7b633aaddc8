import { Link } from 'wouter';
import { Page } from '../../components/page.tsx';
import { Empty } from '../../components/states.tsx';

export const NotFound = () => (
  <Page title="There is nothing here">
    <Empty title="No page has this address">
      <p>
        Look at it again, or go to the <Link href="/incidents">incidents</Link>.
      </p>
    </Empty>
  </Page>
);
