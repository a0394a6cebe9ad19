import type { ComponentChildren } from 'preact';
import { TabList, tabId, tabPanelId } from './tab-list.tsx';
import type { TabListProps } from './tab-list.tsx';

interface TabbedPanelProps<Id extends string> extends Omit<TabListProps<Id>, 'label'> {
  /** Of the card and its list of tabs; style sheets know the panel by `id`. */
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A card with several lists behind tabs. */
export function TabbedPanel<Id extends string>(props: TabbedPanelProps<Id>) {
  const { id, title, tabs, selected, onSelect, children } = props;
  return (
    <section class={`card panel is-${id}`} aria-label={title}>
      <h2 class="visually-hidden">{title}</h2>
      <TabList id={id} label={title} tabs={tabs} selected={selected} onSelect={onSelect} />
      <div
        class="panel-body"
        role="tabpanel"
        id={tabPanelId(id)}
        aria-labelledby={tabId(id, selected)}
      >
        {children}
      </div>
    </section>
  );
}
