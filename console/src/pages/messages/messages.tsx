import { Link } from 'wouter';
import type { MessageView } from '../../../../core/api/overview.ts';
import { endpoints } from '../../api/endpoints.ts';
import { usePages } from '../../api/queries.ts';
import { Badge, type BadgeProps } from '../../components/badge.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import './messages.css';

const kinds: Readonly<
  Record<MessageView['kind'], readonly [BadgeProps['tone'], NonNullable<BadgeProps['icon']>]>
> = {
  alert: ['bad', 'incidents'],
  outcome: ['info', 'shield'],
  question: ['ask', 'question'],
  note: ['calm', 'messages'],
};

export function MessagesPage() {
  const list = usePages(endpoints.messages);
  return (
    <Page
      lead="What people were told. Links and codes of questions are not shown: they are for whom they were sent to."
      title="Messages"
    >
      <Loaded query={list}>
        {(pages) =>
          pages.items.length === 0 ? (
            <Empty title="Nobody was told anything yet" />
          ) : (
            <>
              <ul className="messages">
                {pages.items.map((message) => (
                  <Message key={message.id} message={message} />
                ))}
              </ul>
              <LoadMore {...pages} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Message({ message: { kind, subject, at, to, incident, body } }: { readonly message: MessageView }) {
  const [tone, icon] = kinds[kind];
  return (
    <li>
      <details>
        <summary className="message-line">
          <Badge icon={icon} tone={tone}>
            {kind}
          </Badge>
          <span className="message-subject">{subject}</span>
          <span className="dim small">
            {to === undefined ? 'to all' : `to ${to}`} · <Time at={at} />
          </span>
        </summary>
        <p className="message-body">{body}</p>
        {incident !== undefined && (
          <p className="small">
            <Link href={`/incidents/${incident}`}>{incident}</Link>
          </p>
        )}
      </details>
    </li>
  );
}
