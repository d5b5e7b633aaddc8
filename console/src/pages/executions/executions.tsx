import { Page } from '../../components/page.tsx';

export const ExecutionsPage = () => <Page title="Executions">{null}</Page>;
