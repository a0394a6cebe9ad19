import type { EventBus } from '@emas/events';
import type { IncidentListener } from './detectors/incident-log.ts';
import type { Incident } from './incident.ts';

/** Puts what detectors found on the bus. */
export function incidentEvents(bus: EventBus): IncidentListener {
  return (change, incident) => {
    const name = change === 'opened' ? 'login_incident_opened' : 'login_incident_grew';
    bus.emit(name, fieldsOf(incident));
    if (incident.kind === 'impossible_travel') {
      const { subject, evidence, id } = incident;
      const countries = Object.keys(evidence.countries.top);
      bus.emit('authn_impossible_travel', { account: subject.value, countries, incident: id });
    }
  };
}

function fieldsOf({ id, kind, severity, subject, evidence }: Incident): {
  incident: string;
  kind: string;
  severity: string;
  subject: string;
  failures: number;
  successes: number;
  accounts: number;
  prefixes: number;
} {
  const { type, value } = subject;
  const { failures, successes, accounts, prefixes } = evidence;
  return {
    incident: id,
    kind,
    severity,
    subject: value === '' ? type : `${type} ${value}`,
    failures,
    successes,
    accounts: accounts.total,
    prefixes: prefixes.total,
  };
}
