import type { TargetedKeyboardEvent } from 'preact';
import { tabAfterKey } from './tabs.ts';

interface TabListProps {
  /** Unique on the page: tabs and their panel find each other by it. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly label: string }[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

/** One stop for the Tab key; arrows, Home and End move inside and select at once. */
export function TabList({ id, label, tabs, selected, onSelect }: TabListProps) {
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
