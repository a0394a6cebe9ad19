import type { DeprecatedClient } from '../contract.ts';
import { formatMoment } from '../../../drawings/moments.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { texts } from './texts.ts';

interface ClientsTableProps {
  readonly caption: string;
  readonly clients: readonly DeprecatedClient[];
  readonly timeZone: string;
}

/** Whoever still calls something deprecated, the busiest first. */
export function ClientsTable({ caption, clients, timeZone }: ClientsTableProps) {
  const words = texts.value;
  const { clientColumns: columns, clientKinds } = words.developers;
  const at = (time: string): string => formatMoment(time, timeZone, words.locale);
  return (
    <table class="rows clients">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.client}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.calls}</th>
          <th scope="col">{columns.first}</th>
          <th scope="col">{columns.last}</th>
          <th scope="col">{columns.versions}</th>
        </tr>
      </thead>
      <tbody>
        {clients.map((client) => (
          <tr key={`${client.kind} ${client.id}`}>
            <th scope="row">
              <code>{client.id}</code>
            </th>
            <td data-label={columns.kind}>{clientKinds[client.kind] ?? client.kind}</td>
            <td data-label={columns.calls}>{formatCount(client.count, words.locale)}</td>
            <td data-label={columns.first}>{at(client.first)}</td>
            <td data-label={columns.last}>{at(client.last)}</td>
            <td data-label={columns.versions}>{client.versions.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
