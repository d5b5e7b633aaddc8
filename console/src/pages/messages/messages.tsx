import { Page } from '../../components/page.tsx';

export const MessagesPage = () => <Page title="Messages">{null}</Page>;
