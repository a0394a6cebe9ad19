import { useSignal } from '@preact/signals';
import type { ReportDimension, TrafficReport } from '../contract.ts';
import { texts } from './texts.ts';
import { BreakdownTable } from './breakdown-table.tsx';
import { panelColumns } from './columns.ts';
import { openDetails } from './details.ts';
import type { Panel, PanelTab } from './panel-list.ts';
import { TabbedPanel } from '../../../drawings/tabbed-panel.tsx';

interface BreakdownPanelProps {
  readonly panel: Panel;
  readonly report: TrafficReport;
}

/** A card with one list, or with several behind tabs. */
export function BreakdownPanel({ panel, report }: BreakdownPanelProps) {
  const words = texts.value;
  const chosen = useSignal<string>(panel.tabs[0]?.id ?? '');
  const campaign = useSignal<ReportDimension | null>(null);
  const tab = panel.tabs.find(({ id }) => id === chosen.value) ?? panel.tabs[0];
  if (tab === undefined) return null;
  const dimension = tab.dimensions.find((one) => one === campaign.value) ?? tab.dimensions[0];
  const title = words.panels[panel.id];
  const body = (
    <>
      {tab.dimensions.length > 1 && (
        <CampaignPicker tab={tab} dimension={dimension} onPick={(one) => (campaign.value = one)} />
      )}
      <PanelBody dimension={dimension} report={report} />
    </>
  );
  if (panel.tabs.length > 1) {
    return (
      <TabbedPanel
        id={panel.id}
        title={title}
        tabs={panel.tabs.map(({ id }) => ({ id, label: words.tabs[id] }))}
        selected={tab.id}
        onSelect={(id) => (chosen.value = id)}
      >
        {body}
      </TabbedPanel>
    );
  }
  return (
    <section class={`card panel is-${panel.id}`} aria-label={title}>
      <h2 class="panel-title">{title}</h2>
      <div class="panel-body">{body}</div>
    </section>
  );
}

interface PanelBodyProps {
  readonly dimension: ReportDimension;
  readonly report: TrafficReport;
}

function PanelBody({ dimension, report }: PanelBodyProps) {
  const words = texts.value;
  const breakdown = report.breakdowns[dimension];
  if (breakdown === undefined) return <p class="panel-empty">{words.notKept}</p>;
  if (breakdown.rows.length === 0 && breakdown.folded === null) {
    return <p class="panel-empty">{words.noRows}</p>;
  }
  const name = words.dimensions[dimension];
  return (
    <>
      <BreakdownTable
        caption={words.tabs[dimension]}
        dimension={dimension}
        breakdown={breakdown}
        columns={panelColumns(dimension, breakdown.rows)}
        allVisitors={report.totals.visitors}
        smallCells={report.smallCells}
      />
      <p class="panel-foot">
        <button
          type="button"
          class="quiet-button"
          aria-haspopup="dialog"
          onClick={() => openDetails(dimension)}
        >
          {words.details}
          <span class="visually-hidden">: {name}</span>
        </button>
      </p>
    </>
  );
}

interface CampaignPickerProps {
  readonly tab: PanelTab;
  readonly dimension: ReportDimension;
  readonly onPick: (dimension: ReportDimension) => void;
}

function CampaignPicker({ tab, dimension, onPick }: CampaignPickerProps) {
  const words = texts.value;
  return (
    <div class="campaign-picker" role="group" aria-label={words.campaignBy}>
      {tab.dimensions.map((one) => (
        <button
          key={one}
          type="button"
          class="pill"
          aria-pressed={one === dimension}
          onClick={() => onPick(one)}
        >
          {words.dimensions[one]}
        </button>
      ))}
    </div>
  );
}
