import { Page } from '../../components/page.tsx';

export const NewPlaybookPage = () => <Page title="New playbook">{null}</Page>;
