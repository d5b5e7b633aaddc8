import { Page } from '../../components/page.tsx';

export const IncidentsPage = () => <Page title="Incidents">{null}</Page>;
