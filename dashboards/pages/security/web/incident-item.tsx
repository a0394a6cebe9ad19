import { useSignal } from '@preact/signals';
import type { IncidentRow, SecurityReport } from '../contract.ts';
import { formatMoment, formatSpan } from '../../../drawings/moments.ts';
import { texts } from './texts.ts';
import { BlockForm } from './block-form.tsx';
import { IncidentEvidence } from './incident-evidence.tsx';
import { IncidentForm } from './incident-form.tsx';
import { incidentCounts, incidentToggleId, namedPrefixes, subjectParts } from './incident-words.ts';

const DOTS = { low: '●○○', medium: '●●○', high: '●●●' };

interface IncidentItemProps {
  readonly incident: IncidentRow;
  readonly report: SecurityReport;
}

/** One incident: what it is in two lines, all about it on request. */
export function IncidentItem({ incident, report }: IncidentItemProps) {
  const words = texts.value;
  const { kinds, kindHints, evidence, evidenceOf } = words.security;
  const isExpanded = useSignal(false);
  // Kept once it was opened: what was typed into it stays when it is folded.
  const wasExpanded = useSignal(false);
  const { id, kind, severity, state } = incident;
  const prefixes = report.blocks === null ? [] : namedPrefixes(incident);
  const toggleId = incidentToggleId(id);
  return (
    <li class={`incident is-${severity} is-${state}`} data-incident={id}>
      <div class="incident-head">
        <div class="incident-title">
          <h3 title={kindHints[kind]}>{kinds[kind]}</h3>
          <Severity severity={severity} />
          <span class={`badge is-${state}`}>{words.security.states[state]}</span>
        </div>
        <Subject incident={incident} />
        <p class="incident-facts">
          <span title={formatMoment(incident.opened, report.range.timeZone, words.locale)}>
            {formatSpan(incident.first, incident.last, report.range.timeZone, words.locale)}
          </span>
          {incidentCounts(incident, words).map((phrase) => (
            <span key={phrase}>{phrase}</span>
          ))}
        </p>
      </div>
      <button
        type="button"
        id={toggleId}
        class="quiet-button incident-toggle"
        aria-expanded={isExpanded.value}
        aria-controls={`${toggleId}-body`}
        aria-label={evidenceOf(`${kinds[kind]}, ${incident.subject.value}`)}
        onClick={() => {
          isExpanded.value = !isExpanded.value;
          wasExpanded.value = true;
        }}
      >
        {evidence}
        <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
          <path d="M3 6l5 5 5-5" />
        </svg>
      </button>
      <div id={`${toggleId}-body`} class="incident-body" hidden={!isExpanded.value}>
        {wasExpanded.value && (
          <>
            <IncidentEvidence incident={incident} report={report} />
            <div class="incident-actions">
              <IncidentForm incident={incident} />
              {prefixes.length > 0 && (
                <BlockForm incident={incident} prefixes={prefixes} report={report} />
              )}
            </div>
          </>
        )}
      </div>
    </li>
  );
}

function Severity({ severity }: { readonly severity: IncidentRow['severity'] }) {
  const { severity: label, severities } = texts.value.security;
  return (
    <span class={`severity is-${severity}`} title={label(severities[severity])}>
      <span aria-hidden="true">{DOTS[severity]}</span>{' '}
      <span class="visually-hidden">{label('')}</span>
      {severities[severity]}
    </span>
  );
}

function Subject({ incident }: { readonly incident: IncidentRow }) {
  const { subjects } = texts.value.security;
  const { account, prefix } = subjectParts(incident);
  return (
    <p class="incident-subject">
      {subjects[incident.subject.type]}
      {account !== '' && <code title={account}>{account}</code>}
      {prefix !== '' && <code title={prefix}>{prefix}</code>}
    </p>
  );
}
