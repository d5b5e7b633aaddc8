import { Page } from '../../components/page.tsx';

export const PlaybookPage = () => <Page title="Playbook">{null}</Page>;
