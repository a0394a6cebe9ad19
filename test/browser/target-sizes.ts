import type { Page } from 'playwright-core';

/**
 * Runs in the page: each link and button that is smaller than 24 by 24 CSS pixels (WCAG 2.2, 2.5.8), with
 * its size. Links within a sentence are left out, as the guideline does, and so is what nobody sees.
 */
const FIND_SMALL = `(() => {
  const LEAST = 24;
  const TARGETS = 'a[href], button, summary, [role=tab], input[type=submit]';
  const isInline = (element) => getComputedStyle(element).display === 'inline';
  const blockOf = (element) => {
    let block = element.parentElement;
    while (block !== null && isInline(block)) block = block.parentElement;
    return block;
  };
  // Text of its own beside the links: then they stand in a sentence.
  const isInText = (element) => {
    if (!isInline(element)) return false;
    const walker = document.createTreeWalker(blockOf(element), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (/\\p{L}/u.test(data) && parentElement.closest(TARGETS) === null) return true;
    }
    return false;
  };
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.closest('.visually-hidden, .skip') === null;
  return [...document.querySelectorAll(TARGETS)].filter((one) => isSeen(one) && !isInText(one)).flatMap((one) => {
    const { width, height } = one.getBoundingClientRect();
    // Half a pixel of rounding is no smaller target.
    if (width >= LEAST - 0.5 && height >= LEAST - 0.5) return [];
    const size = Math.round(width * 10) / 10 + ' x ' + Math.round(height * 10) / 10;
    return [size + ': ' + one.outerHTML.replace(/\\s+/g, ' ').slice(0, 160)];
  });
})()`;

/** What is too small to hit, one line for each. */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(FIND_SMALL);
}
