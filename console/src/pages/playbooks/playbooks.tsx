import { Page } from '../../components/page.tsx';

export const PlaybooksPage = () => <Page title="Playbooks">{null}</Page>;
