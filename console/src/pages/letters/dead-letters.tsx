import { Page } from '../../components/page.tsx';

export const DeadLettersPage = () => <Page title="Dead letters">{null}</Page>;
