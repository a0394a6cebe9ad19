import type { TargetedKeyboardEvent } from 'preact';
import { tabAfterKey } from './tabs.ts';

interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

export interface TabListProps<Id extends string> {
  /** Unique on the page: tabs and their panel find each other by it. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
}

/** One stop for the Tab key; arrows, Home and End move inside and select at once. */
export function TabList<Id extends string>(props: TabListProps<Id>) {
  const { id, label, tabs, selected, onSelect } = props;
  const move = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const index = tabs.findIndex((tab) => tab.id === selected);
    const next = tabAfterKey(event.key, index, tabs.length);
    const tab = next === null ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    document.getElementById(tabId(id, tab.id))?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={tabId(id, tab.id)}
          aria-selected={tab.id === selected}
          aria-controls={tabPanelId(id)}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

export function tabId(list: string, tab: string): string {
  return `tab-${list}-${tab}`;
}

export function tabPanelId(list: string): string {
  return `tabpanel-${list}`;
}
