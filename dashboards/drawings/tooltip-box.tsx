import type { ComponentChildren } from 'preact';
import type { Hover } from './plot.ts';

interface TooltipBoxProps {
  readonly hover: Hover;
  readonly children: ComponentChildren;
}

/** Hidden from screen readers: the table behind "Show as table" tells them the same. */
export function TooltipBox({ hover, children }: TooltipBoxProps) {
  return (
    <div
      class={hover.isRight ? 'tooltip is-right' : 'tooltip'}
      style={{ '--left': `${hover.left}px` }}
      aria-hidden="true"
    >
      {children}
    </div>
  );
}
