import { UNFILTERED } from '../../../frame/web/filter-chips.tsx';
import type { DeveloperReport } from '../contract.ts';
import { BlockedCard } from './blocked-card.tsx';
import { report } from './figures.ts';
import { DeprecatedCard } from './deprecated-card.tsx';
import { ErrorsCard } from './errors-card.tsx';
import { PipelinesCard } from './pipelines-card.tsx';
import { Summary } from './summary.tsx';
import { UpdatesCard } from './updates-card.tsx';
import { texts } from './texts.ts';
import { PageFrame } from '../../../frame/web/page-frame.tsx';
import { Skeleton } from '../../../frame/web/skeleton.tsx';

/** What is old and still called, what fails, what changed, and what carries all that away. */
export function DevelopersPage() {
  const shown = report.value;
  return (
    <PageFrame
      names={UNFILTERED}
      failures={{ unavailable: texts.value.developers.unavailableText }}
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
      <BlockedCard report={shown} />
      <PipelinesCard report={shown} />
    </>
  );
}
