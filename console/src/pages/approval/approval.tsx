import { Page } from '../../components/page.tsx';

export const ApprovalPage = () => <Page title="Approval">{null}</Page>;
