import { Page } from '../../components/page.tsx';

export const ExecutionPage = () => <Page title="Execution">{null}</Page>;
