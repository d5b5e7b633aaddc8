import { openIntelligence } from '../../home/open-intelligence.ts';
import { type Check, failed, ok } from '../check.ts';

/** An address that has belonged to one country for as long as there are such databases. */
const known = { ip: '8.8.8.8', country: 'US' };

export const countries: Check = {
  name: 'countries',
  at: 'home',
  async run({ config }) {
    const { geo } = await openIntelligence({ ...config, enrich: { ...config.enrich, threatLists: [] } });
    if (geo.country(known.ip) === known.country) return [ok('the database of addresses answers')];
    return [failed(`the database of addresses does not know ${known.ip}`, 'install it anew: npm ci')];
  },
};
