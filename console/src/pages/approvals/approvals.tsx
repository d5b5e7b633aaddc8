import { Page } from '../../components/page.tsx';

export const ApprovalsPage = () => <Page title="Approvals">{null}</Page>;
