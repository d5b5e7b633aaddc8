import { expect, it } from 'vitest';
import { rememberCountries } from '../../../core/ingest/remember-countries.ts';

function makeGeo() {
  const asked: string[] = [];
  const geo = {
    country(ip: string) {
      asked.push(ip);
      return ip.startsWith('10.') ? null : 'NL';
    },
  };
  return { asked, geo };
}

it('asks once for each address, also for one without a country', () => {
  const { asked, geo } = makeGeo();
  const memory = rememberCountries(geo);
  expect(['1.1.1.1', '10.0.0.1', '1.1.1.1', '10.0.0.1'].map((ip) => memory.country(ip))).toEqual([
    'NL',
    null,
    'NL',
    null,
  ]);
  expect(asked).toEqual(['1.1.1.1', '10.0.0.1']);
});

it('forgets what is not asked for, and keeps what is', () => {
  const { asked, geo } = makeGeo();
  const memory = rememberCountries(geo, 10);
  for (let n = 0; n < 100; n += 1) {
    memory.country('1.1.1.1');
    memory.country(`2.2.2.${n}`);
  }
  expect(asked.filter((ip) => ip === '1.1.1.1')).toHaveLength(1);
  asked.length = 0;
  memory.country('2.2.2.1');
  expect(asked).toEqual(['2.2.2.1']);
});
