import type { ComponentChildren, TargetedMouseEvent } from 'preact';
import { go } from './navigation.ts';
import type { View } from './view.ts';
import { formatView } from './view.ts';

interface ViewLinkProps {
  readonly to: View;
  readonly how?: 'push' | 'replace';
  readonly class?: string;
  readonly current?: boolean;
  readonly title?: string;
  readonly lang?: string;
  readonly onFollow?: () => void;
  readonly children: ComponentChildren;
}

/** A real link, so that a view can be copied or opened in a new tab; a plain click stays on the page. */
export function ViewLink({
  to,
  how = 'push',
  current,
  onFollow,
  children,
  ...rest
}: ViewLinkProps) {
  const follow = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    onFollow?.();
    go(to, how);
  };
  return (
    <a
      {...rest}
      href={formatView(to)}
      onClick={follow}
      aria-current={current === true ? 'true' : undefined}
    >
      {children}
    </a>
  );
}
