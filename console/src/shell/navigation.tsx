import { Link, useLocation } from 'wouter';
import { endpoints } from '../api/endpoints.ts';
import { useAnswer } from '../api/queries.ts';
import { Icon } from '../components/icon.tsx';
import { isWithin, places } from './places.ts';

export function Navigation() {
  const [path] = useLocation();
  return (
    <nav aria-label="Pages" className="navigation">
      <ul>
        {places.map(({ href, label, icon, minor }) => (
          <li className={minor === true ? 'minor' : ''} key={href}>
            <Link aria-current={isWithin(path, href) ? 'page' : undefined} href={href}>
              <Icon name={icon} />
              <span>{label}</span>
              {href === '/approvals' && <Waiting />}
            </Link>
          </li>
        ))}
        <li className="more">
          {/* Closed again on the page that one went to. */}
          <details key={path}>
            <summary>
              <Icon name="more" />
              <span>More</span>
            </summary>
            <ul>
              {places
                .filter(({ minor }) => minor === true)
                .map(({ href, label, icon }) => (
                  <li key={href}>
                    <Link aria-current={isWithin(path, href) ? 'page' : undefined} href={href}>
                      <Icon name={icon} />
                      <span>{label}</span>
                    </Link>
                  </li>
                ))}
            </ul>
          </details>
        </li>
      </ul>
    </nav>
  );
}

/** How many questions wait for an answer. One page is looked at: above it, it says "50+". */
function Waiting() {
  const { data } = useAnswer(endpoints.approvals('waiting'));
  if (data === undefined || data.items.length === 0) return null;
  const count = `${data.items.length}${data.next === null ? '' : '+'}`;
  return (
    <span className="waiting">
      {count}
      <span className="visually-hidden"> waiting</span>
    </span>
  );
}
