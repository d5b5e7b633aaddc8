import { Page } from '../../components/page.tsx';

export const IncidentPage = () => <Page title="Incident">{null}</Page>;
