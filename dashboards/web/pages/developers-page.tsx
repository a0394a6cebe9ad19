import type { DeveloperReport } from '../../server/developer-report.ts';
import { report } from '../api/developers.ts';
import { DeprecatedCard } from '../developers/deprecated-card.tsx';
import { ErrorsCard } from '../developers/errors-card.tsx';
import { PipelinesCard } from '../developers/pipelines-card.tsx';
import { Summary } from '../developers/summary.tsx';
import { UpdatesCard } from '../developers/updates-card.tsx';
import { texts } from '../state/navigation.ts';
import { PageFrame } from './page-frame.tsx';
import { Skeleton } from './skeleton.tsx';

/** What is old and still called, what fails, what changed, and what carries all that away. */
export function DevelopersPage() {
  const shown = report.value;
  return (
    <PageFrame
      figures={shown === null ? null : <Report report={shown} />}
      skeleton={<Skeleton panels={['deprecated', 'errors', 'updates']} />}
    />
  );
}

function Report({ report: shown }: { readonly report: DeveloperReport }) {
  const { incomplete } = texts.value.developers;
  return (
    <>
      <Summary report={shown} />
      <div role="status">{!shown.complete && <p class="notice">{incomplete}</p>}</div>
      <DeprecatedCard report={shown} />
      <div class="desk">
        <ErrorsCard report={shown} />
        <UpdatesCard report={shown} />
      </div>
      <PipelinesCard report={shown} />
    </>
  );
}
